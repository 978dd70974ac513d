/* expect: ok
   With a relaxed flag, what is written with memory_order_seq_cst may be seen
   late too. That order is not looked for: it is said that something is
   assumed. */
#include <pthread.h>
#include <stdatomic.h>

static atomic_int data, ready;

static void *a(void *argument)
{
    atomic_store_explicit(&data, 1, memory_order_seq_cst);
    atomic_store_explicit(&ready, 1, memory_order_relaxed);
    return argument;
}

static void *b(void *argument)
{
    int seen = atomic_load_explicit(&ready, memory_order_relaxed);
    int value = atomic_load_explicit(&data, memory_order_seq_cst);

    (void)seen;
    (void)value;
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
