/* contends.c - THREADS tasks each enter the same section ROUNDS times.

   Prints the number of entries, which is right only if the lock works. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER;
static long entries;
static long rounds;

static void *visit(void *nothing)
{
    for (long i = 0; i < rounds; i++) {
        pthread_mutex_lock(&door);
        entries++;
        pthread_mutex_unlock(&door);
    }
    return nothing;
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? atoi(argv[1]) : 2;
    pthread_t *threads = calloc((size_t)count, sizeof *threads);

    rounds = argc > 2 ? atol(argv[2]) : 1000;
    for (int i = 0; i < count; i++)
        pthread_create(&threads[i], NULL, visit, NULL);
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    printf("%ld entries\n", entries);
    free(threads);
    return 0;
}
