/* expect: ok
   A spin lock by compare and exchange, which yields while it waits. */
#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

static atomic_int lock;
static int counter;

static void *add(void *argument)
{
    int nobody = 0;

    while (!atomic_compare_exchange_weak_explicit(
        &lock, &nobody, 1, memory_order_acquire, memory_order_relaxed)) {
        nobody = 0;
        sched_yield();
    }
    counter++;
    atomic_store_explicit(&lock, 0, memory_order_release);
    return argument;
}

int main(void)
{
    pthread_t threads[3];

    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, add, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    assert(counter == 3);
    return 0;
}
