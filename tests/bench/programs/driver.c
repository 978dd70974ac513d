/* A driver that may be stopped while a request enters it. */
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int pending = 1;
static bool stopping, stopped, may_stop;

static void change(int by)
{
    pthread_mutex_lock(&lock);
    pending += by;
    if (pending == 0)
        may_stop = true;
    pthread_mutex_unlock(&lock);
}

static void *request(void *argument)
{
    if (!stopping) {
        change(1);
        assert(!stopped);
        change(-1);
    }
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, request, NULL);
    stopping = true;
    change(-1);
    if (may_stop)
        stopped = true;
    pthread_join(thread, NULL);
    return 0;
}
