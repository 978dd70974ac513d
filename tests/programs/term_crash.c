/* term_crash.c - a thread writes to where nothing is. */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static int *volatile nowhere;

static void *crash(void *unused)
{
    puts("about to crash");
    fflush(stdout);
    usleep(1000);
    *nowhere = 1; /* @crash */
    return unused;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, crash, NULL);
    pthread_join(thread, NULL);
    return 0;
}
