/* barrier.c - two counters that those who wait remember. */
#include "parallel/barrier.h"
#include "parallel/inside.h"

#include <errno.h>

int barrier_init(struct barrier *barrier, unsigned parties,
                 enum sharing sharing)
{
    if (parties == 0)
        return EINVAL;
    barrier->arrived = 0;
    barrier->releases = 0;
    barrier->breaks = 0;
    barrier->broken = false;
    barrier->parties = parties;
    int error = lock_init(&barrier->lock, sharing);
    return error ? error : condition_init(&barrier->moved, sharing);
}

int barrier_fini(struct barrier *barrier)
{
    condition_fini(&barrier->moved);
    return lock_fini(&barrier->lock);
}

/* Requires: the lock. */
static void send_away(struct barrier *barrier, bool broken)
{
    barrier->broken = broken;
    barrier->arrived = 0;
    barrier->breaks++;
    condition_notify_all(&barrier->moved);
}

/* Who died in here may have arrived or not: nobody can tell how many there
   are. */
static void enter(struct barrier *barrier)
{
    if (lock_acquire(&barrier->lock, FOREVER) == EOWNERDEAD)
        send_away(barrier, true);
}

/* Requires: the lock, and that this party is not the last. */
static int wait_for_others(struct barrier *barrier, long timeout_ms)
{
    struct deadline deadline = deadline_after(timeout_ms);
    unsigned releases = barrier->releases;
    unsigned breaks = barrier->breaks;
    int error = 0;

    while (barrier->releases == releases && barrier->breaks == breaks) {
        if (error == ETIMEDOUT || error == EOWNERDEAD) {
            send_away(barrier, true);
            return error == ETIMEDOUT ? ETIMEDOUT : ECANCELED;
        }
        error =
            condition_wait_until(&barrier->moved, &barrier->lock, &deadline);
    }
    return barrier->releases != releases ? 0 : ECANCELED;
}

int barrier_wait(struct barrier *barrier, unsigned *place, long timeout_ms)
{
    int error = 0;

    enter(barrier);
    if (barrier->broken) {
        lock_release(&barrier->lock);
        return ECANCELED;
    }
    if (place)
        *place = barrier->arrived;
    if (++barrier->arrived == barrier->parties) {
        barrier->arrived = 0;
        barrier->releases++;
        lock_release(&barrier->lock); /* Who is woken finds it free. */
        return condition_notify_all(&barrier->moved);
    }
    error = wait_for_others(barrier, timeout_ms);
    lock_release(&barrier->lock);
    return error;
}

int barrier_abort(struct barrier *barrier)
{
    enter(barrier);
    send_away(barrier, true);
    return lock_release(&barrier->lock);
}

int barrier_reset(struct barrier *barrier)
{
    enter(barrier);
    send_away(barrier, false);
    return lock_release(&barrier->lock);
}

bool barrier_is_broken(struct barrier *barrier)
{
    enter(barrier);
    bool broken = barrier->broken;
    lock_release(&barrier->lock);
    return broken;
}

unsigned barrier_waiting(struct barrier *barrier)
{
    enter(barrier);
    unsigned waiting = barrier->arrived;
    lock_release(&barrier->lock);
    return waiting;
}
