/* expect: ok
   One producer, one consumer, a ring of two places and no lock. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

enum { PLACES = 2, ITEMS = 3 };
static int places[PLACES];
static atomic_uint head;
static atomic_uint tail;

static void *produce(void *argument)
{
    for (unsigned i = 0; i < ITEMS; i++) {
        while (i - atomic_load_explicit(&tail, memory_order_acquire) == PLACES)
            continue;
        places[i % PLACES] = (int)i + 1;
        atomic_store_explicit(&head, i + 1, memory_order_release);
    }
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, produce, NULL);
    for (unsigned i = 0; i < ITEMS; i++) {
        while (atomic_load_explicit(&head, memory_order_acquire) == i)
            continue;
        assert(places[i % PLACES] == (int)i + 1);
        atomic_store_explicit(&tail, i + 1, memory_order_release);
    }
    pthread_join(thread, NULL);
    return 0;
}
