/* lazy_init_check.c - are they made once, and seen whole? */
#include EXERCISE

#include "../check.h"

static void *looks(void *area)
{
    const struct settings *found = settings();

    *(int *)area = found->width * found->height;
    return NULL;
}

static void scenario(void)
{
    int areas[3] = {0, 0, 0};

    CHECK_TOGETHER({looks, &areas[0]}, {looks, &areas[1]}, {looks, &areas[2]});
    check(areas[0] == 1920 && areas[1] == 1920 && areas[2] == 1920,
          "wrong result: made was seen before it was whole");
    check(count_made() == 1, "wrong result: times_made is not 1");
}

static void are_made_once(void **state)
{
    int areas[4] = {0, 0, 0, 0};

    (void)state;
    for (int round = 0; round < 50; round++)
        CHECK_TOGETHER({looks, &areas[0]}, {looks, &areas[1]},
                       {looks, &areas[2]}, {looks, &areas[3]});
    check(count_made() == 1, "wrong result: they were made more than once");
    check(areas[0] == 1920 && areas[3] == 1920,
          "wrong result: they are not what they must be");
}

CHECKS(scenario, FREELY(are_made_once))
