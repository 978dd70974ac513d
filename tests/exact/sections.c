/* So many threads, each so many times in a section that one lock guards. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST = 8 };
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int times;
static int order;

static void *enter(void *argument)
{
    for (int i = 0; i < times; i++) {
        pthread_mutex_lock(&lock);
        order = order * 2 + (argument != NULL);
        pthread_mutex_unlock(&lock);
    }
    return argument;
}

int main(int argc, char **argv)
{
    pthread_t threads[MOST];
    int count = argc > 1 ? atoi(argv[1]) : 2;

    times = argc > 2 ? atoi(argv[2]) : 1;
    for (int i = 0; i < count; i++)
        pthread_create(&threads[i], NULL, enter, i ? &order : NULL);
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    printf("%d\n", order);
    return 0;
}
