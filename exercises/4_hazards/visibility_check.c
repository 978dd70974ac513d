/* visibility_check.c - does each reader see the whole page? */
#include EXERCISE

#include "../check.h"

static void *edits(void *unused)
{
    publish(40, 2);
    return unused;
}

static void *reads(void *seen)
{
    *(int *)seen = read_page();
    return NULL;
}

static void scenario(void)
{
    int seen[2] = {0, 0};

    reset();
    CHECK_TOGETHER({reads, &seen[0]}, {reads, &seen[1]}, {edits, NULL});
    check(seen[0] == 42 && seen[1] == 42,
          "wrong result: page or pictures was read before it was written");
}

static void readers_see_the_page(void **state)
{
    (void)state;
    for (int round = 0; round < 200; round++) {
        int seen[2] = {0, 0};

        reset();
        CHECK_TOGETHER({reads, &seen[0]}, {edits, NULL}, {reads, &seen[1]});
        check(seen[0] == 42 && seen[1] == 42,
              "wrong result: a reader saw a page that was not whole");
    }
}

CHECKS(scenario, FREELY(readers_see_the_page))
