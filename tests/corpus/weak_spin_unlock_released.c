/* expect: ok
   Given back with release it does. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int held, count;

static void use(void)
{
    while (atomic_exchange_explicit(&held, 1, memory_order_acquire))
        continue;
    int value = atomic_load_explicit(&count, memory_order_relaxed);
    atomic_store_explicit(&count, value + 1, memory_order_relaxed);
    atomic_store_explicit(&held, 0, memory_order_release);
}

static void *a(void *argument)
{
    use();
    return argument;
}

static void *b(void *argument)
{
    use();
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, a, NULL);
    pthread_create(&threads[1], NULL, b, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    assert(atomic_load(&count) == 2);
    return 0;
}
