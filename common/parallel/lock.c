/* lock.c - a mutex that knows its owner. */
#include "parallel/lock.h"
#include "parallel/inside.h"

int lock_init(struct lock *lock, enum sharing sharing)
{
    return mutex_make(&lock->mutex, PTHREAD_MUTEX_ERRORCHECK, sharing);
}

int lock_fini(struct lock *lock)
{
    return pthread_mutex_destroy(&lock->mutex);
}

int lock_acquire(struct lock *lock, long timeout_ms)
{
    return mutex_acquire(&lock->mutex, timeout_ms);
}

int lock_release(struct lock *lock)
{
    return pthread_mutex_unlock(&lock->mutex);
}
