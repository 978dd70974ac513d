/* pool_imap.c - results as they come, with several arguments and a beginning.
   Prints:
       each worker has read the table
       4 items, 3 + 4 + 5 + 6 = 18
       by their order: 3 4 5 6 */
#include "parallel/pool.h"

#include <errno.h>
#include <stdio.h>

struct sum {
    int left, right, result;
};

static int table; /* Too large to be sent with each item. */

static int read_table(void *argument)
{
    table = *(int *)argument;
    return 0;
}

static int add(void *item)
{
    struct sum *sum = item;

    sum->result = sum->left + sum->right;
    return table == 1 ? 0 : EINVAL;
}

int main(void)
{
    struct sum sums[] = {{1, 2, 0}, {1, 3, 0}, {2, 3, 0}, {2, 4, 0}};
    int one = 1, count = 0, total = 0;
    struct pool_options options = {
        .workers = 2, .initialise = read_table, .argument = &one};
    struct pool_results *results;
    struct pool *pool;
    size_t index;

    if (pool_new_with(&pool, &options))
        return 1;
    if (pool_apply(pool, add, &sums[0], sizeof *sums) == 0)
        printf("each worker has read the table\n");

    pool_imap_unordered(pool, &results, add, sums, 4, sizeof *sums, 1);
    for (; pool_results_next(results, &index, FOREVER) != ENODATA; count++)
        total += sums[index].result;
    pool_results_free(results);
    printf("%d items, 3 + 4 + 5 + 6 = %d\n", count, total);

    pool_imap(pool, &results, add, sums, 4, sizeof *sums, 1);
    printf("by their order:");
    while (pool_results_next(results, &index, FOREVER) != ENODATA)
        printf(" %d", sums[index].result);
    printf("\n");
    pool_results_free(results);
    pool_free(pool);
}
