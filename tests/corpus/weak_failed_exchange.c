/* expect: assertion
   An exchange that fails is a read, and may see an old value. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int state, ready;

static void *a(void *argument)
{
    atomic_store_explicit(&state, 1, memory_order_relaxed);
    atomic_store_explicit(&ready, 1, memory_order_relaxed);
    return argument;
}

static void *b(void *argument)
{
    if (atomic_load_explicit(&ready, memory_order_relaxed)) {
        int expected = 7;

        atomic_compare_exchange_strong_explicit(
            &state, &expected, 8, memory_order_relaxed, memory_order_relaxed);
        assert(expected == 1);
    }
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
