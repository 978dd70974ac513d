/* scheduler.h - who may move: the state of a program under control.

   Under control one task moves at a time. Each task, before it does an
   operation, publishes what it wants and stands still; someone decides who
   moves next (a student, a recorded schedule, a search); that task does its
   operation, goes on through its program, and stands before its next one.

   The scheduler holds what is needed to decide: each task's want, and the
   state of every lock, condition and semaphore that wants are about. Locks are
   modelled here and nowhere else; the program's own are never locked. So what
   can move is always known without trying, nothing ever blocks for real, and
   the whole can be looked at, copied and put back.

   A scheduler is plain memory without pointers, so that processes can share
   it. Who decides, and what carries a task (an OS thread, a fiber), are not
   its matter.

       scheduler_want(s, task, &want);
       ... the decider: scheduler_readiness(s, task) == CAN ...
       struct answer did = scheduler_do(s, task, alternative);

   Only the task that moves may call scheduler_do; while none moves, the
   decider may read everything. The atomic members are for handing the turn
   over (turn.c in the runtime), and are no concern of the functions here. */
#ifndef SCHEDULER_SCHEDULER_H
#define SCHEDULER_SCHEDULER_H

#include "trace/operation.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define NEVER UINT64_MAX

enum {
    SCHEDULER_TASKS = 1024,    /* Alive at once: as many as slots. */
    SCHEDULER_OBJECTS = 8192,  /* A power of two. */
    SCHEDULER_PROCESSES = 256, /* Ever. */
    SCHEDULER_SIGNALS = 128,   /* That wait, with what is told of them. */
    SCHEDULER_TIMERS = 64
};

/* As mover: a program that comes to its first want. */
#define SCHEDULER_STARTS UINT32_MAX

/* How far a want has come that is done in two parts. */
enum phase {
    PHASE_ASKS,  /* Nothing is done yet. */
    PHASE_WAITS, /* On a condition or at a barrier: another must wake it. */
    PHASE_WOKEN, /* Woken: a condition's waiter still needs the mutex. */
};

struct want {
    uint32_t op;        /* enum operation; OP_NONE: it wants to go on. */
    uint32_t phase;     /* enum phase. */
    uint64_t object;    /* Key (trace/object.h), or the birth of a task. */
    uint64_t other;     /* The key of a condition's mutex. */
    int64_t value;      /* See the operation. */
    uint64_t until_ns;  /* Virtual time at which it gives up, or NEVER. */
    uint64_t where;     /* Return address. */
    uint32_t order;     /* Among waiters: who came first. */
    int32_t wakes_with; /* Error number that its wait ends with. */
    uint32_t size;      /* Of a variable, in bytes, */
    uint32_t order_of_memory; /* and C11's, of an atomic access. */

    /* An update that is only done where this is the value (its first eight
       bytes), else a read with this order. */
    bool compares;
    uint16_t ways; /* Of an atomic access: so many stores it may be about; 0: it
                      need not be asked. */
    uint32_t failure_order;
    int64_t expected; /* Of a futex: the bits of which one must be common. */
};

enum task_phase {
    SCHEDULED_NOT,    /* Free. */
    SCHEDULED_COMING, /* Created; has not come to its first want. */
    SCHEDULED_STANDS, /* Has published a want. */
    SCHEDULED_MOVES,
    SCHEDULED_GONE
};

/* What a task that stands is told. */
enum go { GO_NOT, GO_MOVE, GO_PROBE };

struct scheduled {
    uint32_t birth;   /* As in its slot. */
    uint32_t phase;   /* enum task_phase. */
    uint32_t process; /* Index into processes, plus 1. */
    bool detached;
    bool joined;
    bool cancelled;    /* And has not noticed yet, */
    bool keeps_on;     /* nor will while it is like this. */
    bool ends_at_once; /* It notices wherever it is. */
    bool may_wait;     /* What it wants may have to wait, or ends by time. */
    bool probes;       /* Only it can find out whether it can: */
    bool probed;       /* what it found last. */
    bool spins; /* It goes round and waits for another to do something, */
    bool spins_surely; /* and is each time in the very same state, */
    bool spins_trying; /* or waits for something to be given back. */
    bool circles;      /* So does the program: what it changes itself is no news
                          to it. */
    uint32_t
        changed_at;     /* The move that last changed or gave back something, */
    uint32_t looked_at; /* that last looked at something, or tried to get it, */
    uint32_t missed_at; /* and such a move before which others had made more
                            than one change since it last looked. */
    uint64_t news;      /* Changes, when it last looked. */
    uint64_t signals;   /* Bit n - 1: signal n waits to be handled. */
    uint64_t blocked;   /* The same: signals that it keeps from itself. */
    struct want want;

