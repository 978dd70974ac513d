/* remains.h - what the memory of a lock or a condition says of it.

   Under control none of them is ever used for real: its memory stays as it was
   made, by a function or by an initialiser. So it tells whether it was, and
   whether it was destroyed since. Each function returns REMAINS_NONE, or what
   is wrong; for a mutex, else, its type. Where nothing is controlled, locks are
   used for real, and nothing can be said of the others. */
#ifndef RUNTIME_REMAINS_H
#define RUNTIME_REMAINS_H

#include <pthread.h>
#include <stdint.h>

int64_t remains_of_mutex(const pthread_mutex_t *mutex);
int64_t remains_of_condition(const pthread_cond_t *condition);
int64_t remains_of_rwlock(const pthread_rwlock_t *lock);
int64_t remains_of_spinlock(const pthread_spinlock_t *lock);

/* It was destroyed, under control: glibc leaves no trace of that in these. */
void remains_leave_rwlock(pthread_rwlock_t *lock);
void remains_leave_spinlock(pthread_spinlock_t *lock);

#endif
