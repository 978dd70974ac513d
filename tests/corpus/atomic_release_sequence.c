/* expect: ok
   A relaxed read-modify-write by another thread goes on with the release
   sequence: who reads its result is still ordered after the publisher. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static int value;
static atomic_int state;

static void *publish(void *argument)
{
    value = 5;
    atomic_store_explicit(&state, 1, memory_order_release);
    return argument;
}

static void *bump(void *argument)
{
    int one = 1;

    atomic_compare_exchange_strong_explicit(
        &state, &one, 2, memory_order_relaxed, memory_order_relaxed);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, publish, NULL);
    pthread_create(&threads[1], NULL, bump, NULL);
    if (atomic_load_explicit(&state, memory_order_acquire) == 2)
        assert(value == 5);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
