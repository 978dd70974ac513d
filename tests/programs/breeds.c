/* breeds.c - COUNT threads, one after the other; each locks once. With "all"
   after the count: all at once, until the last has come. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t all_here;
static int together;
static long visits;

static void *visit(void *nothing)
{
    pthread_mutex_lock(&door);
    visits++;
    pthread_mutex_unlock(&door);
    if (together)
        pthread_barrier_wait(&all_here);
    return nothing;
}

static int one_by_one(int count)
{
    for (int i = 0; i < count; i++) {
        pthread_t thread;

        if (pthread_create(&thread, NULL, visit, NULL) != 0 ||
            pthread_join(thread, NULL) != 0)
            return 1;
    }
    return 0;
}

static int all_at_once(int count)
{
    pthread_t *threads = calloc((size_t)count, sizeof *threads);
    pthread_attr_t small;
    int failed = 0;

    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 65536);
    pthread_barrier_init(&all_here, NULL, (unsigned)count);
    for (int i = 0; i < count; i++)
        failed |= pthread_create(&threads[i], &small, visit, NULL);
    for (int i = 0; i < count && !failed; i++)
        pthread_join(threads[i], NULL);
    free(threads);
    return failed != 0;
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? atoi(argv[1]) : 10;

    together = argc > 2;
    int failed = together ? all_at_once(count) : one_by_one(count);
    printf("%ld visits\n", visits);
    return failed;
}
