/* thread_pool_check.c - is all done that was handed in, by several at once? */
#include EXERCISE

#include "../check.h"

static void scenario(void)
{
    int numbers[2] = {3, 4};

    pool_open();
    pool_submit(&numbers[0]);
    pool_submit(&numbers[1]);
    pool_close();
    check(numbers[0] == 9 && numbers[1] == 16,
          "wrong result: numbers: one was not squared once");
}

static void does_all(void **state)
{
    (void)state;
    for (int round = 0; round < 100; round++) {
        int numbers[ROOM];

        pool_open();
        for (int i = 0; i < ROOM; i++) {
            numbers[i] = i;
            pool_submit(&numbers[i]);
        }
        pool_close();
        for (int i = 0; i < ROOM; i++)
            check(numbers[i] == i * i,
                  "wrong result: a number was not squared once");
    }
}

static void closes_with_nothing_done(void **state)
{
    (void)state;
    pool_open();
    pool_close();
}

CHECKS(scenario, FREELY(does_all), FREELY(closes_with_nothing_done))
