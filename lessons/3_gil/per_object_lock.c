/* per_object_lock.c - a lock in each object: what of two objects at once?

   Watch: the two one-byte locks, and which of them each thread takes first.
   Compare with: deadlock.c, where each thread has an order of its own. */
#include "../must.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>

struct list {
    atomic_uchar locked; /* One byte, in the object itself. */
    int length;
};

static struct list left = {.length = 5};
static struct list right = {.length = 5};

static void lock(struct list *list)
{
    unsigned char open = 0;

    while (!atomic_compare_exchange_weak(&list->locked, &open, 1)) { /* @try */
        open = 0;
        sched_yield(); /* CPython parks the thread here. */
    }
}

static void unlock(struct list *list)
{
    atomic_store(&list->locked, 0);
}

/* Both, always in the order of their addresses: whoever asks, and in whatever
   order the two are named. */
static void lock_both(struct list *one, struct list *other)
{
    struct list *lower = (uintptr_t)one < (uintptr_t)other ? one : other;

    lock(lower);                      /* @lower */
    lock(lower == one ? other : one); /* @upper */
}

static void move_item(struct list *from, struct list *to)
{
    lock_both(from, to);
    from->length--;
    to->length++;
    unlock(from);
    unlock(to);
}

static void *to_the_right(void *unused)
{
    move_item(&left, &right);
    return unused;
}

static void *to_the_left(void *unused)
{
    move_item(&right, &left);
    return unused;
}

int main(void)
{
    pthread_t first;
    pthread_t second;

    MUST(pthread_create(&first, NULL, to_the_right, NULL));
    MUST(pthread_create(&second, NULL, to_the_left, NULL));
    MUST(pthread_join(first, NULL));
    MUST(pthread_join(second, NULL));
    printf("%d on the left, %d on the right\n", left.length, right.length);
    return 0;
}
