/* expect: data-race
   A thread is given a local variable of a function that does not wait. */
#include <pthread.h>

static int copy;

static void *work(void *argument)
{
    copy = *(int *)argument;
    return argument;
}

static void start(pthread_t *thread)
{
    int number = 7;

    pthread_create(thread, NULL, work, &number);
}

int main(void)
{
    pthread_t thread;

    start(&thread);
    pthread_join(thread, NULL);
    return 0;
}
