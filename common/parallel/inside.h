/* inside.h - what the sources of this library share. Not installed. */
#ifndef PARALLEL_INSIDE_H
#define PARALLEL_INSIDE_H

#include "parallel/sharing.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

/* A moment, so that a loop that waits several times gives up on time. */
struct deadline {
    bool never;
    struct timespec at; /* CLOCK_MONOTONIC */
};

struct deadline deadline_after(long timeout_ms);

/* What is left of it, never less than 0; FOREVER: it never comes. */
long deadline_left_ms(const struct deadline *deadline);

/* A mutex of a type of pthreads'. Robust only between processes: the list that
   the kernel has of what a thread holds must be kept at each acquire and
   release, which makes a pair a third dearer. */
int mutex_make(pthread_mutex_t *mutex, int type, enum sharing sharing);

int mutex_acquire_in_time(pthread_mutex_t *mutex, long timeout_ms);

/* Locks a mutex, robust or not. EOWNERDEAD: it is locked and usable. Inline: a
   lock that is free costs so little that a call more is a tenth of it. */
static inline int mutex_acquire(pthread_mutex_t *mutex, long timeout_ms)
{
    int error = timeout_ms < 0 ? pthread_mutex_lock(mutex)
                               : mutex_acquire_in_time(mutex, timeout_ms);

    if (error == EOWNERDEAD)
        pthread_mutex_consistent(mutex);
    return error;
}

/* 0: one was taken; else an error number. */
int sem_take(sem_t *semaphore, long timeout_ms);

/* 0: it has ended, and is joined. */
int thread_wait(pthread_t thread, long timeout_ms);

/* What sendmsg and recvmsg return. */
ssize_t send_with_descriptors(int socket, const void *bytes, size_t size,
                              const int *descriptors, size_t count);
ssize_t receive_with_descriptors(int socket, void *bytes, size_t size,
                                 int *descriptors, size_t most, size_t *count);

struct condition;
struct lock;
int condition_wait_until(struct condition *condition, struct lock *lock,
                         const struct deadline *deadline);

#endif
