/* expect: data-race
   A sleep makes it likely, but orders nothing. */
#include <pthread.h>
#include <unistd.h>

static int result;

static void *work(void *argument)
{
    result = 1;
    return argument;
}

int main(void)
{
    pthread_t thread;
    int copy;

    pthread_create(&thread, NULL, work, NULL);
    sleep(1);
    copy = result;
    pthread_join(thread, NULL);
    return copy > 1;
}
