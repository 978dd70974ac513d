/* expect: assertion
   Without fences the values may be seen before or after their sequence. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int sequence, low, high;

static void write_both(int value)
{
    int start = atomic_load_explicit(&sequence, memory_order_relaxed);

    atomic_store_explicit(&sequence, start + 1, memory_order_relaxed);
    atomic_store_explicit(&low, value, memory_order_relaxed);
    atomic_store_explicit(&high, value, memory_order_relaxed);
    atomic_store_explicit(&sequence, start + 2, memory_order_relaxed);
}

static void read_both(void)
{
    int before = atomic_load_explicit(&sequence, memory_order_relaxed);
    int first = atomic_load_explicit(&low, memory_order_relaxed);
    int second = atomic_load_explicit(&high, memory_order_relaxed);
    int after = atomic_load_explicit(&sequence, memory_order_relaxed);

    if (before == after && before % 2 == 0)
        assert(first == second);
}

static void *a(void *argument)
{
    write_both(1);
    return argument;
}

static void *b(void *argument)
{
    read_both();
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
