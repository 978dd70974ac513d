/* apply_async.c - what do you have in your hands while a task is not done?

   Watch: main goes on at once; the results come later, the error as well.
   Compare with: pool_map.c, which waits for everything. */
#include "../must.h"
#include "parallel/pool.h"

#include <unistd.h>

enum { WORKERS = 2 };

static int square(void *item)
{
    usleep(20000);
    *(int *)item *= *(int *)item;
    return 0;
}

/* There is no such root: the error is the task's result. */
static int square_root(void *item)
{
    if (*(int *)item < 0)
        return EDOM; /* @error */
    return 0;
}

int main(void)
{
    struct pool_task good, bad;
    struct pool *pool;
    int seven = 7, minus_one = -1;

    MUST(pool_new(&pool, WORKERS));
    MUST(pool_apply_async(pool, &good, square, &seven,
                          sizeof seven)); /* @good */
    MUST(pool_apply_async(pool, &bad, square_root, &minus_one,
                          sizeof minus_one)); /* @bad */
    int early = pool_task_wait(&good, 0);     /* @early */
    printf("at once: %s; ", early == ETIMEDOUT ? "not ready" : "ready");
    if (early == ETIMEDOUT)
        MUST(pool_task_wait(&good, FOREVER)); /* @wait */
    printf("later: %d; ", seven);
    int error = pool_task_wait(&bad, FOREVER); /* @carried */
    printf("the other: %s\n", error ? strerror(error) : "no error");
    pool_free(pool);
    return 0;
}
