/* expect: ok
   Relaxed, but in one variable: nothing is to be ordered. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int data;

static void *a(void *argument)
{
    atomic_store_explicit(&data, 1, memory_order_relaxed);
    return argument;
}

static void *b(void *argument)
{
    int first = atomic_load_explicit(&data, memory_order_relaxed);
    int second = atomic_load_explicit(&data, memory_order_relaxed);

    assert(second >= first);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, a, NULL);
    pthread_create(&threads[1], NULL, b, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
