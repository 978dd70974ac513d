/* expect: assertion
   A pointer may be seen before what it points to. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

struct config {
    atomic_int port;
};
static struct config configs[2];
static _Atomic(struct config *) current = &configs[0];

static void *a(void *argument)
{
    atomic_store_explicit(&configs[1].port, 80, memory_order_relaxed);
    atomic_store_explicit(&current, &configs[1], memory_order_relaxed);
    return argument;
}

static void *b(void *argument)
{
    struct config *config =
        atomic_load_explicit(&current, memory_order_acquire);

    if (config == &configs[1])
        assert(atomic_load_explicit(&config->port, memory_order_relaxed) == 80);
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
