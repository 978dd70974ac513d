/* expect: data-race
   asctime answers in a buffer of which there is one. */
#include <pthread.h>
#include <time.h>

static void *work(void *argument)
{
    const struct tm day = {.tm_mday = 1, .tm_year = 100};

    return asctime(&day) ? argument : NULL;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, work, NULL);
    work(NULL);
    pthread_join(thread, NULL);
    return 0;
}
