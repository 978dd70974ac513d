/* semaphore_check.c - never more cars than places, and never a place that is
   empty while a car waits? */
#define CHECK_OWN_WORK

#include EXERCISE

#include "../check.h"

#include <sched.h>
#include <stdatomic.h>

/* Relaxed: they must not put cars in an order. */
static atomic_int inside;
static atomic_int too_many; /* Once more were inside than there are places. */
static atomic_int arrived;
static atomic_int awaited; /* Each stays until so many have arrived. */

void work(void)
{
    int now = atomic_fetch_add_explicit(&inside, 1, memory_order_relaxed) + 1;

    if (now > PLACES)
        atomic_store_explicit(&too_many, 1, memory_order_relaxed);
    interleave_work();
    atomic_fetch_add_explicit(&arrived, 1, memory_order_relaxed);
    while (atomic_load_explicit(&arrived, memory_order_relaxed) <
           atomic_load_explicit(&awaited, memory_order_relaxed))
        sched_yield(); /* Its place stays taken. */
    atomic_fetch_sub_explicit(&inside, 1, memory_order_relaxed);
}

static void *comes(void *times)
{
    for (int i = 0; i < *(int *)times; i++)
        park();
    return NULL;
}

static void scenario(void)
{
    int once = 1;

    open_park();
    CHECK_TOGETHER({comes, &once}, {comes, &once}, {comes, &once});
    check(!atomic_load(&too_many),
          "wrong result: more cars were inside than there are places");
    atomic_store(&arrived, 0);
    atomic_store(&awaited, 2); /* Two cars that meet inside. */
    CHECK_TOGETHER({comes, &once}, {comes, &once});
    atomic_store(&awaited, 0);
    int free = 0;
    sem_getvalue(&places, &free);
    check(free == PLACES,
          "wrong result: places: not all are free when all have left");
    close_park();
}

static void cars_come_and_go(void **state)
{
    int often = 100;

    (void)state;
    atomic_store(&too_many, 0);
    open_park();
    CHECK_TOGETHER({comes, &often}, {comes, &often}, {comes, &often},
                   {comes, &often}, {comes, &often});
    close_park();
    check(!atomic_load(&too_many),
          "wrong result: more cars were inside than there are places");
}

CHECKS(scenario, FREELY(cars_come_and_go))
