/* pool_map_check.c - is each result in its place, and do two work at once? */
#include EXERCISE

#include "../check.h"

static void scenario(void)
{
    const int numbers[3] = {2, 3, 4};
    int results[3] = {0, 0, 0};

    pool_map(numbers, results, 3, 2);
    check(results[0] == 4 && results[1] == 9 && results[2] == 16,
          "wrong result: results: one is not in its place");
}

static void maps_in_order(void **state)
{
    int numbers[101];
    int results[101];

    (void)state;
    for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 101; i++) {
            numbers[i] = i + round;
            results[i] = -1;
        }
        pool_map(numbers, results, 101, 3);
        for (int i = 0; i < 101; i++)
            check(results[i] == numbers[i] * numbers[i],
                  "wrong result: a result is not in its place");
    }
}

static void maps_nothing(void **state)
{
    int result = 7;

    (void)state;
    pool_map(NULL, &result, 0, 2);
    check(result == 7, "wrong result: something was written");
}

CHECKS(scenario, FREELY(maps_in_order), FREELY(maps_nothing))
