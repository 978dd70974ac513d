/* event.c - runners wait for GO.
   Prints:
       GO
       5 runners ran */
#include "parallel/event.h"
#include "parallel/thread.h"

#include <stdio.h>

static struct event go = EVENT_INIT;
static atomic_int ran;

static void run(void *argument)
{
    (void)argument;
    event_wait(&go, FOREVER);
    atomic_fetch_add(&ran, 1);
}

int main(void)
{
    struct thread runners[5];

    for (int i = 0; i < 5; i++)
        thread_start(&runners[i], NULL, run, NULL);
    puts("GO");
    event_set(&go);
    for (int i = 0; i < 5; i++)
        thread_join(&runners[i], FOREVER);
    printf("%d runners ran\n", atomic_load(&ran));
}
