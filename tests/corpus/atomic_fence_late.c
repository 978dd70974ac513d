/* expect: data-race
   The writer's fence stands after what it should order. */
#include <pthread.h>
#include <stdatomic.h>

static int value;
static atomic_int ready;
static int seen;

static void *publish(void *argument)
{
    value = 7;
    atomic_store_explicit(&ready, 1, memory_order_relaxed);
    atomic_thread_fence(memory_order_release);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, publish, NULL);
    if (atomic_load_explicit(&ready, memory_order_relaxed)) {
        atomic_thread_fence(memory_order_acquire);
        seen = value;
    }
    pthread_join(thread, NULL);
    return 0;
}
