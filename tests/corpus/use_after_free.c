/* expect: data-race crash
   Freed by one while the other still reads. */
#include <pthread.h>
#include <stdlib.h>

static int *shared;
static int copy;

static void *read_it(void *argument)
{
    copy = *shared;
    return argument;
}

int main(void)
{
    pthread_t thread;

    shared = calloc(1, sizeof *shared);
    if (!shared)
        return 1;
    pthread_create(&thread, NULL, read_it, NULL);
    free(shared);
    pthread_join(thread, NULL);
    return 0;
}
