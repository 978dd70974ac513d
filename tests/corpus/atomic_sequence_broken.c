/* expect: data-race
   A plain relaxed store by another thread ends the release sequence. */
#include <pthread.h>
#include <stdatomic.h>

static int value;
static atomic_int state;
static int seen;

static void *publish(void *argument)
{
    value = 5;
    atomic_store_explicit(&state, 1, memory_order_release);
    return argument;
}

static void *overwrite(void *argument)
{
    if (atomic_load_explicit(&state, memory_order_relaxed) == 1)
        atomic_store_explicit(&state, 2, memory_order_relaxed);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, publish, NULL);
    pthread_create(&threads[1], NULL, overwrite, NULL);
    if (atomic_load_explicit(&state, memory_order_acquire) == 2)
        seen = value;
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
