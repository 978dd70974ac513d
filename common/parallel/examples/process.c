/* process.c - a child that ends by itself, and one that does not.
   Prints:
       worker: 3
       sleeper: -9 */
#include "parallel/process.h"

#include <stdio.h>
#include <unistd.h>

static int work(void *argument)
{
    (void)argument;
    return 3;
}

static int sleep_on(void *argument)
{
    (void)argument;
    return pause();
}

int main(void)
{
    struct process worker = {.name = "worker", .run = work};
    struct process sleeper = {
        .name = "sleeper", .run = sleep_on, .daemon = true};
    int code = 0;

    if (process_start(&worker) || process_start(&sleeper))
        return 1;
    process_join(&worker, FOREVER);
    process_exit_code(&worker, &code);
    printf("worker: %d\n", code);
    process_kill(&sleeper);
    process_join(&sleeper, FOREVER);
    process_exit_code(&sleeper, &code);
    printf("sleeper: %d\n", code);
    process_close(&worker);
    process_close(&sleeper);
}
