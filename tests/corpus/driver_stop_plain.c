/* expect: data-race assertion
   A driver is stopped between the look and the count. */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
struct device {
    int pendingIo;
    int stoppingFlag;
    int stoppingEvent;
};
static int stopped;

static int inc(struct device *e)
{
    if (e->stoppingFlag)
        return -1;
    e->pendingIo = e->pendingIo + 1;
    return 0;
}

static void dec(struct device *e)
{
    e->pendingIo = e->pendingIo - 1;
    if (e->pendingIo == 0)
        e->stoppingEvent = 1;
}

static void *adder(void *argument)
{
    struct device *e = argument;
    int st = inc(e);
    if (st == 0) {
        assert(!stopped);
    }
    dec(e);
    return argument;
}

static void stop(struct device *e)
{
    e->stoppingFlag = 1;
    dec(e);
    if (e->stoppingEvent)
        stopped = 1;
}

int main(void)
{
    pthread_t t;
    struct device *e = malloc(sizeof *e);
    e->pendingIo = 1;
    e->stoppingFlag = 0;
    e->stoppingEvent = 0;
    pthread_create(&t, NULL, adder, e);
    stop(e);
    pthread_join(t, NULL);
    free(e);
    return 0;
}
