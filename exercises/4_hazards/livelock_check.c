/* livelock_check.c - do both get through, one at a time? */
#include EXERCISE

#include "../check.h"

static void *goes_once(void *person)
{
    pass((int)(intptr_t)person);
    return NULL;
}

static void scenario(void)
{
    int before = times_passed();

    CHECK_TOGETHER({goes_once, (void *)0}, {goes_once, (void *)1});
    check(times_passed() == before + 2,
          "wrong result: passed does not count both");
}

static void *goes_often(void *person)
{
    for (int i = 0; i < 200; i++)
        pass((int)(intptr_t)person);
    return NULL;
}

static void both_get_through(void **state)
{
    int before = times_passed();

    (void)state;
    CHECK_TOGETHER({goes_often, (void *)0}, {goes_often, (void *)1});
    check(times_passed() == before + 400,
          "wrong result: passed does not count all");
}

CHECKS(scenario, FREELY(both_get_through))
