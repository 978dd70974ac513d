/* rlock.c - a function that takes the lock calls another that does. */
#include "parallel/rlock.h"

#include <assert.h>

static struct rlock lock = RLOCK_INIT;
static int balance, deposits;

static void deposit(void)
{
    rlock_acquire(&lock, FOREVER);
    balance++;
    rlock_release(&lock);
}

static void *save(void *argument)
{
    rlock_acquire(&lock, FOREVER);
    deposit();
    deposits++;
    assert(balance == deposits); /* Nobody came in between. */
    rlock_release(&lock);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, save, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    assert(balance == 2);
    return 0;
}
