/* process_start.c - why not always fork? A thread holds a lock meanwhile.
   Prints:
       fork: waits for a lock that nobody holds, until it is killed
       spawn: has a lock of its own
       forkserver: has a lock of its own */
#include "parallel/lock.h"
#include "parallel/process.h"
#include "parallel/semaphore.h"
#include "parallel/thread.h"

#include <stdio.h>

static struct lock lock = LOCK_INIT;
static struct semaphore held, enough;

static void hold(void *argument)
{
    (void)argument;
    lock_acquire(&lock, FOREVER);
    semaphore_release(&held);
    semaphore_acquire(&enough, FOREVER);
    lock_release(&lock);
}

static int take_it(void *argument)
{
    (void)argument;
    return lock_acquire(&lock, FOREVER);
}

int main(int argc, char **argv)
{
    static const char *const names[] = {"fork", "spawn", "forkserver"};
    struct thread holder;

    process_main(argc, argv);
    semaphore_init(&held, 0, BETWEEN_THREADS);
    semaphore_init(&enough, 0, BETWEEN_THREADS);
    thread_start(&holder, "holder", hold, NULL);
    semaphore_acquire(&held, FOREVER);
    for (int method = PROCESS_FORK; method <= PROCESS_FORKSERVER; method++) {
        struct process child = {.run = take_it,
                                .method = (enum process_method)method};

        if (process_start(&child))
            return 1;
        if (method == PROCESS_FORK && process_join(&child, 300)) {
            printf("fork: waits for a lock that nobody holds, "
                   "until it is killed\n");
            process_kill(&child);
        }
        process_join(&child, FOREVER);
        if (child.exit_code == 0)
            printf("%s: has a lock of its own\n", names[method]);
        process_close(&child);
    }
    semaphore_release(&enough);
    thread_join(&holder, FOREVER);
}
