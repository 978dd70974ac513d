/* event.c - a flag that costs one store to set while nobody waits. */
#include "parallel/event.h"
#include "parallel/inside.h"

#include <errno.h>

int event_init(struct event *event, enum sharing sharing)
{
    int error = lock_init(&event->lock, sharing);

    atomic_init(&event->set, false);
    atomic_init(&event->waiters, 0);
    event->releases = 0;
    return error ? error : condition_init(&event->moved, sharing);
}

int event_fini(struct event *event)
{
    condition_fini(&event->moved);
    return lock_fini(&event->lock);
}

/* Nothing can be half changed where an owner of the lock died: all that it
   guards is one number. */
static void enter(struct event *event)
{
    lock_acquire(&event->lock, FOREVER);
}

/* This stores `set`, then reads `waiters`; who waits adds to `waiters`, then
   reads `set`. Whichever comes first, one of the two sees the other. */
int event_set(struct event *event)
{
    atomic_store(&event->set, true);
    if (atomic_load(&event->waiters) == 0)
        return 0;
    enter(event);      /* Whoever saw it not set is asleep by now. */
    event->releases++; /* They go on, even if it is cleared at once. */
    lock_release(&event->lock);
    return condition_notify_all(&event->moved);
}

void event_clear(struct event *event)
{
    atomic_store(&event->set, false);
}

bool event_is_set(const struct event *event)
{
    return atomic_load(&event->set);
}

int event_wait(struct event *event, long timeout_ms)
{
    struct deadline deadline;
    int error = 0;

    if (event_is_set(event))
        return 0;
    if (timeout_ms == 0)
        return ETIMEDOUT;
    deadline = deadline_after(timeout_ms);
    atomic_fetch_add(&event->waiters, 1);
    enter(event);
    unsigned releases = event->releases;
    while (!event_is_set(event) && event->releases == releases &&
           error != ETIMEDOUT)
        error = condition_wait_until(&event->moved, &event->lock, &deadline);
    bool released = event_is_set(event) || event->releases != releases;
    lock_release(&event->lock);
    atomic_fetch_sub(&event->waiters, 1);
    return released ? 0 : ETIMEDOUT;
}
