/* expect: misuse
   A thread that main waits for frees what main still uses. */
#include <pthread.h>
#include <stdlib.h>

static int *shared;

static void *finish(void *argument)
{
    free(shared);
    return argument;
}

int main(void)
{
    pthread_t thread;
    int last;

    shared = calloc(1, sizeof *shared);
    if (!shared)
        return 1;
    pthread_create(&thread, NULL, finish, NULL);
    pthread_join(thread, NULL);
    last = *shared;
    return last > 1 && last < 1;
}
