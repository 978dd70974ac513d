/* condition.c - a place for one thing, between one that fills and one that
   empties it. */
#include "parallel/condition.h"

#include <assert.h>

enum { THINGS = 2 };

static struct lock lock = LOCK_INIT;
static struct condition moved = CONDITION_INIT;
static int place; /* 0: empty. */

static bool is_empty(void *argument)
{
    (void)argument;
    return place == 0;
}

static void *fill(void *argument)
{
    for (int i = 1; i <= THINGS; i++) {
        lock_acquire(&lock, FOREVER);
        condition_wait_for(&moved, &lock, is_empty, NULL, FOREVER);
        place = i;
        condition_notify(&moved);
        lock_release(&lock);
    }
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, fill, NULL);
    for (int i = 1; i <= THINGS; i++) {
        lock_acquire(&lock, FOREVER);
        while (place == 0)
            condition_wait(&moved, &lock, FOREVER);
        assert(place == i);
        place = 0;
        condition_notify(&moved);
        lock_release(&lock);
    }
    pthread_join(thread, NULL);
    return 0;
}
