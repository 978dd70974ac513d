/* pool_failure.c - a worker is killed at its task: what becomes of the rest?

   Watch: one worker dies, another process takes its place, main goes on.
   Compare with: pool_map.c, where all goes well. */
#include "../must.h"
#include "parallel/pool.h"

#include <signal.h>
#include <stdbool.h>

enum { WORKERS = 2, ITEMS = 6, DEADLY = 1 };

static int square(void *item)
{
    if (*(int *)item == DEADLY)
        raise(SIGKILL); /* @killed */
    *(int *)item *= *(int *)item;
    return 0;
}

int main(void)
{
    struct pool_task tasks[ITEMS];
    int items[ITEMS], done = 0, reported = 0;
    struct pool *pool;

    MUST(pool_new(&pool, WORKERS));
    for (int i = 0; i < ITEMS; i++) {
        items[i] = i;
        MUST(pool_apply_async(pool, &tasks[i], square, &items[i],
                              sizeof *items)); /* @submit */
    }
    for (int i = 0; i < ITEMS; i++) {
        int error = pool_task_wait(&tasks[i], FOREVER); /* @wait */

        if (error == EOWNERDEAD) /* @reported */
            reported++;
        else if (!error && items[i] == i * i)
            done++;
        printf("%d: %s\n", i, error ? "its worker was killed" : "done");
    }
    pool_free(pool);
    printf("%d done, %d reported, %d lost\n", done, reported,
           ITEMS - done - reported);
    return 0;
}
