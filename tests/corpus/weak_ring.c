/* expect: assertion
   A slot may be seen as it was before it was filled. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

enum { ITEMS = 3, SIZE = 2 };
static atomic_int slots[SIZE];
static atomic_uint head, tail;

static void *a(void *argument)
{
    for (unsigned i = 0; i < ITEMS; i++) {
        while (i - atomic_load_explicit(&tail, memory_order_relaxed) == SIZE)
            continue;
        atomic_store_explicit(&slots[i % SIZE], (int)i + 1,
                              memory_order_relaxed);
        atomic_store_explicit(&head, i + 1, memory_order_relaxed);
    }
    return argument;
}

static void *b(void *argument)
{
    for (unsigned i = 0; i < ITEMS; i++) {
        while (atomic_load_explicit(&head, memory_order_relaxed) == i)
            continue;
        int got = atomic_load_explicit(&slots[i % SIZE], memory_order_relaxed);
        assert(got == (int)i + 1);
        atomic_store_explicit(&tail, i + 1, memory_order_relaxed);
    }
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
