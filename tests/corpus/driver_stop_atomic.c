/* expect: assertion
   Every step is atomic, and all of them together are not. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int stoppingFlag, pendingIo = 1, stoppingEvent, stopped;

static int inc(void)
{
    if (stoppingFlag)
        return -1;
    pendingIo++;
    return 0;
}

static void dec(void)
{
    int p = --pendingIo;
    if (p == 0)
        stoppingEvent = 1;
}

static void *stopper(void *argument)
{
    stoppingFlag = 1;
    dec();
    if (stoppingEvent)
        stopped = 1;
    return argument;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, stopper, NULL);
    int st = inc();
    if (st == 0)
        assert(!stopped);
    dec();
    pthread_join(t, NULL);
    return 0;
}
