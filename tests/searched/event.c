/* event.c - what was written before the event is set is seen after it. */
#include "parallel/event.h"

#include <assert.h>

static struct event ready = EVENT_INIT;
static int value;

static void *wait_for_it(void *argument)
{
    assert(event_wait(&ready, FOREVER) == 0);
    assert(value == 7);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, wait_for_it, NULL);
    value = 7;
    event_set(&ready);
    pthread_join(thread, NULL);
    return 0;
}
