/* model.h - everything that is known after a prefix of a trace.

   model_apply is the only way a model changes. It is deterministic and knows
   no clock, no files and no screen: the same events give the same model, so
   stepping back is applying fewer of them (cursor.h keeps copies on the
   way). Views, sentences, verdicts and tests all read this.

       struct model *m = model_new();
       for (size_t i = 0; i < trace_length(t); i++)
           model_apply(m, trace_at(t, i));
       ... m->tasks[id - 1].state ...

   Numbers are those of the trace, from 1; 0 is none. Strings are the trace's.
   A model tolerates events that make no sense together (a program may write
   anything into its trace): it then knows less, and never fails.

   One thread at a time. */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include "trace/event.h"

#include <stdbool.h>
#include <stddef.h>

enum task_state {
    TASK_NEW,     /* Created; has not run yet. */
    TASK_RUNNING, /* Runs, or could. */
    TASK_WANTS,   /* About to do an operation that it can do. */
    TASK_WAITS,   /* Waits for another task, or for the world. */
    TASK_SLEEPS,  /* Waits for time to pass. */
    TASK_ENDED,   /* Has ended. */
};

/* An operation begun and not done. */
struct wait {
    enum operation op; /* OP_NONE: none. */
    uint32_t object;
    uint32_t other;
    uint32_t site;
    int64_t value;
    uint64_t since_ns;
    uint32_t passes;  /* Times others got the object meanwhile. */
    bool passed_over; /* A signal of the condition woke another. */
};

/* What a task holds. */
struct hold {
    uint32_t object;
    uint32_t count; /* Times entered. */
    uint32_t site;  /* Where first. */
    bool shared;    /* With other readers. */
    uint64_t since_ns;
};

/* A task has released an object. */
struct release {
    uint32_t object;
    uint64_t at; /* model->operation_events. */
};

/* How a task fared with a lock, or a condition that is used as one. */
struct tenure {
    uint32_t object;
    uint32_t times;    /* It got it. */
    uint32_t requests; /* It waited for it until its time was over. */
    uint64_t ns;       /* It had it, but for the present time. */
};

/* What a worker of a pool has to do. */
struct pool_job {
    bool works;   /* It takes jobs. */
    bool in_hand; /* It has one; or it ended with it: */
    uint64_t number;
    uint64_t finished; /* Jobs. */
};

/* What a client of a manager asks. */
struct call {
    bool client;      /* It has asked something, ever. */
    bool in_hand;     /* It has not been answered; or ended without: */
    const char *text; /* the operation's name, and an address. */
    uint64_t object;  /* Its number; 0: a new one. */
    uint32_t server;  /* Process; 0: not known. */
    uint64_t answered;
};

/* An object that a manager's server owns. */
struct managed {
    uint32_t server;     /* Process. */
    uint64_t number;     /* Of those of the server, from 1. */
    const char *text;    /* Its kind, as "list", and its name if it has one. */
    uint64_t count;      /* Items; of a lock, how often it is held. */
    uint64_t references; /* Items that are proxies of other objects. */
    bool deleted;
};

/* A stretch of a task's life in which its state did not change. */
struct span {
    uint64_t from_ns;
    uint64_t from_event; /* model->operation_events when it began, */
    uint64_t from_move;  /* and model->moves. */
    uint32_t object;
    uint32_t other;
    uint8_t state; /* enum task_state */
    uint8_t op;    /* That began it: enum operation, */
    uint8_t stage; /* enum stage. */
    bool holding;  /* It holds something. */
};

enum {
    SPANS = 256,        /* Of each task, the newest. */
    HOLDS = 16,         /* Of each task, at once. */
    TENURES = 8,        /* Of each task, with the first it used. */
    RELEASES = 4,       /* Of each task, the newest. */
    HANDLERS = 4,       /* Signal handlers within each other. */
    DESCRIPTORS = 64,   /* Of each process, those of objects. */
    OUTPUTS = 1024,     /* Pieces of output, the newest. */
    FINDINGS = 32,      /* The first. */
    CYCLE = 16,         /* Tasks in a deadlock that are named. */
    MANAGED = 1024,     /* Objects of managers, the first. */
    WAITING_JOBS = 4096 /* That wait at once, and can be told apart. */
};

struct task {
    uint32_t process;
    uint32_t creator;
    uint32_t number; /* Within its process; 0 is its first. */
    int32_t tid;
    const char *routine;
    const char *name; /* Given by the program; "" where none. */

    enum task_state state;
    struct wait wait;
    struct wait interrupted[HANDLERS]; /* By signal handlers. */
    unsigned handlers;
    uint32_t site; /* Of the latest operation. */
    enum operation latest;
    uint64_t latest_ns;
    bool joined;
    bool detached;
    bool uncertain; /* Events were lost since it last spoke. */
    bool roused;    /* Its wait ends, or has just ended, without a signal. */

