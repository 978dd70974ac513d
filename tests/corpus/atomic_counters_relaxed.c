/* expect: ok
   Counting needs no order; the sum is read after the joins. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int count;

static void *add(void *argument)
{
    for (int i = 0; i < 2; i++)
        atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);
    return argument;
}

int main(void)
{
    pthread_t threads[3];

    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, add, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    assert(atomic_load_explicit(&count, memory_order_relaxed) == 6);
    return 0;
}
