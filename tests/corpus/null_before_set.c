/* expect: crash data-race
   The thread may use the pointer before it is set. */
#include <pthread.h>

static int *shared;
static int value;

static void *use(void *argument)
{
    *shared = 1;
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, use, NULL);
    shared = &value;
    pthread_join(thread, NULL);
    return 0;
}