    struct hold holds[HOLDS];
    unsigned hold_count;
    struct release releases[RELEASES];
    unsigned release_count; /* Ever; the latest overwrites the oldest. */
    uint32_t signals;       /* That it has handled. */

    struct tenure tenures[TENURES];
    unsigned tenure_count;

    struct pool_job job;
    struct call call;

    uint64_t operations;
    uint64_t lost;
    uint32_t failed_tries; /* In a row, without getting anything. */
    uint32_t yields;       /* In a row, with nothing else between. */
    uint32_t most_passes;  /* Ever, in one wait. */

    char kernel_state; /* As of the latest sample; ' ' before the first. */
    uint32_t rss_kib;
    uint64_t cpu_ns;
    uint64_t sampled_ns;
    uint64_t idle_cpu_ns; /* That of when it last was seen to be idle, or had
                             done an operation. */
    uint32_t voluntary;
    uint32_t involuntary;

    /* Spans ever begun; span i is at [i % SPANS], room permitting. */
    uint64_t span_count;
    struct span *spans;
    uint32_t span_room;
};

enum process_state {
    PROCESS_RUNNING,
    PROCESS_EXITING, /* Has said with what status it exits. */
    PROCESS_ZOMBIE,  /* Has ended; its parent has not waited for it. */
    PROCESS_ENDED
};

enum end { END_READ = 1, END_WRITE = 2, END_BOTH = 3 };

struct descriptor {
    int32_t fd;
    uint32_t object;
    enum end end;
};

struct process {
    uint32_t parent;
    int32_t pid;
    uint32_t main_task; /* 0: not watched from inside. */
    uint32_t number;    /* In order of appearance; the first is 0. */
    const char *program;
    enum process_state state;
    int status;       /* As from waitpid; -1: not known. */
    bool orphan;      /* Its parent ended before it. */
    int crash_signal; /* It said that it dies of this. */
    uint32_t crash_site;
    bool timers;        /* It has set some: signals may come of themselves. */
    const char *serves; /* The address at which managers' clients call it. */

    bool measured;      /* Its memory was looked at: pages that were written */
    uint32_t own_pages; /* and are its alone, */
    uint32_t shared_pages; /* or others have too, until one writes. */
    struct descriptor descriptors[DESCRIPTORS];
    unsigned descriptor_count;
};

struct object {
    enum kind kind;
    uint32_t process; /* Whose memory it is in; 0: shared. */
    uint32_t origin;
    uint32_t number;
    const char *name; /* "" where none. */

    int64_t value;      /* Semaphore: its value. Pipe, socket, queue: depth in
                           bytes or messages. Barrier: how many have come. */
    int64_t capacity;   /* Barrier: how many are awaited. Queue: how many it
                           takes; 0: not known. */
    uint32_t holders;   /* Tasks that hold it. */
    uint32_t wanted;    /* Tasks that have begun an operation on it. */
    uint32_t peer;      /* Socket: where what is written comes out. */
    uint64_t acquired;  /* Times it was acquired, taken, or passed. */
    uint64_t contended; /* Times a task had to wait. */
    uint64_t signals;
    uint64_t signals_lost; /* Sent while nobody waited; */
    uint64_t lost_at;      /* model->operation_events at the latest of these. */
    bool used;             /* An operation other than its making was seen. */
    bool destroyed;
    bool made_here; /* Its making was seen: nobody outside has it. */
    bool left_held; /* By a task that ended, or is not in this process. */

    /* A copy in a forked child whose first task is not known yet, and will
       hold it so many times. */
    uint32_t inherited;
    bool inherited_shared;

    /* A lock, or a condition that is used as one (tenure.c). */
    uint32_t owner; /* Task; 0: nobody. */
    uint32_t last_owner;
    uint64_t owned_since_ns;
    uint32_t left_by;   /* Who gave it back last, 0: nobody has yet, */
    uint64_t left_ns;   /* and when. */
    uint64_t handovers; /* From one task to another. */
    uint64_t requests;  /* Waits that ended by time. */
    uint32_t partner;   /* Of a mutex: the condition. */
    uint32_t signaller; /* Of a condition: still in the mutex. */

    /* A variable. */
    const char *shown;   /* Its value as last seen; NULL: never. */
    const char *before;  /* The value before that one was written; NULL. */
    uint32_t writer;     /* The task that wrote it last; 0: none was seen. */
    uint32_t written_at; /* Site. */
    uint64_t written;    /* model->operation_events then. */
};

struct site {
    const char *file;
    const char *function;
    int32_t line; /* 0: not known. */
};

struct source {
    const char *file;
    const char *text;
};

struct output {
    const char *text;
    uint32_t length;
    uint64_t time_ns;
};

