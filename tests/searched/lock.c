/* lock.c - two that add under a lock, one that only tries. */
#include "parallel/lock.h"

#include <assert.h>
#include <errno.h>

static struct lock lock = LOCK_INIT;
static int balance;
static int tried;

static void *add(void *argument)
{
    lock_acquire(&lock, FOREVER);
    balance++;
    lock_release(&lock);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, add, NULL);
    int error = lock_acquire(&lock, 0);
    if (error == 0) {
        assert(lock_acquire(&lock, 0) != 0);
        tried = 1;
        balance++;
        lock_release(&lock);
    } else {
        assert(error == ETIMEDOUT);
    }
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    assert(balance == 2 + tried);
    return 0;
}