    /* Handing over the turn. */
    _Atomic uint32_t go; /* A futex: enum go. */
    uint32_t alternative;
};

struct scheduled_process {
    uint32_t birth; /* Of its first task; 0: free. */
    int32_t pid;    /* The kernel's. */
    uint32_t parent;
    uint32_t alive;     /* Tasks neither NOT nor GONE. */
    uint32_t unawaited; /* Tasks that are gone: nobody awaited their ends. */
    bool exiting;       /* Its end is certain, */
    bool ended;         /* and has come. */
    bool replaced;      /* It has become another program. */
    uint64_t signals;   /* For any of its tasks. */
    uint64_t handled;   /* Bit n - 1: it has a handler for signal n. */
    uint64_t ignored;
    bool stopped;     /* By a signal, until another lets it go on; */
    bool held;        /* and the kernel does it. */
    bool quiet_stops; /* It wants no signal when a child of it is. */
};

/* A signal that waits, and what is told of it. Its bit is set, in the task or
   the process: where there is no room here, nothing is told. */
struct scheduled_signal {
    uint32_t process;
    uint32_t birth; /* Of the task that it is for; 0: any. */
    int32_t number;
    int32_t code; /* As in siginfo_t; the rest too. */
    int32_t pid;  /* The kernel's. */
    uint32_t uid;
    int64_t value;
};

/* What sends a signal when it is time. */
struct scheduled_timer {
    uint32_t process;  /* 0: free. */
    uint32_t number;   /* Of its process: 0 is that of alarm and setitimer. */
    int32_t signal;    /* 0: none. */
    int32_t clock;     /* That its times are of. */
    uint32_t overruns; /* Times it was due while its signal still waited. */
    int64_t value;
    uint64_t at_ns;    /* NEVER: it does not run. */
    uint64_t every_ns; /* 0: once. */
};

struct scheduled_object {
    uint64_t key;     /* 0: free. */
    uint32_t process; /* Whose memory it is in; 0: shared. */
    uint8_t kind;     /* enum kind. */
    uint8_t type;     /* Mutex: the bits of operation.h. */
    bool owner_died;  /* A robust mutex whose holder is gone, */
    bool unusable;    /* and which nobody repaired. */
    uint32_t owner;   /* Birth of the task that holds it; 0: nobody. */
    uint32_t count;   /* Times entered; readers; tasks at a barrier. */
    int64_t value;    /* Semaphore: its value. Barrier: how many it takes. */
    uint32_t state;   /* Once: 0 not run, 1 runs, 2 has run. Semaphore, barrier:
                         0 never made, 1 made, 2 destroyed. */
};

struct scheduler {
    bool controls;       /* Else the rest means nothing. */
    uint64_t now_ns;     /* Virtual time since the start. */
    uint32_t task_count; /* Of tasks[], how many were ever used. */
    uint32_t alive;      /* Tasks neither NOT nor GONE. */
    uint32_t unawaited;  /* As of a process: of all that nobody waited for. */
    uint32_t waits;      /* Ever begun: the order of waiters. */
    uint32_t object_count;
    uint16_t used[SCHEDULER_OBJECTS]; /* Where the objects are. */
    uint32_t process_count;
    uint32_t signal_count;
    uint32_t timer_count; /* Of timers[], how many were ever used. */
    uint32_t stopped;     /* Processes that are. */
    uint64_t random;      /* The state of random bytes. */
    uint64_t moves;       /* Ever made. */
    uint64_t changes;     /* Of variables, and */
    uint64_t returns; /* of what others may be trying to get; and how often */
    uint64_t takes;   /* something was got. */
    bool any_spins;   /* There may be a task that spins. */
    uint64_t stirs;   /* Rises with all that may let a task move that could not,
                         or keep it from it, but for its own want, spinning,
                         probes and timers. */
    bool unsettled;   /* Something ends in the kernel: the lab waits for it. */
    uint32_t ending_tid; /* The thread that ends, if it is one. */
    int32_t ending_pid;

