/* condition_check.c - does the shop never stand still? */
#include EXERCISE

#include "../check.h"

static void *brings(void *times)
{
    for (int i = 1; i <= *(int *)times; i++)
        bring(i);
    return NULL;
}

struct customer {
    int times;
    int sum; /* Of what it got. */
};

static void *takes(void *argument)
{
    struct customer *customer = argument;

    for (int i = 0; i < customer->times; i++)
        customer->sum += take();
    return NULL;
}

static void scenario(void)
{
    struct customer one = {1, 0};
    struct customer other = {1, 0};
    struct customer greedy = {2, 0};
    int once = 1;
    int twice = 2;

    CHECK_TOGETHER({takes, &one}, {takes, &other}, {brings, &twice});
    check(one.sum + other.sum == 3,
          "wrong result: shelf: a loaf was taken that was not there");
    CHECK_TOGETHER({brings, &once}, {brings, &once}, {takes, &greedy});
    check(greedy.sum == 2, "wrong result: shelf: a loaf was lost");
}

static void sells_all_bread(void **state)
{
    struct customer one = {200, 0};
    struct customer other = {200, 0};
    struct customer greedy = {400, 0};
    int some = 200;
    int more = 400;

    (void)state;
    CHECK_TOGETHER({brings, &more}, {takes, &one}, {takes, &other});
    check(one.sum + other.sum == 400 * 401 / 2,
          "wrong result: a loaf was lost, or sold twice");
    CHECK_TOGETHER({brings, &some}, {brings, &some}, {takes, &greedy});
    check(greedy.sum == 200 * 201,
          "wrong result: a loaf was lost, or sold twice");
}

CHECKS(scenario, FREELY(sells_all_bread))
