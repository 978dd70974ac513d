/* deadlock_check.c - do transfers always end, and do those between other
   accounts go on at the same time? */
#include EXERCISE

#include "../check.h"

struct order {
    struct account *from;
    struct account *to;
    int times;
};

static void *carry_out(void *argument)
{
    const struct order *order = argument;

    for (int i = 0; i < order->times; i++)
        transfer(order->from, order->to, 10);
    return NULL;
}

static struct account accounts[4] = {
    {1, PTHREAD_MUTEX_INITIALIZER, 100},
    {2, PTHREAD_MUTEX_INITIALIZER, 100},
    {3, PTHREAD_MUTEX_INITIALIZER, 100},
    {4, PTHREAD_MUTEX_INITIALIZER, 100},
};

static void both_ways_between(struct account *one, struct account *other,
                              int times)
{
    struct order there = {one, other, times};
    struct order back = {other, one, times};

    CHECK_TOGETHER({carry_out, &there}, {carry_out, &back});
}

static void scenario(void)
{
    struct order one = {&accounts[1], &accounts[0], 1};
    struct order other = {&accounts[3], &accounts[2], 1};

    both_ways_between(&accounts[0], &accounts[1], 1);
    check(accounts[0].balance == 100 && accounts[1].balance == 100,
          "wrong result: balance is not what it must be");
    CHECK_TOGETHER({carry_out, &one}, {carry_out, &other});
    check(accounts[0].balance == 110 && accounts[1].balance == 90 &&
              accounts[2].balance == 110 && accounts[3].balance == 90,
          "wrong result: balance is not what it must be");
    transfer(&accounts[0], &accounts[0], 10);
    check(accounts[0].balance == 110,
          "wrong result: balance changed when an account paid itself");
}

static void pays_both_ways(void **state)
{
    (void)state;
    for (int round = 0; round < 20; round++)
        both_ways_between(&accounts[0], &accounts[3], 100);
    check(accounts[0].balance == 100 && accounts[3].balance == 100,
          "wrong result: money came or went");
}

static void pays_itself(void **state)
{
    (void)state;
    transfer(&accounts[2], &accounts[2], 50);
    check(accounts[2].balance == 100,
          "wrong result: balance changed when an account paid itself");
}

CHECKS(scenario, FREELY(pays_both_ways), FREELY(pays_itself))
