/* starvation_check.c - is everybody served, in the order of the numbers? */
#include EXERCISE

#include "../check.h"

/* Who is at the counter, is there alone: plain variables would race else. */
static int served[512];
static int served_count;

static void *visits(void *times)
{
    for (int i = 0; i < *(int *)times; i++) {
        int number = arrive();

        enter(number);
        served[served_count++] = number;
        leave();
    }
    return NULL;
}

static int were_in_order(int count)
{
    for (int i = 1; i < count; i++) {
        if (served[i] != served[i - 1] + 1)
            return 0;
    }
    return served_count == count;
}

static void scenario(void)
{
    int once = 1;

    served_count = 0;
    CHECK_TOGETHER({visits, &once}, {visits, &once}, {visits, &once});
    check(were_in_order(3),
          "starvation: served: who came later was served before");
}

static void serves_in_order(void **state)
{
    int often = 40;

    (void)state;
    for (int round = 0; round < 5; round++) {
        served_count = 0;
        CHECK_TOGETHER({visits, &often}, {visits, &often}, {visits, &often},
                       {visits, &often});
        check(were_in_order(160),
              "starvation: served: who came later was served before");
    }
}

CHECKS(scenario, FREELY(serves_in_order))
