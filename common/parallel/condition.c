/* condition.c - pthreads' condition between threads, our own between
   processes.

   glibc's condition variable counts who sleeps. One that is killed asleep is
   counted for ever, and a later pthread_cond_signal waits for it: it hangs. So
   between processes sleepers stand on a number that each notification changes
   (a futex), and the kernel forgets those that die. */
#include "parallel/condition.h"
#include "parallel/inside.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

/* How long a notification can be lost with whoever was killed by it. */
enum { LOOK_AGAIN_MS = 100 };

int condition_init(struct condition *condition, enum sharing sharing)
{
    condition->sharing = sharing;
    atomic_init(&condition->notifications, 0);
    atomic_init(&condition->sleepers, 0);
    return pthread_cond_init(&condition->notified, NULL);
}

int condition_fini(struct condition *condition)
{
    return pthread_cond_destroy(&condition->notified);
}

static void futex_sleep(atomic_uint *number, unsigned seen,
                        const struct timespec *until)
{
    syscall(SYS_futex, number, FUTEX_WAIT_BITSET, seen, until, NULL,
            FUTEX_BITSET_MATCH_ANY);
}

static void futex_wake(atomic_uint *number, int most)
{
    syscall(SYS_futex, number, FUTEX_WAKE, most, NULL, NULL, 0);
}

/* `look_by`: when to come back though nothing was heard. */
static int wait_between_processes(struct condition *condition,
                                  struct lock *lock,
                                  const struct deadline *deadline,
                                  const struct timespec *look_by)
{
    /* Read while the lock is held: whoever notifies because of a change made
       after this finds a sleeper, or makes the number another one. */
    atomic_fetch_add(&condition->sleepers, 1);
    unsigned seen = atomic_load(&condition->notifications);
    int error = lock_release(lock);

    if (!error) {
        futex_sleep(&condition->notifications, seen, look_by);
        error = lock_acquire(lock, FOREVER);
    }
    atomic_fetch_sub(&condition->sleepers, 1);
    if (!error && deadline_left_ms(deadline) == 0 &&
        atomic_load(&condition->notifications) == seen)
        return ETIMEDOUT;
    return error;
}

static int wait_between_threads(struct condition *condition, struct lock *lock,
                                const struct deadline *deadline)
{
    if (deadline->never)
        return pthread_cond_wait(&condition->notified, &lock->mutex);
    return pthread_cond_clockwait(&condition->notified, &lock->mutex,
                                  CLOCK_MONOTONIC, &deadline->at);
}

/* For loops that keep their deadline: looks again in any case. */
int condition_wait_until(struct condition *condition, struct lock *lock,
                         const struct deadline *deadline)
{
    if (condition->sharing == BETWEEN_THREADS)
        return wait_between_threads(condition, lock, deadline);

    struct deadline look = deadline_after(LOOK_AGAIN_MS);
    long left = deadline_left_ms(deadline);
    if (left != FOREVER && left < LOOK_AGAIN_MS)
        look = *deadline;
    return wait_between_processes(condition, lock, deadline, &look.at);
}

/* A caller who gave a timeout counts it from each call: coming back early
   would put its end off for ever. The timeout itself makes it look again. */
int condition_wait(struct condition *condition, struct lock *lock,
                   long timeout_ms)
{
    struct deadline deadline = deadline_after(timeout_ms);

    if (deadline.never || condition->sharing == BETWEEN_THREADS)
        return condition_wait_until(condition, lock, &deadline);
    return wait_between_processes(condition, lock, &deadline, &deadline.at);
}

int condition_wait_for(struct condition *condition, struct lock *lock,
                       bool (*holds)(void *), void *argument, long timeout_ms)
{
    struct deadline deadline = deadline_after(timeout_ms);
    int error = 0;

    while (!holds(argument) && !error)
        error = condition_wait_until(condition, lock, &deadline);
    if (error == ETIMEDOUT && holds(argument))
        return 0;
    return error;
}

static int notify(struct condition *condition, int most)
{
    if (condition->sharing == BETWEEN_PROCESSES) {
        atomic_fetch_add(&condition->notifications, 1);
        if (atomic_load(&condition->sleepers) > 0)
            futex_wake(&condition->notifications, most);
        return 0;
    }
    return most == 1 ? pthread_cond_signal(&condition->notified)
                     : pthread_cond_broadcast(&condition->notified);
}

int condition_notify(struct condition *condition)
{
    return notify(condition, 1);
}

int condition_notify_all(struct condition *condition)
{
    return notify(condition, INT_MAX);
}
