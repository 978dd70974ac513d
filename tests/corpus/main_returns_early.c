/* expect: ok
   main returns while a thread may still work, on things of its own. */
#include <pthread.h>

static void *work(void *argument)
{
    int mine = 1;

    mine++;
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, work, NULL);
    pthread_detach(thread);
    return 0;
}
