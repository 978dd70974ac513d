/* expect: ok
   A ticket lock: each draws a number and waits until it is served. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_uint next;
static atomic_uint served;
static int counter;

static void *add(void *argument)
{
    unsigned mine = atomic_fetch_add_explicit(&next, 1, memory_order_relaxed);

    while (atomic_load_explicit(&served, memory_order_acquire) != mine)
        continue;
    counter++;
    atomic_store_explicit(&served, mine + 1, memory_order_release);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, add, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    assert(counter == 2);
    return 0;
}
