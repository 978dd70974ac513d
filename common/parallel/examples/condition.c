/* condition.c - a cook, a guest, and a bell.
   Prints:
       the guest ate 3 dishes */
#include "parallel/condition.h"
#include "parallel/thread.h"

#include <stdio.h>

static struct lock lock = LOCK_INIT;
static int dishes;                                  /* Guarded by lock. */
static struct condition not_empty = CONDITION_INIT; /* dishes > 0 */

static void cook(void *argument)
{
    (void)argument;
    for (int i = 0; i < 3; i++) {
        lock_acquire(&lock, FOREVER);
        dishes++;
        condition_notify(&not_empty);
        lock_release(&lock);
    }
}

int main(void)
{
    struct thread thread;

    thread_start(&thread, "cook", cook, NULL);
    for (int eaten = 0; eaten < 3; eaten++) {
        lock_acquire(&lock, FOREVER);
        while (dishes == 0)
            condition_wait(&not_empty, &lock, FOREVER);
        dishes--;
        lock_release(&lock);
    }
    thread_join(&thread, FOREVER);
    puts("the guest ate 3 dishes");
}
