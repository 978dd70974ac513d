/* rlock.c - a mutex that counts how often its owner has it. */
#include "parallel/rlock.h"
#include "parallel/inside.h"

int rlock_init(struct rlock *lock, enum sharing sharing)
{
    return mutex_make(&lock->mutex, PTHREAD_MUTEX_RECURSIVE, sharing);
}

int rlock_fini(struct rlock *lock)
{
    return pthread_mutex_destroy(&lock->mutex);
}

int rlock_acquire(struct rlock *lock, long timeout_ms)
{
    return mutex_acquire(&lock->mutex, timeout_ms);
}

int rlock_release(struct rlock *lock)
{
    return pthread_mutex_unlock(&lock->mutex);
}
