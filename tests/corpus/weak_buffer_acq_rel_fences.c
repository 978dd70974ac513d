/* expect: assertion
   Fences that do not ask for memory_order_seq_cst let a load pass a store. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int x, y;
static int r1, r2;

static void *a(void *argument)
{
    atomic_store_explicit(&x, 1, memory_order_relaxed);
    atomic_thread_fence(memory_order_acq_rel);
    r1 = atomic_load_explicit(&y, memory_order_relaxed);
    return argument;
}

static void *b(void *argument)
{
    atomic_store_explicit(&y, 1, memory_order_relaxed);
    atomic_thread_fence(memory_order_acq_rel);
    r2 = atomic_load_explicit(&x, memory_order_relaxed);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, a, NULL);
    pthread_create(&threads[1], NULL, b, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    assert(r1 || r2);
    return 0;
}
