/* thread_pool.c - one worker, a task that is done, and one that is cancelled
   or done. */
#include "parallel/thread_pool.h"

#include <assert.h>
#include <errno.h>

static int increment(void *argument)
{
    ++*(int *)argument;
    return 0;
}

int main(void)
{
    struct thread_pool *pool;
    struct future first, second;
    int one = 0, other = 0;

    if (thread_pool_new(&pool, 1))
        return 2;
    thread_pool_submit(pool, &first, increment, &one);
    thread_pool_submit(pool, &second, increment, &other);
    int error = future_cancel(&second);
    assert(error == 0 || error == EBUSY);
    assert(future_wait(&second, FOREVER) == (error ? 0 : ECANCELED));
    assert(future_wait(&first, FOREVER) == 0);
    thread_pool_free(pool);
    assert(one == 1 && other == (error != 0));
    return 0;
}