    _Atomic uint64_t sequence; /* The clock of records: one for each. */
    _Atomic uint32_t asked;    /* A futex: rises when nobody moves. */
    _Atomic uint32_t crowded;  /* Who moves has no room to write records. */
    _Atomic uint32_t arrivals; /* A futex: rises when a new task stands. */
    _Atomic uint32_t mover;    /* Index of the task that moves, plus 1; 0;
                                  or SCHEDULER_STARTS. */

    struct scheduled tasks[SCHEDULER_TASKS];
    struct scheduled_process processes[SCHEDULER_PROCESSES];
    struct scheduled_object objects[SCHEDULER_OBJECTS];
    struct scheduled_signal signals[SCHEDULER_SIGNALS]; /* In order. */
    struct scheduled_timer timers[SCHEDULER_TIMERS];
};

/* Moves decided beforehand. The tasks follow it by themselves; the decider is
   asked where it ends, or where a task in it cannot move. */
enum { SCRIPT = 65536 };
struct decision {
    uint32_t birth;
    uint32_t alternative;
};
struct script {
    uint32_t length;
    struct decision moves[SCRIPT]; /* [scheduler.moves] is the next. */
};

/* As at the start of a run: no tasks, no objects, no time. */
void scheduler_reset(struct scheduler *scheduler);

/* Gives a task a place. `index` is below SCHEDULER_TASKS and free. */
void scheduler_add_task(struct scheduler *scheduler, unsigned index,
                        uint32_t birth, uint32_t process);

/* A process, by its first task's birth. Returns its number, from 1; 0: there
   are too many. A parent's private objects are copied into it: `parent` is its
   number, and what task `from` held, task `birth` holds. */
uint32_t scheduler_add_process(struct scheduler *scheduler, uint32_t birth,
                               int32_t pid, uint32_t parent, uint32_t from);

/* The process runs another program: its tasks are gone, and its objects. */
void scheduler_exec(struct scheduler *scheduler, uint32_t process,
                    uint32_t birth);

/* All its tasks are gone, or will never move again. */
void scheduler_end_process(struct scheduler *scheduler, uint32_t process);

/* The process with this pid that has not ended; 0: none. */
uint32_t scheduler_process(const struct scheduler *scheduler, int32_t pid);

/* The process with this pid has ended, and somebody waited for it. */
void scheduler_await_process(struct scheduler *scheduler, int32_t pid);

/* Nobody can notice what the only task of a process does, or with process 0 the
   only one of all: no other is there, and all that were it knows to be gone. */
static inline bool scheduler_is_alone(const struct scheduler *on, uint32_t of)
{
    if (of == 0)
        return on->alive + on->unawaited < 2;
    return on->processes[of - 1].alive + on->processes[of - 1].unawaited < 2;
}

/* The task is gone; its robust locks remember. */
void scheduler_remove_task(struct scheduler *scheduler, unsigned index);

/* The index of the task with this birth; SCHEDULER_TASKS: none. */
unsigned scheduler_find_task(const struct scheduler *scheduler, uint64_t birth);

static inline unsigned scheduler_task(const struct scheduler *scheduler,
                                      uint64_t birth)
{
    uint64_t usual = birth - 1; /* Where no place was used twice. */

    if (usual < scheduler->task_count &&
        scheduler->tasks[usual].birth == birth &&
        scheduler->tasks[usual].phase != SCHEDULED_NOT)
        return (unsigned)usual;
    return scheduler_find_task(scheduler, birth);
}

/* Objects that are as if new are forgotten. */
void scheduler_make_room(struct scheduler *scheduler);

/* `want` may be the task's own, changed already. Asked for by probing or not
   is said before. */