/* What went wrong, in the design's words, the gravest first. */
enum verdict {
    VERDICT_NONE,
    VERDICT_DEADLOCK,
    VERDICT_LOST_WAKEUP,
    VERDICT_LIVELOCK,
    VERDICT_STARVATION,
    VERDICT_ASSERTION,
    VERDICT_CRASH,
    VERDICT_MISUSE,
    VERDICT_LEAK,
    VERDICT_COUNT
};

/* Something noticed on the way that need not end the program. */
struct finding {
    enum verdict verdict;
    uint64_t time_ns;
    uint32_t task;
    uint32_t object;
    uint32_t other; /* Task. */
    uint32_t site;
    enum operation op;
    int64_t value;
    const char *text;
};

/* Tasks that can never go on. `from` waits for `object`, which `to` holds;
   `to` is 0 where what it waits for can no longer come. */
struct stuck {
    enum verdict verdict; /* NONE, DEADLOCK or LOST_WAKEUP. */
    uint64_t since_ns;
    unsigned count;
    struct stuck_edge {
        uint32_t from;
        uint32_t object; /* 0: `to` itself (a join, a wait for a child). */
        uint32_t to;
    } edges[CYCLE];
};

struct model {
    uint64_t time_ns;
    uint64_t events;
    uint64_t operation_events; /* Of these, stages of operations. */
    uint64_t steps;    /* Operations done or failed: the logical clock. */
    uint64_t moves;    /* Under control: how many were made, */
    uint32_t mover;    /* by which task the latest, */
    uint32_t way;      /* in which of the ways there were, */
    uint64_t moved_at; /* after how many operation_events, */
    uint64_t clock_ns; /* and virtual time. */

    struct task *tasks; /* [id - 1] in all of these. */
    struct process *processes;
    struct object *objects;
    struct site *sites;
    uint32_t task_count;
    uint32_t process_count;
    uint32_t object_count;
    uint32_t site_count;
    struct source *sources;
    size_t source_count;

    struct output outputs[OUTPUTS]; /* A ring, like a task's spans. */
    uint64_t output_count;
    bool timed; /* Operations have their true times. */
    uint64_t lost;
    uint64_t unseen; /* Tasks that could not be watched. */

    struct {
        uint64_t
            waiting[WAITING_JOBS / 64]; /* A bit for each, by its number. */
        uint32_t giver;                 /* Process. */
        bool uncounted;                 /* They could not be told apart. */
    } jobs;

    struct managed *managed; /* In order of appearance. */
    size_t managed_count;

    struct stuck stuck;
    struct finding findings[FINDINGS];
    unsigned finding_count;

    struct event latest; /* The newest operation. */
    uint64_t quiet_ns;   /* When the newest operation was. */
};

struct model *model_new(void);
struct model *model_copy(const struct model *model);
void model_free(struct model *model);

void model_apply(struct model *model, const struct event *event);

/* NULL where the number is 0 or unknown. */
const struct task *model_task(const struct model *model, uint32_t id);
const struct process *model_process(const struct model *model, uint32_t id);
const struct object *model_object(const struct model *model, uint32_t id);
const struct site *model_site(const struct model *model, uint32_t id);

/* Tasks wait on it until another says so, which is lost on nobody. */
static inline bool is_signalled(const struct object *object)
{
    return object->kind == KIND_CONDITION || object->kind == KIND_FUTEX;
}

/* A span by its index, below span_count; NULL: no longer kept. */
const struct span *task_span(const struct task *task, uint64_t index);

/* In common/parallel, whose source is in a folder of that name. NULL: no. */
bool site_is_of_library(const struct site *site);

/* The hold, or NULL. */
const struct hold *task_hold(const struct task *task, uint32_t object);
bool task_is_alive(const struct task *task);

/* How it fared with the object; NULL: it never had it. And for how long it
   had it in all, up to now. */
const struct tenure *task_tenure(const struct task *task, uint32_t object);
uint64_t task_owned_ns(const struct model *model, uint32_t task,
                       uint32_t object);

/* That is what it really had: each operation was told, and with its time. */
bool model_knows_tenures(const struct model *model);

/* Jobs that were given to pools, and that nobody has taken. Requires: it knows
   them. */
bool model_knows_jobs(const struct model *model);
unsigned model_jobs_waiting(const struct model *model);

/* The object of this number that the process owns for others, or NULL. */
const struct managed *model_managed(const struct model *model, uint32_t server,
                                    uint64_t number);

/* Which tasks wait for the object, longest first; or hold it. At most `room`
   are written; returns how many there are. */
size_t model_waiters(const struct model *model, uint32_t object,
                     uint32_t *tasks, size_t room);
size_t model_holders(const struct model *model, uint32_t object,
                     uint32_t *tasks, size_t room);

/* Has the process this end of a pipe or socket open? */
bool process_has_end(const struct process *process, uint32_t object,
                     enum end end);

/* Under control: the event, an atomic access that was made, is about an older
   store than the newest (variable.c). */
bool variable_is_older(const struct model *model, const struct event *event);

#endif
