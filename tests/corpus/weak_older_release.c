/* expect: data-race
   An older store that is read passes on what came before it, and not what came
   later. */
#include <pthread.h>
#include <stdatomic.h>

static atomic_int step;
static int value, seen;

static void *a(void *argument)
{
    atomic_store_explicit(&step, 1, memory_order_release);
    value = 1;
    atomic_store_explicit(&step, 2, memory_order_release);
    return argument;
}

static void *b(void *argument)
{
    if (atomic_load_explicit(&step, memory_order_acquire) >= 1)
        seen = value;
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
