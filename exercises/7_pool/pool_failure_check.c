/* pool_failure_check.c - does a job that dies harm no other, and say so? */
#include EXERCISE

#include "../check.h"

static void scenario(void)
{
    const int numbers[2] = {-1, 5};
    int results[2] = {7, 7};

    run_jobs(numbers, results, 2);
    check(results[0] == FAILED, "wrong result: results: a job died silently");
    check(results[1] == 25, "wrong result: results: a job was lost with it");
}

static void computes_all(void **state)
{
    const int numbers[4] = {1, 2, 3, 4};
    int results[4] = {0};

    (void)state;
    for (int round = 0; round < 10; round++) {
        run_jobs(numbers, results, 4);
        for (int i = 0; i < 4; i++)
            check(results[i] == numbers[i] * numbers[i],
                  "wrong result: a result is not in its place");
    }
}

static void survives_its_workers(void **state)
{
    const int numbers[4] = {-1, 2, -3, 4};
    int results[4] = {0};

    (void)state;
    for (int round = 0; round < 5; round++) {
        run_jobs(numbers, results, 4);
        check(results[0] == FAILED && results[2] == FAILED,
              "wrong result: a job died silently");
        check(results[1] == 4 && results[3] == 16,
              "wrong result: a job was lost with another");
    }
}

CHECKS(scenario, FREELY(computes_all), FREELY(survives_its_workers))
