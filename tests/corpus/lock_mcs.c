/* expect: ok
   A queue of waiters, each of whom spins on a flag on its own stack. */
#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct waiter {
    _Atomic(struct waiter *) next;
    atomic_bool waits;
};

static _Atomic(struct waiter *) last;
static int counter;

static void lock(struct waiter *me)
{
    me->next = NULL;
    me->waits = true;
    struct waiter *before = atomic_exchange(&last, me);

    if (!before)
        return;
    before->next = me;
    while (me->waits)
        sched_yield();
}

static void unlock(struct waiter *me)
{
    struct waiter *expected = me;

    if (!me->next && atomic_compare_exchange_strong(&last, &expected, NULL))
        return;
    while (!me->next)
        sched_yield();
    struct waiter *after = me->next;
    after->waits = false;
}

static void *work(void *argument)
{
    struct waiter me;

    lock(&me);
    counter++;
    unlock(&me);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, work, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    assert(counter == 2);
    return 0;
}
