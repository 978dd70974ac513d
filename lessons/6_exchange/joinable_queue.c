/* joinable_queue.c - the queue is empty: is the work done?

   Watch: a worker takes the last task, and the queue is empty while it is still
   at work.
   Compare with: queue.c, which nobody can join. */
#include "parallel/joinable_queue.h"
#include "../must.h"
#include "parallel/queue.h"
#include "parallel/thread.h"

#include <stdatomic.h>
#include <unistd.h>

enum { WORKERS = 1, TASKS = 2 };

static struct queue *tasks;
static atomic_int done;

static void work(void *unused)
{
    int task;

    (void)unused;
    while (queue_get(tasks, &task, FOREVER) == 0) { /* @get */
        atomic_fetch_add(&done, 1);                 /* @work */
        MUST(joinable_queue_task_done(tasks));      /* @task_done */
    }
}

int main(void)
{
    struct thread workers[WORKERS];

    MUST(queue_new(&tasks, TASKS, sizeof(int), BETWEEN_THREADS));
    for (int i = 0; i < WORKERS; i++)
        MUST(thread_start(&workers[i], "worker", work, NULL));
    for (int task = 0; task < TASKS; task++)
        MUST(queue_put(tasks, &task, FOREVER)); /* @put */
    while (queue_size(tasks) > 0)               /* @empty */
        usleep(1000);
    int at_empty = atomic_load(&done);
    MUST(joinable_queue_join(tasks, FOREVER)); /* @join */
    printf("of %d tasks: %d done when the queue was empty, %d after join\n",
           TASKS, at_empty, atomic_load(&done));
    queue_close(tasks);
    for (int i = 0; i < WORKERS; i++)
        MUST(thread_join(&workers[i], FOREVER));
    queue_free(tasks);
    return 0;
}
