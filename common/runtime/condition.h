/* condition.h - watched condition variables, for POSIX and C11 names. */
#ifndef RUNTIME_CONDITION_H
#define RUNTIME_CONDITION_H

#include "runtime/self.h"

#include <pthread.h>

int condition_init(struct self *self, pthread_cond_t *condition,
                   const pthread_condattr_t *attributes, const void *where);
int condition_destroy(struct self *self, pthread_cond_t *condition,
                      const void *where);
int condition_wait(struct self *self, pthread_cond_t *condition,
                   pthread_mutex_t *mutex, const void *where);

/* `clock` is -1 for the clock the condition was made with. */
int condition_timed_wait(struct self *self, pthread_cond_t *condition,
                         pthread_mutex_t *mutex, clockid_t clock,
                         const struct timespec *until, const void *where);
int condition_signal(struct self *self, pthread_cond_t *condition,
                     const void *where);
int condition_broadcast(struct self *self, pthread_cond_t *condition,
                        const void *where);

#endif
