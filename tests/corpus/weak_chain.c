/* expect: assertion
   Of three, the last may see what the first wrote last, and not what it wrote
   first. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int x, y, z;

static void *a(void *argument)
{
    atomic_store_explicit(&x, 1, memory_order_relaxed);
    atomic_store_explicit(&y, 1, memory_order_relaxed);
    return argument;
}

static void *b(void *argument)
{
    if (atomic_load_explicit(&y, memory_order_relaxed))
        atomic_store_explicit(&z, 1, memory_order_relaxed);
    return argument;
}

static void *c(void *argument)
{
    if (atomic_load_explicit(&z, memory_order_relaxed))
        assert(atomic_load_explicit(&x, memory_order_relaxed));
    return argument;
}

int main(void)
{
    pthread_t threads[3];

    pthread_create(&threads[0], NULL, a, NULL);
    pthread_create(&threads[1], NULL, b, NULL);
    pthread_create(&threads[2], NULL, c, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
