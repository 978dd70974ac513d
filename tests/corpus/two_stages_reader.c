/* expect: assertion
   Between the two stages a reader sees the one without the other. */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t m1, m2;
static int d1, d2;

static void *fA(void *argument)
{
    pthread_mutex_lock(&m1);
    d1 = 1;
    pthread_mutex_unlock(&m1);
    pthread_mutex_lock(&m2);
    d2 = d1 + 1;
    pthread_mutex_unlock(&m2);
    return argument;
}

static void *fB(void *argument)
{
    int t1 = -1, t2 = -1;
    pthread_mutex_lock(&m1);
    if (d1 == 0) {
        pthread_mutex_unlock(&m1);
        return argument;
    }
    t1 = d1;
    pthread_mutex_unlock(&m1);
    pthread_mutex_lock(&m2);
    t2 = d2;
    pthread_mutex_unlock(&m2);
    assert(t2 == t1 + 1);
    return argument;
}

int main(void)
{
    pthread_t a, b;
    pthread_mutex_init(&m1, NULL);
    pthread_mutex_init(&m2, NULL);
    pthread_create(&a, NULL, fA, NULL);
    pthread_create(&b, NULL, fB, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
