/* expect: data-race
   volatile is no synchronisation. */
#include <pthread.h>

static volatile int ready;
static int value;

static void *set(void *argument)
{
    value = 1;
    ready = 1;
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, set, NULL);
    while (!ready)
        continue;
    pthread_join(thread, NULL);
    return value == 1 ? 0 : 1;
}