static inline void scheduler_want(struct scheduler *scheduler, unsigned index,
                                  const struct want *want)
{
    struct scheduled *task = &scheduler->tasks[index];

    if (scheduler->object_count >= SCHEDULER_OBJECTS / 2)
        scheduler_make_room(scheduler); /* Nobody looks at one now. */
    if (want != &task->want)
        task->want = *want;
    task->may_wait =
        task->probes || operation_about((enum operation)want->op)->properties &
                            (CAN_WAIT | TIMED);
    task->phase = SCHEDULED_STANDS;
}

/* The same of an access to memory, which never waits. */
static inline void scheduler_want_access(struct scheduler *scheduler,
                                         unsigned index,
                                         const struct want *want)
{
    struct scheduled *task = &scheduler->tasks[index];

    if (want != &task->want)
        task->want = *want;
    task->may_wait = false;
    task->phase = SCHEDULED_STANDS;
}

enum readiness {
    CANNOT,
    CAN,
    CAN_BY_TIME /* When it is want.until_ns. */
};
/* Of a task whose operation may have to wait, or is asked for by probing. */
enum readiness scheduler_readiness_to_wait(const struct scheduler *scheduler,
                                           unsigned task);

static inline enum readiness
scheduler_readiness(const struct scheduler *scheduler, unsigned index)
{
    const struct scheduled *task = &scheduler->tasks[index];

    if (task->phase != SCHEDULED_STANDS ||
        (scheduler->stopped && task->process &&
         scheduler->processes[task->process - 1].stopped))
        return CANNOT;
    return task->may_wait ? scheduler_readiness_to_wait(scheduler, index) : CAN;
}

/* In how many ways the want can be done: of a signal, whom it wakes; of an
   atomic access, which store it is about, the newest first. */
unsigned scheduler_ways_to_signal(const struct scheduler *scheduler,
                                  unsigned task);

unsigned scheduler_ways_to_wake(const struct scheduler *scheduler,
                                unsigned task);

static inline unsigned scheduler_alternatives(const struct scheduler *scheduler,
                                              unsigned task)
{
    switch (scheduler->tasks[task].want.op) {
    case OP_SIGNAL:
        return scheduler_ways_to_signal(scheduler, task);
    case OP_FUTEX_WAKE:
        return scheduler_ways_to_wake(scheduler, task);
    case OP_ATOMIC_READ:
    case OP_ATOMIC_WRITE:
    case OP_ATOMIC_UPDATE:
        return scheduler->tasks[task].want.ways > 1
                   ? scheduler->tasks[task].want.ways
                   : 1;
    default:
        return 1;
    }
}

/* The task could take from a semaphore without any one of its posts. */
bool scheduler_has_enough(const struct scheduler *scheduler, unsigned index);

/* The task can join the readers of a lock for which a writer waits. */
bool scheduler_keeps_out(const struct scheduler *scheduler, unsigned index);

/* A wait on a condition may end without a signal. */
enum { ALTERNATIVE_SPURIOUS = 0xffff };
static inline bool
scheduler_may_wake_spuriously(const struct scheduler *scheduler, unsigned index)
{
    const struct scheduled *task = &scheduler->tasks[index];

    return task->phase == SCHEDULED_STANDS && task->want.phase == PHASE_WAITS &&
           operation_kind((enum operation)task->want.op) == KIND_CONDITION;
}

/* ---- Timers (timers.c). ---- */

/* When the next signal of a timer comes that concerns the task, be it that it
   handles or ends it, or that it waits for it; NEVER: none. */
uint64_t scheduler_next_ring(const struct scheduler *scheduler, unsigned task);

/* The process's timer with this number; `make` it where there is none. NULL:
   there is none, or there are too many. */
struct scheduled_timer *scheduler_timer(struct scheduler *scheduler,
                                        uint32_t process, uint32_t number,
                                        bool make);

/* When a task that is CAN_BY_TIME can move; NEVER: it is not. */
static inline uint64_t scheduler_next_time(const struct scheduler *scheduler,
                                           unsigned index)
{
    const struct scheduled *task = &scheduler->tasks[index];
    uint64_t next = NEVER;
    uint64_t rings = NEVER;

    if (task->want.phase != PHASE_WOKEN)
        next = task->want.until_ns;
    if (scheduler->timer_count > 0)
        rings = scheduler_next_ring(scheduler, index);
    return rings < next ? rings : next;
}

