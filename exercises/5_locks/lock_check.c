/* lock_check.c - do the pages of a job stay together? */
#include EXERCISE

#include "../check.h"

static void *prints_once(void *office)
{
    print_job(*(int *)office);
    return NULL;
}

static int offices[3] = {1, 2, 3};

/* So many jobs came out, each as a whole. */
static int are_whole(int jobs)
{
    for (int job = 0; job < jobs; job++) {
        if (page_on(PAGES * job) == 0 ||
            page_on(PAGES * job) != page_on(PAGES * job + 1))
            return 0;
    }
    return page_on(PAGES * jobs) == 0;
}

static void scenario(void)
{
    take_paper();
    CHECK_TOGETHER({prints_once, &offices[0]}, {prints_once, &offices[1]});
    check(are_whole(2), "wrong result: paper: pages of two jobs are mixed");
}

static void *prints_often(void *office)
{
    for (int i = 0; i < 100; i++)
        print_job(*(int *)office);
    return NULL;
}

static void jobs_come_out_whole(void **state)
{
    (void)state;
    for (int round = 0; round < 10; round++) {
        take_paper();
        CHECK_TOGETHER({prints_often, &offices[0]}, {prints_often, &offices[1]},
                       {prints_often, &offices[2]});
        check(are_whole(300),
              "wrong result: paper: pages of two jobs are mixed");
    }
}

CHECKS(scenario, FREELY(jobs_come_out_whole))
