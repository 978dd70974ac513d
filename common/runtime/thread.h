/* thread.h - watched thread operations, for POSIX and C11 names. */
#ifndef RUNTIME_THREAD_H
#define RUNTIME_THREAD_H

#include "runtime/self.h"

#include <pthread.h>

/* Sees to it that the calling thread's end is told. */
void thread_watch_end(void);

/* `start` is the address of what the program calls the thread's function. */
int thread_create(struct self *self, pthread_t *thread,
                  const pthread_attr_t *attributes, void *(*routine)(void *),
                  void *argument, uint64_t start, const void *where);
int thread_join(struct self *self, pthread_t thread, void **result,
                const void *where);
void thread_once(struct self *self, uint64_t key, void (*routine)(void),
                 const void *where);
int thread_detach(struct self *self, pthread_t thread, const void *where);

#endif
