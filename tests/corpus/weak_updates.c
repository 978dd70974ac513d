/* expect: ok
   An update sees the newest value that no other update has seen. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int x;

static void *a(void *argument)
{
    atomic_fetch_add_explicit(&x, 1, memory_order_relaxed);
    return argument;
}

static void *b(void *argument)
{
    atomic_fetch_add_explicit(&x, 1, memory_order_relaxed);
    return argument;
}

static void *c(void *argument)
{
    atomic_fetch_add_explicit(&x, 1, memory_order_relaxed);
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
    assert(atomic_load(&x) == 3);
    return 0;
}
