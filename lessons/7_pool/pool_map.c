/* pool_map.c - in which order do results come back, and who made them?

   Watch: three workers take chunks of two items, whoever is free.
   Compare with: apply_async.c, one task at a time. */
#include "../must.h"
#include "parallel/pool.h"

#include <stdbool.h>
#include <unistd.h>

enum { WORKERS = 3, ITEMS = 6, CHUNK = 2 };

struct item {
    int number; /* In: a number. Out: its square. */
    pid_t worker;
};

static int square(void *argument)
{
    struct item *item = argument; /* @item */

    item->number *= item->number;
    item->worker = getpid();
    usleep(10000); /* So that others have a chance as well. */
    return 0;
}

int main(void)
{
    struct item items[ITEMS];
    struct pool *pool;
    int workers = 0;
    bool in_order = true;

    for (int i = 0; i < ITEMS; i++)
        items[i] = (struct item){.number = i};
    MUST(pool_new(&pool, WORKERS));                                   /* @new */
    MUST(pool_map(pool, square, items, ITEMS, sizeof *items, CHUNK)); /* @map */
    pool_free(pool);
    for (int i = 0; i < ITEMS; i++) {
        bool new = true;

        in_order = in_order && items[i].number == i * i;
        for (int before = 0; before < i; before++)
            new = new &&items[before].worker != items[i].worker;
        workers += new;
        printf("%d from process %d\n", items[i].number, items[i].worker);
    }
    printf("%s, by %d of %d workers\n", in_order ? "in order" : "mixed up",
           workers, WORKERS);
    return 0;
}
