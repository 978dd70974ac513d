/* expect: ok
   Relaxed accesses to the flag, made to order by a release fence before the
   store and an acquire fence after the load. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static int value;
static atomic_int ready;

static void *publish(void *argument)
{
    value = 7;
    atomic_thread_fence(memory_order_release);
    atomic_store_explicit(&ready, 1, memory_order_relaxed);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, publish, NULL);
    if (atomic_load_explicit(&ready, memory_order_relaxed)) {
        atomic_thread_fence(memory_order_acquire);
        assert(value == 7);
    }
    pthread_join(thread, NULL);
    return 0;
}
