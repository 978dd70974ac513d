/* queue_check.c - does each item come to one consumer, and does everybody go
   home? */
#include EXERCISE

#include "../check.h"

static void *gets_all(void *sum)
{
    int item;

    while (get(&item))
        *(int *)sum += item;
    return NULL;
}

static void *gets_one(void *sum)
{
    int item = 0;

    *(int *)sum = get(&item) ? item : -1;
    return NULL;
}

static void *puts_two(void *taken)
{
    *(int *)taken = put(1);
    *(int *)taken += put(2);
    return NULL;
}

static void *closes(void *unused)
{
    close_queue();
    return unused;
}

static void *puts_third(void *taken)
{
    *(int *)taken = put(4);
    return NULL;
}

static void *puts_two_and_closes(void *taken)
{
    puts_two(taken);
    return closes(NULL);
}

static void scenario(void)
{
    int sums[2] = {0, 0};
    int taken = 0;

    reopen(); /* Two who wait are both let go. */
    CHECK_TOGETHER({gets_one, &sums[0]}, {gets_one, &sums[1]}, {closes, NULL});
    check(sums[0] == -1 && sums[1] == -1,
          "wrong result: items: one came out of an empty queue");
    reopen(); /* So is who waits for room. */
    check(put(1) && put(2), "wrong result: count: there is room for two");
    CHECK_TOGETHER({puts_third, &taken}, {closes, NULL});
    check(!taken, "wrong result: closed: an item went into a full queue");
    check(get(&taken) && taken == 1 && get(&taken) && taken == 2 &&
              !get(&taken),
          "wrong result: items: what was left did not come out");
    reopen();
    sums[0] = sums[1] = 0;
    CHECK_TOGETHER({gets_one, &sums[0]}, {gets_one, &sums[1]},
                   {puts_two, &taken});
    check(sums[0] + sums[1] == 3 && taken == 2,
          "wrong result: items: one was lost, or came out twice");
}

static void *puts_many(void *unused)
{
    for (int i = 1; i <= 300; i++)
        put(i);
    return unused;
}

static void every_item_arrives(void **state)
{
    int sums[2] = {0, 0};
    pthread_t consumers[2];

    (void)state;
    reopen();
    for (int i = 0; i < 2; i++)
        pthread_create(&consumers[i], NULL, gets_all, &sums[i]);
    CHECK_TOGETHER({puts_many, NULL}, {puts_many, NULL});
    close_queue();
    for (int i = 0; i < 2; i++)
        pthread_join(consumers[i], NULL);
    check(sums[0] + sums[1] == 300 * 301,
          "wrong result: items were lost, or came out twice");
}

static void gives_what_is_left(void **state)
{
    int taken = 0;
    int item = 0;

    (void)state;
    reopen();
    puts_two_and_closes(&taken);
    check(taken == 2, "wrong result: there is room for two");
    check(!put(9), "wrong result: it took an item after it was closed");
    check(get(&item) && item == 1, "wrong result: the first item is lost");
    check(!put(9), "wrong result: it took an item after it was closed");
    check(get(&item) && item == 2, "wrong result: the second item is lost");
    check(!get(&item), "wrong result: it gave more than there was");
}

CHECKS(scenario, FREELY(every_item_arrives), FREELY(gives_what_is_left))
