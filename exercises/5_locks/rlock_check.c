/* rlock_check.c - does moving end, and is it one step? */
#include EXERCISE

#include "../check.h"

static void *moves_one(void *unused)
{
    move(0, 1, 1);
    return unused;
}

static void *counts(void *sum)
{
    *(int *)sum = boxes_in_all();
    return NULL;
}

static void *puts_one(void *unused)
{
    put(1, 1);
    return unused;
}

static void empty(void)
{
    for (int shelf = 0; shelf < SHELVES; shelf++) {
        while (remove_from(shelf, 1))
            continue;
    }
}

static void scenario(void)
{
    int sum = 0;

    put(0, 2);
    CHECK_TOGETHER({moves_one, NULL}, {counts, &sum});
    check(sum == 2, "wrong result: boxes: a moved one was seen nowhere");
    CHECK_TOGETHER({moves_one, NULL}, {puts_one, NULL});
    check(boxes_in_all() == 3, "wrong result: boxes came or went");
}

static void moves_and_refuses(void **state)
{
    (void)state;
    empty();
    put(2, 5);
    check(move(2, 3, 5), "wrong result: what is there was not moved");
    check(!move(2, 3, 1), "wrong result: what is not there was moved");
    check(!remove_from(2, 1), "wrong result: what is not there was taken");
    check(boxes_in_all() == 5, "wrong result: boxes came or went");
    empty();
}

static void *moves_often(void *way)
{
    for (int i = 0; i < 1000; i++)
        move(way ? 0 : 1, way ? 1 : 0, 1);
    return NULL;
}

static void keeps_all_boxes(void **state)
{
    (void)state;
    empty();
    put(0, 50);
    CHECK_TOGETHER({moves_often, "there"}, {moves_often, NULL});
    check(boxes_in_all() == 50, "wrong result: boxes came or went");
    empty();
}

CHECKS(scenario, FREELY(moves_and_refuses), FREELY(keeps_all_boxes))
