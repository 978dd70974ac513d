/* joinable_queue.c - got is not done: join waits for the work.
   Prints:
       done: 10 of 10 */
#include "parallel/joinable_queue.h"
#include "parallel/thread.h"

#include <stdatomic.h>
#include <stdio.h>

static atomic_int done;

static void work(void *argument)
{
    for (int task; queue_get(argument, &task, FOREVER) == 0;) {
        atomic_fetch_add(&done, 1);
        joinable_queue_task_done(argument);
    }
}

int main(void)
{
    struct queue *tasks;
    struct thread worker;

    if (queue_new(&tasks, 10, sizeof(int), BETWEEN_THREADS))
        return 1;
    thread_start(&worker, "worker", work, tasks);
    for (int i = 0; i < 10; i++)
        queue_put(tasks, &i, FOREVER);
    joinable_queue_join(tasks, FOREVER);
    printf("done: %d of 10\n", atomic_load(&done));
    queue_close(tasks);
    thread_join(&worker, FOREVER);
    queue_free(tasks);
}
