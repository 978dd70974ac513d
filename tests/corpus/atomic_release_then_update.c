/* expect: ok
   Another's relaxed read-modify-write goes on with the release sequence. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int f;
static int d;

static void *p(void *argument)
{
    d = 1;
    atomic_store_explicit(&f, 1, memory_order_release);
    return argument;
}

static void *r(void *argument)
{
    int e = 1;
    atomic_compare_exchange_strong_explicit(&f, &e, 2, memory_order_relaxed,
                                            memory_order_relaxed);
    return argument;
}

static void *q(void *argument)
{
    if (atomic_load_explicit(&f, memory_order_acquire) == 2)
        assert(d == 1);
    return argument;
}

int main(void)
{
    pthread_t t[3];
    pthread_create(&t[0], NULL, p, NULL);
    pthread_create(&t[1], NULL, r, NULL);
    pthread_create(&t[2], NULL, q, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    return 0;
}
