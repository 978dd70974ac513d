/* expect: ok
   localtime_r, gmtime_r and asctime_r write where the caller says. */
#include <pthread.h>
#include <time.h>

static void *work(void *argument)
{
    const time_t start = 0;
    char text[32];
    struct tm day;

    if (!localtime_r(&start, &day) || !gmtime_r(&start, &day))
        return argument;
    return asctime_r(&day, text) ? argument : NULL;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, work, NULL);
    work(NULL);
    pthread_join(thread, NULL);
    return 0;
}
