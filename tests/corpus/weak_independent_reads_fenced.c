/* expect: ok
   Nor where fences stand between the reads. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int x, y;
static int r1, r2, r3, r4;

static void *a(void *argument)
{
    atomic_store_explicit(&x, 1, memory_order_relaxed);
    return argument;
}

static void *b(void *argument)
{
    atomic_store_explicit(&y, 1, memory_order_relaxed);
    return argument;
}

static void *c(void *argument)
{
    r1 = atomic_load_explicit(&x, memory_order_relaxed);
    atomic_thread_fence(memory_order_seq_cst);
    r2 = atomic_load_explicit(&y, memory_order_relaxed);
    return argument;
}

static void *d(void *argument)
{
    r3 = atomic_load_explicit(&y, memory_order_relaxed);
    atomic_thread_fence(memory_order_seq_cst);
    r4 = atomic_load_explicit(&x, memory_order_relaxed);
    return argument;
}

int main(void)
{
    pthread_t threads[4];

    pthread_create(&threads[0], NULL, a, NULL);
    pthread_create(&threads[1], NULL, b, NULL);
    pthread_create(&threads[2], NULL, c, NULL);
    pthread_create(&threads[3], NULL, d, NULL);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    assert(!(r1 && !r2 && r3 && !r4));
    return 0;
}
