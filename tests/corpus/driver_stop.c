/* expect: assertion
   A driver is stopped when nobody is in it any more; one can come in after the
   last look. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int inside = 1;
static atomic_int stopping;
static atomic_int stopped;

static void leave(void)
{
    if (atomic_fetch_sub(&inside, 1) == 1)
        stopped = 1;
}

static void *use(void *argument)
{
    if (!stopping) {
        inside++;
        assert(!stopped);
        leave();
    }
    return argument;
}

static void *stop(void *argument)
{
    stopping = 1;
    leave();
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, use, NULL);
    pthread_create(&threads[1], NULL, stop, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
