/* expect: ok
   Two subtract from each other's number until both are alike. */
#include <assert.h>
#include <pthread.h>

static unsigned a, b;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

static void *t1(void *argument)
{
    int r = 0;
    while (!r) {
        pthread_mutex_lock(&m);
        if (a == b)
            r = 1;
        else if (a > b)
            a -= b;
        pthread_mutex_unlock(&m);
    }
    return argument;
}

static void *t2(void *argument)
{
    int r = 0;
    while (!r) {
        pthread_mutex_lock(&m);
        if (a == b)
            r = 1;
        else if (b > a)
            b -= a;
        pthread_mutex_unlock(&m);
    }
    return argument;
}

int main(void)
{
    pthread_t p, q;
    a = 6;
    b = 9;
    pthread_create(&p, NULL, t1, NULL);
    pthread_create(&q, NULL, t2, NULL);
    pthread_join(p, NULL);
    pthread_join(q, NULL);
    assert(a == 3);
    return 0;
}
