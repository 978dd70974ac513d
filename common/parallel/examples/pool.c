/* pool.c - three processes square, and one is killed at its task.
   Prints:
       0 1 4 9 16
       its worker was killed: Owner died
       and the pool works on: 36 */
#include "parallel/pool.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int square(void *item)
{
    int *number = item;

    if (*number < 0)
        kill(getpid(), SIGKILL);
    *number *= *number;
    return 0;
}

int main(void)
{
    int numbers[] = {0, 1, 2, 3, 4}, deadly = -1, six = 6;
    struct pool_task task;
    struct pool *pool;

    if (pool_new(&pool, 3))
        return 1;
    pool_map(pool, square, numbers, 5, sizeof *numbers, 0);
    for (int i = 0; i < 5; i++)
        printf("%d%s", numbers[i], i < 4 ? " " : "\n");
    pool_apply_async(pool, &task, square, &deadly, sizeof deadly);
    printf("its worker was killed: %s\n",
           strerror(pool_task_wait(&task, FOREVER)));
    pool_apply_async(pool, &task, square, &six, sizeof six);
    pool_task_wait(&task, FOREVER);
    printf("and the pool works on: %d\n", six);
    pool_free(pool);
}
