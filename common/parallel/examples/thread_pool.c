/* thread_pool.c - three workers, five tasks, one of which fails.
   Prints:
       1 4 9 16 25
       too large: Numerical result out of range */
#include "parallel/thread_pool.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static int square(void *item)
{
    int *number = item;

    if (*number > 1000)
        return ERANGE;
    *number *= *number;
    return 0;
}

int main(void)
{
    int numbers[] = {1, 2, 3, 4, 5};
    int large = 1000000;
    struct thread_pool *pool;
    struct future future;

    if (thread_pool_new(&pool, 3))
        return 1;
    thread_pool_map(pool, square, numbers, 5, sizeof *numbers);
    for (int i = 0; i < 5; i++)
        printf("%d%s", numbers[i], i < 4 ? " " : "\n");
    thread_pool_submit(pool, &future, square, &large);
    printf("too large: %s\n", strerror(future_wait(&future, FOREVER)));
    thread_pool_free(pool);
}
