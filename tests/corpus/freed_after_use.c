/* expect: ok
   main frees what the thread that it waits for used last. */
#include <pthread.h>
#include <stdlib.h>

static int *shared;
static int last;

static void *finish(void *argument)
{
    last = *shared;
    return argument;
}

int main(void)
{
    pthread_t thread;

    shared = calloc(1, sizeof *shared);
    if (!shared)
        return 1;
    pthread_create(&thread, NULL, finish, NULL);
    pthread_join(thread, NULL);
    free(shared);
    return last;
}
