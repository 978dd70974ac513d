/* expect: data-race
   A detached thread writes into a function that has returned, while main has
   ended by pthread_exit and nobody waits. */
#include <pthread.h>

static void *work(void *argument)
{
    *(int *)argument = 1;
    return NULL;
}

static void start(void)
{
    pthread_t thread;
    int local = 0;

    pthread_create(&thread, NULL, work, &local);
    pthread_detach(thread);
}

int main(void)
{
    start();
    pthread_exit(NULL);
}
