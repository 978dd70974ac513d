/* expect: data-race
   The flag is stored with release order but loaded with relaxed order. */
#include <pthread.h>
#include <stdatomic.h>

static int value;
static atomic_int ready;
static int seen;

static void *publish(void *argument)
{
    value = 42;
    atomic_store_explicit(&ready, 1, memory_order_release);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, publish, NULL);
    if (atomic_load_explicit(&ready, memory_order_relaxed))
        seen = value;
    pthread_join(thread, NULL);
    return 0;
}
