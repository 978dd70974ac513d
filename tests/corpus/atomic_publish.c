/* expect: ok
   A value is written before a flag is stored with release order, and read
   after the flag was loaded with acquire order. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static int value;
static atomic_int ready;

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
    if (atomic_load_explicit(&ready, memory_order_acquire))
        assert(value == 42);
    pthread_join(thread, NULL);
    return 0;
}
