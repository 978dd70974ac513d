/* expect: wrong-result
   Only the first of a chunk. */
#include "../must.h"
#include "../work.h"

#include <pthread.h>
#include <stddef.h>

enum { WORKERS = 3, CHUNK = 2 };

struct map {
    const int *numbers;
    int *results;
    size_t count;

    pthread_mutex_t lock;
    size_t next; /* The first number not given out. Guarded by lock. */
};

static int square(int number)
{
    work();
    return number * number;
}

static void *map_chunks(void *argument)
{
    struct map *map = argument;

    for (;;) {
        MUST(pthread_mutex_lock(&map->lock));
        size_t from = map->next;
        map->next += CHUNK;
        MUST(pthread_mutex_unlock(&map->lock));
        if (from >= map->count)
            return NULL;
        for (size_t i = from; i < from + 1 && i < map->count; i++)
            map->results[i] = square(map->numbers[i]);
    }
}

/* Squares so many numbers, with so many workers, at most WORKERS. */
void pool_map(const int *numbers, int *results, size_t count, int workers)
{
    struct map map = {.numbers = numbers, .results = results, .count = count};
    pthread_t threads[WORKERS];

    MUST(pthread_mutex_init(&map.lock, NULL));
    for (int i = 0; i < workers; i++)
        MUST(pthread_create(&threads[i], NULL, map_chunks, &map));
    for (int i = 0; i < workers; i++)
        MUST(pthread_join(threads[i], NULL));
    MUST(pthread_mutex_destroy(&map.lock));
}

int main(void)
{
    int numbers[9] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    int results[9];

    pool_map(numbers, results, 9, WORKERS);
    for (int i = 0; i < 9; i++)
        printf("%d ", results[i]);
    putchar('\n');
    return 0;
}
