/* expect: ok
   A thread that does nothing but yield is asked to end. */
#include <assert.h>
#include <pthread.h>
#include <sched.h>

static void *work(void *argument)
{
    for (;;) {
        sched_yield();
        pthread_testcancel();
    }
    return argument;
}

int main(void)
{
    pthread_t thread;
    void *result;

    pthread_create(&thread, NULL, work, NULL);
    pthread_cancel(thread);
    pthread_join(thread, &result);
    assert(result == PTHREAD_CANCELED);
    return 0;
}
