/* expect: ok
   Accounts are locked in order of their numbers. */
#include <assert.h>
#include <pthread.h>
struct acc {
    int id;
    pthread_mutex_t m;
    int bal;
};
static struct acc acc[3];

static void transfer(struct acc *f, struct acc *t, int n)
{
    struct acc *lo = f->id < t->id ? f : t, *hi = lo == f ? t : f;
    pthread_mutex_lock(&lo->m);
    pthread_mutex_lock(&hi->m);
    if (f->bal >= n) {
        f->bal -= n;
        t->bal += n;
    }
    pthread_mutex_unlock(&hi->m);
    pthread_mutex_unlock(&lo->m);
}

static void *x(void *argument)
{
    long i = (long)argument;
    transfer(&acc[i], &acc[(i + 1) % 3], 60);
    return argument;
}

int main(void)
{
    pthread_t t[3];
    for (int i = 0; i < 3; i++) {
        acc[i].id = i;
        acc[i].bal = 50;
        pthread_mutex_init(&acc[i].m, NULL);
    }
    acc[0].bal = 100;
    for (long i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, x, (void *)i);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    assert(acc[0].bal + acc[1].bal + acc[2].bal == 200);
    return 0;
}
