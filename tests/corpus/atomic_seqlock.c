/* expect: ok
   A sequence lock: readers try again when a writer was at work. The data are
   atomic, with relaxed order and fences. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_uint sequence;
static atomic_int a;
static atomic_int b;

static void *write_both(void *argument)
{
    atomic_store_explicit(&sequence, 1, memory_order_relaxed);
    atomic_thread_fence(memory_order_release);
    atomic_store_explicit(&a, 1, memory_order_relaxed);
    atomic_store_explicit(&b, 1, memory_order_relaxed);
    atomic_store_explicit(&sequence, 2, memory_order_release);
    return argument;
}

int main(void)
{
    pthread_t thread;
    unsigned before;
    unsigned after;
    int x;
    int y;

    pthread_create(&thread, NULL, write_both, NULL);
    do {
        before = atomic_load_explicit(&sequence, memory_order_acquire);
        x = atomic_load_explicit(&a, memory_order_relaxed);
        y = atomic_load_explicit(&b, memory_order_relaxed);
        atomic_thread_fence(memory_order_acquire);
        after = atomic_load_explicit(&sequence, memory_order_relaxed);
    } while (before != after || before % 2);
    assert(x == y);
    pthread_join(thread, NULL);
    return 0;
}
