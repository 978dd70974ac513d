/* A buffer of one place with two conditions, and so many items. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER;
static pthread_cond_t emptied = PTHREAD_COND_INITIALIZER;
static int items;
static int full;
static int waits;

static void *produce(void *argument)
{
    for (int i = 0; i < items; i++) {
        pthread_mutex_lock(&lock);
        while (full) {
            waits++;
            pthread_cond_wait(&emptied, &lock);
        }
        full = 1;
        pthread_cond_signal(&filled);
        pthread_mutex_unlock(&lock);
    }
    return argument;
}

int main(int argc, char **argv)
{
    pthread_t thread;

    items = argc > 1 ? atoi(argv[1]) : 1;
    pthread_create(&thread, NULL, produce, NULL);
    for (int i = 0; i < items; i++) {
        pthread_mutex_lock(&lock);
        while (!full) {
            waits += 10;
            pthread_cond_wait(&filled, &lock);
        }
        full = 0;
        pthread_cond_signal(&emptied);
        pthread_mutex_unlock(&lock);
    }
    pthread_join(thread, NULL);
    printf("%d\n", waits);
    return 0;
}
