/* refcount_race_check.c - is it freed once, by the last owner? */
#include <stdatomic.h>
#include <stdlib.h>

static atomic_int freed;

static void free_counted(void *block)
{
    atomic_fetch_add_explicit(&freed, block != NULL, memory_order_relaxed);
    free(block);
}
#define free free_counted

#include EXERCISE

#include "../check.h"

static void *uses(void *argument)
{
    struct object *object = argument;
    int value = object_value(object);

    object_drop(object);
    return value == 42 ? object : NULL;
}

static void *shares(void *argument)
{
    struct object *object = argument;

    object_take(object);
    object_drop(object);
    object_drop(object);
    return NULL;
}

static void scenario(void)
{
    struct object *object = object_new(42);

    object_take(object);
    object_take(object);
    CHECK_TOGETHER({uses, object}, {shares, object});
    check(object_value(object) == 42,
          "wrong result: it was freed while somebody owned it");
    object_drop(object);
    check(atomic_load(&freed) == 1, "leak: references: nobody freed it");
    object = object_new(42);
    object_take(object);
    CHECK_TOGETHER({uses, object}, {uses, object});
    check(atomic_load(&freed) == 2, "leak: references: nobody freed it");
}

static void frees_it_in_the_end(void **state)
{
    (void)state;
    for (int round = 0; round < 200; round++) {
        struct object *object = object_new(42);

        object_take(object);
        object_take(object);
        CHECK_TOGETHER({uses, object}, {shares, object}, {uses, object});
    }
}

static void keeps_it_for_its_owner(void **state)
{
    struct object *object = object_new(7);

    (void)state;
    for (int i = 0; i < 100; i++)
        object_take(object);
    for (int i = 0; i < 100; i++)
        object_drop(object);
    check(object_value(object) == 7, "wrong result: the value is another one");
    object_drop(object);
}

CHECKS(scenario, FREELY(frees_it_in_the_end), FREELY(keeps_it_for_its_owner))
