/* One writer, and so many readers, who do not disturb each other. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST = 12 };
static atomic_int value;
static int seen[MOST];

static void *read_it(void *argument)
{
    *(int *)argument = atomic_load(&value);
    return NULL;
}

static void *write_it(void *argument)
{
    atomic_store(&value, 1);
    return argument;
}

int main(int argc, char **argv)
{
    pthread_t threads[MOST];
    pthread_t writer;
    int count = argc > 1 ? atoi(argv[1]) : 2;

    pthread_create(&writer, NULL, write_it, NULL);
    for (int i = 0; i < count; i++)
        pthread_create(&threads[i], NULL, read_it, &seen[i]);
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    pthread_join(writer, NULL);
    for (int i = 0; i < count; i++)
        printf("%d", seen[i]);
    return 0;
}
