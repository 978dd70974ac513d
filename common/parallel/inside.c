/* inside.c - deadlines, and waiting for what POSIX has until one. */
#include "parallel/inside.h"

#include <errno.h>

/* ThreadSanitizer knows the functions that wait by the calendar's clock, and
   not those that wait by another: it would take what they lock for unlocked. */
#ifndef __has_feature
#define __has_feature(feature) 0
#endif
#if defined(__SANITIZE_THREAD__) || __has_feature(thread_sanitizer)
enum { WAITS_BY_CALENDAR = 1 };
#else
enum { WAITS_BY_CALENDAR = 0 };
#endif

enum { NS_IN_MS = 1000000, NS_IN_S = 1000000000 };

static struct timespec later(clockid_t clock, long ms)
{
    struct timespec at;

    clock_gettime(clock, &at);
    at.tv_sec += ms / 1000;
    at.tv_nsec += ms % 1000 * NS_IN_MS;
    if (at.tv_nsec >= NS_IN_S) {
        at.tv_sec++;
        at.tv_nsec -= NS_IN_S;
    }
    return at;
}

struct deadline deadline_after(long timeout_ms)
{
    if (timeout_ms < 0)
        return (struct deadline){.never = true};
    return (struct deadline){.at = later(CLOCK_MONOTONIC, timeout_ms)};
}

long deadline_left_ms(const struct deadline *deadline)
{
    struct timespec now;

    if (deadline->never)
        return FOREVER;
    clock_gettime(CLOCK_MONOTONIC, &now);
    long seconds = deadline->at.tv_sec - now.tv_sec;
    long ns = deadline->at.tv_nsec - now.tv_nsec;
    /* Upwards: who waits what is left must not come too early. */
    long left = seconds * 1000 + (ns + NS_IN_MS - 1) / NS_IN_MS;
    return left > 0 ? left : 0;
}

int mutex_make(pthread_mutex_t *mutex, int type, enum sharing sharing)
{
    /* Not on the stack, so that making the mutex is the last thing done: who
       watches the program then sees the call by the one who wants a lock, where
       the source says what that is called. */
    static _Thread_local pthread_mutexattr_t kind;
    static _Thread_local bool used;

    if (used)
        pthread_mutexattr_destroy(&kind);
    int error = pthread_mutexattr_init(&kind);
    used = error == 0;
    if (error)
        return error;
    pthread_mutexattr_settype(&kind, type);
    if (sharing == BETWEEN_PROCESSES) {
        pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
        pthread_mutexattr_setrobust(&kind, PTHREAD_MUTEX_ROBUST);
    }
    return pthread_mutex_init(mutex, &kind);
}

int mutex_acquire_in_time(pthread_mutex_t *mutex, long timeout_ms)
{
    struct timespec until;

    if (timeout_ms == 0) {
        int error = pthread_mutex_trylock(mutex);
        return error == EBUSY ? ETIMEDOUT : error;
    }
    if (WAITS_BY_CALENDAR) {
        until = later(CLOCK_REALTIME, timeout_ms);
        return pthread_mutex_timedlock(mutex, &until);
    }
    until = later(CLOCK_MONOTONIC, timeout_ms);
    return pthread_mutex_clocklock(mutex, CLOCK_MONOTONIC, &until);
}

int sem_take(sem_t *semaphore, long timeout_ms)
{
    struct timespec until = {0};
    int result;

    if (timeout_ms > 0)
        until = later(WAITS_BY_CALENDAR ? CLOCK_REALTIME : CLOCK_MONOTONIC,
                      timeout_ms);
    do {
        if (timeout_ms < 0)
            result = sem_wait(semaphore);
        else if (timeout_ms == 0)
            result = sem_trywait(semaphore);
        else if (WAITS_BY_CALENDAR)
            result = sem_timedwait(semaphore, &until);
        else
            result = sem_clockwait(semaphore, CLOCK_MONOTONIC, &until);
    } while (result && errno == EINTR);
    if (result == 0)
        return 0;
    return errno == EAGAIN ? ETIMEDOUT : errno;
}

int thread_wait(pthread_t thread, long timeout_ms)
{
    struct timespec until;

    if (timeout_ms < 0)
        return pthread_join(thread, NULL);
    if (WAITS_BY_CALENDAR) {
        until = later(CLOCK_REALTIME, timeout_ms);
        return pthread_timedjoin_np(thread, NULL, &until);
    }
    until = later(CLOCK_MONOTONIC, timeout_ms);
    return pthread_clockjoin_np(thread, NULL, CLOCK_MONOTONIC, &until);
}
