/* expect: data-race
   The same ring, but the producer publishes with relaxed order. */
#include <pthread.h>
#include <stdatomic.h>

enum { PLACES = 2, ITEMS = 2 };
static int places[PLACES];
static atomic_uint head;
static int sum;

static void *produce(void *argument)
{
    for (unsigned i = 0; i < ITEMS; i++) {
        places[i] = 1;
        atomic_store_explicit(&head, i + 1, memory_order_relaxed);
    }
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, produce, NULL);
    for (unsigned i = 0; i < ITEMS; i++) {
        while (atomic_load_explicit(&head, memory_order_acquire) <= i)
            continue;
        sum += places[i];
    }
    pthread_join(thread, NULL);
    return sum == ITEMS ? 0 : 1;
}