/* Time passes until this task's want can be given up or done: it is
   CAN_BY_TIME. Alarms that fall due on the way ring. */
void scheduler_pass_time(struct scheduler *scheduler, unsigned task);

/* What POSIX forbids, or leaves open what happens. */
enum misuse {
    MISUSE_NONE,
    MISUSE_UNLOCKS_UNHELD,  /* Nobody, or another, holds it. */
    MISUSE_DESTROYS_IN_USE, /* It is held, or waited for. */
    MISUSE_WAITS_UNLOCKED,  /* On a condition, without its mutex. */
    MISUSE_LOCKS_AGAIN,     /* It holds it, and is told so by an error. */
    MISUSE_USES_FREED,      /* Memory that was given back, */
    MISUSE_USES_RETURNED,   /* or of a function that has returned. */
    MISUSE_USES_DESTROYED,  /* An object that is no more, */
    MISUSE_USES_UNMADE,     /* or was never made. */
    MISUSE_MAKES_AGAIN,     /* It is in use. */
    MISUSE_TWO_MUTEXES,     /* With one condition, at the same time. */
    MISUSE_JOINS_AGAIN,     /* The task was joined or detached before. */
    MISUSE_JOINS_ITSELF,    /* It would wait for ever, and is told so. */
    MISUSE_JOINS_NONE,      /* What is no thread. */
    MISUSE_OVERFLOWS,       /* A semaphore, by a post too many. */
    MISUSE_COUNT
};

struct answer {
    int error;     /* As the operation's pthread function returns it. */
    bool waits;    /* Only its first part is done: it stands again. */
    int64_t value; /* SIGNAL: the birth of who was woken, or 0. BROADCAST: how
                      many. BARRIER_WAIT: 1 for the last. ONCE: 1: run it. */
    enum misuse misuse;
};

/* Does what the task wants, which it can; or ends a wait by time. */
struct answer scheduler_do_modelled(struct scheduler *scheduler, unsigned task,
                                    unsigned alternative);

static inline struct answer scheduler_do(struct scheduler *scheduler,
                                         unsigned task, unsigned alternative)
{
    enum kind kind =
        operation_kind((enum operation)scheduler->tasks[task].want.op);

    if (kind == KIND_VARIABLE || kind == KIND_NONE)
        return (struct answer){0}; /* The task does all of it. */
    return scheduler_do_modelled(scheduler, task, alternative);
}

/* The object with a key, made where it is new; NULL: there are too many.
   `process` is that of the task, for keys that only it knows. */
struct scheduled_object *scheduler_object(struct scheduler *scheduler,
                                          uint32_t process, uint64_t key,
                                          enum kind kind);

/* The task surely holds the read-write lock for reading, once. */
bool scheduler_reads(const struct scheduled_object *lock, uint32_t birth);

/* A task that is asked to end notices it here. */
bool scheduler_is_cancellation_point(enum operation op);

/* It is asked to end, and would notice that where it stands. */
bool scheduler_is_cancelled(const struct scheduler *scheduler, unsigned task);

/* ---- Signals (signals.c). ---- */

/* The signal waits to be handled, by the task with its birth, or by any of its
   process. A standard one that waits already is not sent again. False: it is
   not one, and there are too many. */
bool scheduler_send(struct scheduler *scheduler,
                    const struct scheduled_signal *signal);

/* It is handled: takes it away. What is not known of it is 0. */
struct scheduled_signal scheduler_take_signal(struct scheduler *scheduler,
                                              unsigned task, int number);

/* None of the process's tasks would handle it. */
bool scheduler_all_block(const struct scheduler *scheduler, uint32_t process,
                         int number);

/* The process is stopped, or goes on. */
void scheduler_stop(struct scheduler *scheduler, uint32_t process, bool stops);

/* A signal that the task would handle now; 0: none. */
static inline int scheduler_deliverable(const struct scheduler *scheduler,
                                        unsigned index)
{
    const struct scheduled *task = &scheduler->tasks[index];
    uint64_t pending = task->signals;

    if (task->process)
        pending |= scheduler->processes[task->process - 1].signals;
    pending &= ~task->blocked;
    return pending ? __builtin_ctzll(pending) + 1 : 0;
}

#endif
