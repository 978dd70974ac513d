/* thread_pool.c - how do a few threads do many tasks?

   Watch: two workers take four tasks, one after the other; main asks a future
   for the error of a fifth.
   Compare with: creation_cost.c, where each piece of work has a start of its
   own. */
#include "../must.h"

#include "parallel/thread_pool.h"

#include <unistd.h>

enum { WORKERS = 2, TASKS = 4 };

struct task {
    int number;
    int square; /* What the task leaves. */
    pid_t worker;
};

/* 0, or an error number: that is what its future tells. */
static int square(void *argument)
{
    struct task *task = argument;

    task->worker = gettid(); /* @task */
    if (task->number < 0)
        return EDOM; /* @fails */
    task->square = task->number * task->number;
    return 0;
}

int main(void)
{
    struct thread_pool *pool;
    struct task tasks[TASKS] = {
        {.number = 1}, {.number = 2}, {.number = 3}, {.number = 4}};
    struct task wrong = {.number = -1};
    struct future future;
    int workers = 1;

    MUST(thread_pool_new(&pool, WORKERS)); /* @pool */
    MUST(thread_pool_map(pool, square, tasks, TASKS, sizeof *tasks)); /* @map */
    for (int i = 0; i < TASKS; i++) {
        printf("%d ", tasks[i].square);
        if (tasks[i].worker != tasks[0].worker)
            workers = 2;
    }
    printf("in order, by %d of %d workers\n", workers, WORKERS);
    MUST(thread_pool_submit(pool, &future, square, &wrong)); /* @submit */
    int error = future_wait(&future, FOREVER);               /* @wait */
    printf("the future of the wrong one: %s\n",
           error == EDOM ? "its error" : "no error");
    thread_pool_free(pool); /* @free */
    return 0;
}
