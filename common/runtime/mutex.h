/* mutex.h - watched mutex operations, for the POSIX and the C11 names.

   `where` is the caller's return address. Results are those of pthreads. */
#ifndef RUNTIME_MUTEX_H
#define RUNTIME_MUTEX_H

#include "runtime/self.h"

#include <pthread.h>

int mutex_init(struct self *self, pthread_mutex_t *mutex,
               const pthread_mutexattr_t *attributes, const void *where);
int mutex_destroy(struct self *self, pthread_mutex_t *mutex, const void *where);
int mutex_lock(struct self *self, pthread_mutex_t *mutex, const void *where);
int mutex_try_lock(struct self *self, pthread_mutex_t *mutex,
                   const void *where);
int mutex_timed_lock(struct self *self, pthread_mutex_t *mutex, clockid_t clock,
                     const struct timespec *until, const void *where);
int mutex_unlock(struct self *self, pthread_mutex_t *mutex, const void *where);

#endif
