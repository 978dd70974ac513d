/* floods.c - one task does OPERATIONS at full speed; then it waits on a
   condition, which finds no room to be told, for main to wake it. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t kept = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t woken = PTHREAD_COND_INITIALIZER;
static int wake;
static long count;

static void *flood(void *nothing)
{
    pthread_mutex_lock(&kept);
    for (long i = 0; i < count; i++) {
        pthread_mutex_lock(&door);
        pthread_mutex_unlock(&door);
    }
    pthread_mutex_lock(&door);
    while (!wake)
        pthread_cond_wait(&woken, &door);
    pthread_mutex_unlock(&door);
    pthread_mutex_unlock(&kept);
    return nothing;
}

int main(int argc, char **argv)
{
    pthread_t thread;

    count = argc > 1 ? atol(argv[1]) : 100000;
    pthread_create(&thread, NULL, flood, NULL);
    for (int i = 0; i < 20; i++) { /* Others speak meanwhile. */
        printf("%d\n", i);
        fflush(stdout);
        usleep(10000);
    }
    pthread_mutex_lock(&door);
    wake = 1;
    pthread_cond_signal(&woken);
    pthread_mutex_unlock(&door);
    pthread_join(thread, NULL);
    puts("done");
    return 0;
}
