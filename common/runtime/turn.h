/* turn.h - a program under control: one task moves at a time.

   The lab has said in the area that it controls the program. Then a task
   stands still before each operation until it is told to move (scheduler.h).
   All functions here are for tasks that are controlled. */
#ifndef RUNTIME_TURN_H
#define RUNTIME_TURN_H

#include "runtime/explore.h"
#include "scheduler/scheduler.h"

#include <stddef.h>

#include <time.h>

static inline bool turn_controls(void)
{
    return UNLIKELY(self_controlled);
}

/* Tells that the task wants this, stands until it is told to move, and does
   the modelled part. Where a signal handler ran and the operation is one that
   signals interrupt, the error is EINTR. */
struct answer turn_take(struct self *self, const struct want *want);

/* The same for what only the task can know to be possible. `probe` is asked
   whenever others have moved; the operation itself is the caller's to do. */
typedef bool turn_probe(void *argument);
struct answer turn_take_when(struct self *self, const struct want *want,
                             turn_probe *probe, void *argument);

/* The same of an access to memory, which is always possible, and which only the
   task can make. */
void turn_access(struct self *self, const struct want *want);

/* Where all tasks are of this process: asks all probes. */
extern bool turn_any_probes; /* There was ever one. */
void turn_ask_probes(void);
static inline void turn_probe_all(void)
{
    if (UNLIKELY(turn_any_probes))
        turn_ask_probes();
}

/* Does it within the task's present move. */
struct answer turn_do(struct self *self, const struct want *want);

/* turn_take and turn_do of an operation that needs no more than this. Returns
   the error. */
int turn_on(struct self *self, enum operation op, uint64_t object,
            int64_t value, uint64_t until_ns, const void *where);
int turn_do_on(struct self *self, enum operation op, uint64_t object,
               int64_t value, const void *where);

/* An object is made or destroyed: in a turn of its own, unless the task is
   alone. */
int turn_unless_alone(struct self *self, enum operation op, uint64_t object,
                      int64_t value, const void *where);

/* A want of an operation on an object, without end; made in its place, since
   processors wait for wide reads of what was just written in parts. */
static inline void turn_make(struct want *want, enum operation op,
                             uint64_t object, int64_t value, const void *where)
{
    want->op = op;
    want->phase = PHASE_ASKS;
    want->object = object;
    want->other = 0;
    want->value = value;
    want->until_ns = NEVER;
    want->where = (uint64_t)(uintptr_t)where;
    want->order = 0;
    want->wakes_with = 0;
    want->size = 0;
    want->order_of_memory = 0;
    want->compares = false;
    want->ways = 0;
    want->failure_order = 0;
    want->expected = 0;
}

/* The same, as a value. */
static inline struct want turn_want(enum operation op, uint64_t object,
                                    int64_t value, const void *where)
{
    struct want want;

    turn_make(&want, op, object, value, where);
    return want;
}

/* The running task's place in the scheduler. */
static inline struct scheduled *turn_task(const struct self *self)
{
    return &self_area->scheduler
                .tasks[explore_runs() ? (ptrdiff_t)explore_current()
                                      : self->slot - self_area->slots];
}

/* Where the task's next want may be made: there it need not be copied. */
static inline struct want *turn_place(const struct self *self)
{
    return &turn_task(self)->want;
}

/* ---- Tasks come and go. ---- */

/* This task has its slot. It stands until it is told to move. */
void turn_begin(struct self *self);

/* How many new tasks have ever stood: asked before one is made, for
   turn_await_arrival to return when there is one more. False: the process
   `child` (0: none) ended before that. */
uint32_t turn_arrivals(void);
bool turn_await_arrival(uint32_t before, pid_t child);

/* The same for the child of a fork that may have failed: not for ever. */
void turn_await_child(uint32_t before);

/* One task more, or one process, can be controlled. */
bool turn_has_room(void);

/* The task does nothing more. Its last record has been written. */
void turn_leave(struct self *self);

/* The task that was to have this slot could not be made. */
void turn_forget(const struct slot *slot);

/* The task with this birth is asked to end where it next may. */
void turn_cancel(uint64_t birth);

/* It may be ended wherever it is. */
bool turn_ends_at_once(uint64_t birth);

/* The process ends now. */
void turn_exit(void);

/* ---- Virtual time and processes. ---- */

/* Nanoseconds since the start; and of a clock. */
uint64_t turn_now(void);
uint64_t turn_clock(clockid_t clock);
bool turn_clock_is_read(void); /* The program has asked for one. */

/* When it is so late, or has been so long. NEVER for NULL. */
bool turn_is_time(const struct timespec *time); /* False: it is nonsense. */
uint64_t turn_until(clockid_t clock, const struct timespec *time);
uint64_t turn_after(const struct timespec *length);

/* Processes have the same numbers on each run. Numbers of processes that are
   not under control stay as they are. */
pid_t turn_virtual_pid(pid_t pid);
pid_t turn_real_pid(pid_t virtual);
uint32_t turn_process(void); /* This one's number in the scheduler. */

#endif
