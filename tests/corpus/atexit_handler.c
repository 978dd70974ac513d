/* expect: ok
   A handler at exit, while nobody else is alive. */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

static int counter;

static void *add(void *argument)
{
    counter++;
    return argument;
}

static void at_end(void)
{
    assert(counter == 1);
}

int main(void)
{
    pthread_t thread;

    atexit(at_end);
    pthread_create(&thread, NULL, add, NULL);
    pthread_join(thread, NULL);
    return 0;
}
