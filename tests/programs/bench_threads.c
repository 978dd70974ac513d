/* bench_threads.c - many threads, each of which locks in turns with others.

   bench_threads COUNT MICROSECONDS: each waits so long between its locks; 0:
   they do nothing else. Runs until it is ended. */
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

static pthread_mutex_t locks[16];
static useconds_t between;

static void *work(void *number)
{
    pthread_mutex_t *lock = &locks[(size_t)number % 16];

    for (;;) {
        pthread_mutex_lock(lock);
        pthread_mutex_unlock(lock);
        if (between)
            usleep(between);
    }
    return NULL;
}

int main(int argc, char **argv)
{
    long count = argc > 1 ? atol(argv[1]) : 64;
    pthread_t thread;

    between = argc > 2 ? (useconds_t)atol(argv[2]) : 0;
    for (int i = 0; i < 16; i++)
        pthread_mutex_init(&locks[i], NULL);
    for (long i = 0; i < count; i++)
        pthread_create(&thread, NULL, work, (void *)i);
    pause();
    return 0;
}
