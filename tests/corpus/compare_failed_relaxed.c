/* expect: data-race
   A compare and exchange that fails orders by its own order: relaxed. */
#include <pthread.h>
#include <stdatomic.h>

static atomic_int ready;
static int value;
static int seen;

static void *publish(void *argument)
{
    value = 1;
    atomic_store_explicit(&ready, 1, memory_order_release);
    return argument;
}

static void *look(void *argument)
{
    int zero = 0;

    if (!atomic_compare_exchange_strong_explicit(
            &ready, &zero, 0, memory_order_acq_rel, memory_order_relaxed))
        seen = value;
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, publish, NULL);
    pthread_create(&threads[1], NULL, look, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
