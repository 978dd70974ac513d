/* expect: data-race
   gmtime and ctime answer in the same place. */
#include <pthread.h>
#include <time.h>

static const time_t start = 0;

static void *work(void *argument)
{
    return ctime(&start) ? argument : NULL;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, work, NULL);
    (void)gmtime(&start);
    pthread_join(thread, NULL);
    return 0;
}
