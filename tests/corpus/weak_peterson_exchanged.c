/* expect: ok
   Where the turn is exchanged, who comes second sees the first. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int turn, inside;
static atomic_int wants[2];

static void enter(int me)
{
    int other = 1 - me;

    atomic_store_explicit(&wants[me], 1, memory_order_relaxed);
    atomic_exchange_explicit(&turn, other, memory_order_acq_rel);
    while (atomic_load_explicit(&wants[other], memory_order_acquire) &&
           atomic_load_explicit(&turn, memory_order_acquire) == other)
        continue;
}

static void use(int me)
{
    enter(me);
    assert(atomic_fetch_add_explicit(&inside, 1, memory_order_relaxed) == 0);
    atomic_fetch_sub_explicit(&inside, 1, memory_order_relaxed);
    atomic_store_explicit(&wants[me], 0, memory_order_release);
}

static void *a(void *argument)
{
    use(0);
    return argument;
}

static void *b(void *argument)
{
    use(1);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, a, NULL);
    pthread_create(&threads[1], NULL, b, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
