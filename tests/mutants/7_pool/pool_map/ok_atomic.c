/* expect: ok
   An atomic for the next chunk. */
#include "../must.h"
#include "../work.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

enum { WORKERS = 3, CHUNK = 2 };

struct map {
    const int *numbers;
    int *results;
    size_t count;

    atomic_size_t next; /* The first number not given out. */
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
        size_t from = atomic_fetch_add(&map->next, CHUNK);
        if (from >= map->count)
            return NULL;
        for (size_t i = from; i < from + CHUNK && i < map->count; i++)
            map->results[i] = square(map->numbers[i]);
    }
}

/* Squares so many numbers, with so many workers, at most WORKERS. */
void pool_map(const int *numbers, int *results, size_t count, int workers)
{
    struct map map = {.numbers = numbers, .results = results, .count = count};
    pthread_t threads[WORKERS];

    for (int i = 0; i < workers; i++)
        MUST(pthread_create(&threads[i], NULL, map_chunks, &map));
    for (int i = 0; i < workers; i++)
        MUST(pthread_join(threads[i], NULL));
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
