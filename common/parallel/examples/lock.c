/* lock.c - four threads count together, and none is lost.
   Prints:
       counter: 40000 */
#include "parallel/lock.h"
#include "parallel/thread.h"

#include <stdio.h>

static struct lock lock = LOCK_INIT;
static int counter; /* Guarded by lock. */

static void count(void *argument)
{
    (void)argument;
    for (int i = 0; i < 10000; i++) {
        lock_acquire(&lock, FOREVER);
        counter++;
        lock_release(&lock);
    }
}

int main(void)
{
    struct thread threads[4];

    for (int i = 0; i < 4; i++)
        thread_start(&threads[i], NULL, count, NULL);
    for (int i = 0; i < 4; i++)
        thread_join(&threads[i], FOREVER);
    printf("counter: %d\n", counter);
}
