/* remains.c - what the memory of a lock or a condition says of it.

   No function tells. glibc keeps it in headers of its own that are part of its
   binary interface. */
#include "runtime/remains.h"

#include "runtime/real.h"
#include "runtime/turn.h"

enum { DESTROYED_LOCK = 0x7ead }; /* No lock has that value. */

/* The mutex's type and whether it is robust, for the lab to know whether its
   owner would wait for itself. */
int64_t remains_of_mutex(const pthread_mutex_t *mutex)
{
    enum { KINDS = 0x3ff }; /* All that glibc ever sets. */
    int kind = mutex->__data.__kind;

    if (turn_controls() && kind != -1 &&
        ((kind & ~KINDS) != 0 || mutex->__data.__owner != 0))
        return REMAINS_UNMADE;
    return kind & 0x1f;
}

int64_t remains_of_condition(const pthread_cond_t *condition)
{
    enum { SHARED = 1, MONOTONIC = 2, DESTROYED = 4 };
    unsigned flags = condition->__data.__wrefs;

    if (!turn_controls())
        return REMAINS_NONE;
    if ((flags & ~(unsigned)(SHARED | MONOTONIC | DESTROYED)) != 0 ||
        condition->__data.__g1_orig_size != 0 ||
        (condition->__data.__g_size[0] | condition->__data.__g_size[1]) != 0)
        return REMAINS_UNMADE;
    return flags & DESTROYED ? REMAINS_DESTROYED : REMAINS_NONE;
}

int64_t remains_of_rwlock(const pthread_rwlock_t *lock)
{
    if (!turn_controls())
        return REMAINS_NONE;
    if (lock->__data.__cur_writer == DESTROYED_LOCK)
        return REMAINS_DESTROYED;
    return lock->__data.__cur_writer != 0 || lock->__data.__readers != 0 ||
                   lock->__data.__writers != 0
               ? REMAINS_UNMADE
               : REMAINS_NONE;
}

void remains_leave_rwlock(pthread_rwlock_t *lock)
{
    lock->__data.__cur_writer = DESTROYED_LOCK;
}

/* What it is when it is free differs from one kind of processor to another. */
int64_t remains_of_spinlock(const pthread_spinlock_t *lock)
{
    pthread_spinlock_t made;

    if (!turn_controls())
        return REMAINS_NONE;
    REAL(pthread_spin_init)(&made, PTHREAD_PROCESS_PRIVATE);
    if (*lock == DESTROYED_LOCK)
        return REMAINS_DESTROYED;
    return *lock == made ? REMAINS_NONE : REMAINS_UNMADE;
}

void remains_leave_spinlock(pthread_spinlock_t *lock)
{
    *lock = DESTROYED_LOCK;
}
