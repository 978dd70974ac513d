/* expect: ok
   rand locks what it keeps, and strerror keeps a text for each thread. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static void *work(void *argument)
{
    return rand() >= 0 && strerror(1) ? argument : NULL;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, work, NULL);
    work(NULL);
    pthread_join(thread, NULL);
    return 0;
}
