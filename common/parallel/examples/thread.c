/* thread.c - ten threads and the main one.
   Prints:
       started: 10, alive with main: 11
       joined: 10, alive with main: 1 */
#include "parallel/thread.h"
#include "parallel/event.h"

#include <stdio.h>

static struct event end = EVENT_INIT;

static void wait_for_end(void *argument)
{
    (void)argument;
    event_wait(&end, FOREVER);
}

int main(void)
{
    struct thread threads[10];

    for (int i = 0; i < 10; i++)
        thread_start(&threads[i], NULL, wait_for_end, NULL);
    printf("started: 10, alive with main: %d\n", thread_active_count());
    event_set(&end);
    for (int i = 0; i < 10; i++)
        thread_join(&threads[i], FOREVER);
    printf("joined: 10, alive with main: %d\n", thread_active_count());
}
