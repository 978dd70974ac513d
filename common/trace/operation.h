/* operation.h - what a task can do that others could notice.

   One table names every operation the lab knows: its word, the kind of object
   it acts on, and its effect on that object. The runtime reports operations by
   number, the model applies them by effect, and the views show their words, so
   a new operation is one line here and one function in the runtime. */
#ifndef TRACE_OPERATION_H
#define TRACE_OPERATION_H

#include "words.h"

#include <stdbool.h>

/* What an operation acts on. */
enum kind {
    KIND_NONE,
    KIND_TASK,
    KIND_PROCESS,
    KIND_MUTEX,
    KIND_CONDITION,
    KIND_RWLOCK,
    KIND_BARRIER,
    KIND_SPINLOCK,
    KIND_ONCE,
    KIND_SEMAPHORE,
    KIND_PIPE,
    KIND_SOCKET,
    KIND_FILE,
    KIND_MESSAGE_QUEUE,
    KIND_MEMORY,     /* A shared mapping, or a named shared memory object. */
    KIND_DESCRIPTOR, /* A file descriptor; the collector finds the object. */
    KIND_VARIABLE,   /* Memory that tasks share, as the source names it. */
    KIND_FUTEX,      /* A word that tasks wait on in the kernel. */
    KIND_COUNT
};

/* How far an operation has come. */
enum stage {
    STAGE_WANTS,  /* About to be done; the task may have to wait. */
    STAGE_DID,    /* Done. */
    STAGE_FAILED, /* Refused; the value is the error number. */
    STAGE_COUNT
};

/* What an operation, once done, changes. The object is what the operation
   acts on; `value` and `other` are the event's. */
enum effect {
    EFFECT_NONE,       /* Noticed; changes nothing the model keeps. */
    EFFECT_BEGIN,      /* The task starts running. */
    EFFECT_END,        /* The task has ended. */
    EFFECT_CREATE,     /* Task `other` exists from now on. */
    EFFECT_JOIN,       /* Task `other` has ended and is collected. */
    EFFECT_DETACH,     /* Task `other` will not be joined. */
    EFFECT_FORK,       /* Process `other` exists from now on. */
    EFFECT_EXEC,       /* The process becomes another program. */
    EFFECT_EXIT,       /* The process ends with status `value`. */
    EFFECT_REAP,       /* Process `other` is waited for; wait status `value`. */
    EFFECT_CRASH,      /* The process is about to die of signal `value`. */
    EFFECT_ENTER,      /* A handler for signal `value` interrupts the task. */
    EFFECT_LEAVE,      /* The handler returned. */
    EFFECT_INIT,       /* The object is made; `value` is its first value. */
    EFFECT_DESTROY,    /* The object is gone. */
    EFFECT_ACQUIRE,    /* The task holds the object, alone. */
    EFFECT_SHARE,      /* The task holds the object, with other readers. */
    EFFECT_RELEASE,    /* The task holds the object no longer (or once less). */
    EFFECT_TAKE,       /* The object's value falls by one. */
    EFFECT_GIVE,       /* The object's value rises by one. */
    EFFECT_AWAIT,      /* Waits on the object, mutex `other` released. */
    EFFECT_NOTIFY,     /* One waiter may go on. */
    EFFECT_NOTIFY_ALL, /* All waiters may go on. */
    EFFECT_ARRIVE,     /* Waits until all have arrived. */
    EFFECT_PUT,        /* `value` bytes or messages more in the object. */
    EFFECT_GET,        /* `value` bytes or messages fewer in the object. */
    EFFECT_OPEN,       /* The process gets an end of the object. */
    EFFECT_CLOSE,      /* The process gives an end of the object up. */
    EFFECT_DUPLICATE,  /* Descriptor `value` becomes descriptor `other`. */
    EFFECT_SLEEP,      /* Waits for time to pass. */
    EFFECT_YIELD,      /* Offers the processor to others. */
    EFFECT_NAME,       /* The task takes the event's text as its name. */
    EFFECT_PRINT,      /* Writes `value` bytes for people to read. */
    EFFECT_LOOK,       /* The variable is seen to be `value`. */
    EFFECT_CHANGE,     /* The variable becomes `value`. */
    EFFECT_NOTE,       /* A library says what it does: nothing is done. */
};

/* What the WANTS of LOCK and TIMED_LOCK on a mutex has as its value. */
enum {
    MUTEX_TYPE = 3, /* Of these bits, one of: */
    MUTEX_RECURSIVE = 1,
    MUTEX_ERROR_CHECKING = 2,
    MUTEX_ROBUST = 16 /* And this bit. */
};

/* What it has for any lock or condition that is none. */
enum {
    REMAINS_NONE = 0,
    REMAINS_UNMADE = 12,   /* Nobody ever made it one. */
    REMAINS_DESTROYED = 31 /* It is no more: what glibc leaves of a mutex. */
};

/* Properties of an operation. */
enum {
    CAN_WAIT = 1, /* May have to wait, without limit. */
    TRIES = 2,    /* Never waits: fails instead. */
    TIMED = 4     /* Waits no longer than a time it names. */
};

/* X(name, word, kind, effect, properties) */
#define OPERATIONS(X)                                                          \
    X(NONE, "nothing", NONE, NONE, 0)                                          \
    /* Records the runtime writes about itself; they never reach the model. */ \
    X(TEXT, "text", NONE, NONE, 0)                                             \
    X(LOST, "lost", NONE, NONE, 0)                                             \
    X(HOLDS, "holds", NONE, NONE, 0)                                           \
    /* Tasks. */                                                               \
    X(BEGIN, N_("begin"), TASK, BEGIN, 0)                                      \
    X(END, N_("end"), TASK, END, 0)                                            \
    X(CREATE, N_("create"), TASK, CREATE, 0)                                   \
    X(JOIN, N_("join"), TASK, JOIN, CAN_WAIT)                                  \
    X(TRY_JOIN, N_("try join"), TASK, JOIN, TRIES)                             \
    X(TIMED_JOIN, N_("join"), TASK, JOIN, TIMED)                               \
    X(DETACH, N_("detach"), TASK, DETACH, 0)                                   \
    X(CANCEL, N_("cancel"), TASK, NONE, 0)                                     \
    X(NAME, N_("name"), TASK, NAME, 0)                                         \
    X(SLEEP, N_("sleep"), NONE, SLEEP, TIMED)                                  \
    X(PAUSE, N_("pause"), NONE, SLEEP, CAN_WAIT)                               \
    X(YIELD, N_("yield"), NONE, YIELD, 0)                                      \
    /* Mutexes. */                                                             \
    X(MUTEX_INIT, N_("init"), MUTEX, INIT, 0)                                  \
    X(MUTEX_DESTROY, N_("destroy"), MUTEX, DESTROY, 0)                         \
    X(LOCK, N_("lock"), MUTEX, ACQUIRE, CAN_WAIT)                              \
    X(TRY_LOCK, N_("try lock"), MUTEX, ACQUIRE, TRIES)                         \
    X(TIMED_LOCK, N_("lock"), MUTEX, ACQUIRE, TIMED)                           \
    X(UNLOCK, N_("unlock"), MUTEX, RELEASE, 0)                                 \
    X(CONSISTENT, N_("repair"), MUTEX, NONE, 0)                                \
    /* Condition variables. */                                                 \
    X(CONDITION_INIT, N_("init"), CONDITION, INIT, 0)                          \
    X(CONDITION_DESTROY, N_("destroy"), CONDITION, DESTROY, 0)                 \
    X(WAIT, N_("wait"), CONDITION, AWAIT, CAN_WAIT)                            \
    X(TIMED_WAIT, N_("wait"), CONDITION, AWAIT, TIMED)                         \
    X(SIGNAL, N_("signal"), CONDITION, NOTIFY, 0)                              \
    X(BROADCAST, N_("broadcast"), CONDITION, NOTIFY_ALL, 0)                    \
    /* Read-write locks. */                                                    \
    X(RWLOCK_INIT, N_("init"), RWLOCK, INIT, 0)                                \
    X(RWLOCK_DESTROY, N_("destroy"), RWLOCK, DESTROY, 0)                       \
    X(READ_LOCK, N_("read lock"), RWLOCK, SHARE, CAN_WAIT)                     \
    X(TRY_READ_LOCK, N_("try read lock"), RWLOCK, SHARE, TRIES)                \
    X(TIMED_READ_LOCK, N_("read lock"), RWLOCK, SHARE, TIMED)                  \
    X(WRITE_LOCK, N_("write lock"), RWLOCK, ACQUIRE, CAN_WAIT)                 \
    X(TRY_WRITE_LOCK, N_("try write lock"), RWLOCK, ACQUIRE, TRIES)            \
    X(TIMED_WRITE_LOCK, N_("write lock"), RWLOCK, ACQUIRE, TIMED)              \
    X(RW_UNLOCK, N_("unlock"), RWLOCK, RELEASE, 0)                             \
    /* Barriers, spin locks, once. */                                          \
    X(BARRIER_INIT, N_("init"), BARRIER, INIT, 0)                              \
    X(BARRIER_DESTROY, N_("destroy"), BARRIER, DESTROY, 0)                     \
    X(BARRIER_WAIT, N_("arrive"), BARRIER, ARRIVE, CAN_WAIT)                   \
    X(SPIN_INIT, N_("init"), SPINLOCK, INIT, 0)                                \
    X(SPIN_DESTROY, N_("destroy"), SPINLOCK, DESTROY, 0)                       \
    X(SPIN_LOCK, N_("spin lock"), SPINLOCK, ACQUIRE, CAN_WAIT)                 \
    X(SPIN_TRY_LOCK, N_("try spin lock"), SPINLOCK, ACQUIRE, TRIES)            \
    X(SPIN_UNLOCK, N_("unlock"), SPINLOCK, RELEASE, 0)                         \
    X(ONCE, N_("once"), ONCE, NONE, CAN_WAIT)                                  \
    /* Semaphores. */                                                          \
    X(SEMAPHORE_INIT, N_("init"), SEMAPHORE, INIT, 0)                          \
    X(SEMAPHORE_DESTROY, N_("destroy"), SEMAPHORE, DESTROY, 0)                 \
    X(SEMAPHORE_OPEN, N_("open"), SEMAPHORE, INIT, 0)                          \
    X(SEMAPHORE_CLOSE, N_("close"), SEMAPHORE, NONE, 0)                        \
    X(SEMAPHORE_UNLINK, N_("unlink"), SEMAPHORE, NONE, 0)                      \
    X(SEMAPHORE_WAIT, N_("take"), SEMAPHORE, TAKE, CAN_WAIT)                   \
    X(SEMAPHORE_TRY_WAIT, N_("try take"), SEMAPHORE, TAKE, TRIES)              \
    X(SEMAPHORE_TIMED_WAIT, N_("take"), SEMAPHORE, TAKE, TIMED)                \
    X(SEMAPHORE_POST, N_("post"), SEMAPHORE, GIVE, 0)                          \
    /* Processes and signals. */                                               \
    X(FORK, N_("fork"), PROCESS, FORK, 0)                                      \
    X(SPAWN, N_("spawn"), PROCESS, FORK, 0)                                    \
    X(EXEC, N_("exec"), PROCESS, EXEC, 0)                                      \
    X(EXIT, N_("exit"), PROCESS, EXIT, 0)                                      \
    X(WAIT_CHILD, N_("wait for"), PROCESS, REAP, CAN_WAIT)                     \
    X(TRY_WAIT_CHILD, N_("look at"), PROCESS, REAP, TRIES)                     \
    X(KILL, N_("kill"), PROCESS, NONE, 0)                                      \
    X(SIGNAL_THREAD, N_("signal task"), TASK, NONE, 0)                         \
    X(SIGNAL_ACTION, N_("set handler"), NONE, NONE, 0)                         \
    X(TIMER, N_("set timer"), NONE, NONE, 0)                                   \
    X(SIGNAL_WAIT, N_("wait signal"), NONE, SLEEP, CAN_WAIT)                   \
    X(HANDLER_ENTER, N_("handler"), NONE, ENTER, 0)                            \
    X(HANDLER_LEAVE, N_("return"), NONE, LEAVE, 0)                             \
    X(CRASH, N_("crash"), NONE, CRASH, 0)                                      \
    X(ASSERT, N_("assert"), NONE, CRASH, 0)                                    \
    /* Pipes, sockets, files. */                                               \
    X(PIPE, N_("pipe"), PIPE, OPEN, 0)                                         \
    X(SOCKET_PAIR, N_("socketpair"), SOCKET, OPEN, 0)                          \
    X(OPEN, N_("open"), DESCRIPTOR, OPEN, 0)                                   \
    X(CLOSE, N_("close"), DESCRIPTOR, CLOSE, 0)                                \
    X(DUPLICATE, N_("dup"), DESCRIPTOR, DUPLICATE, 0)                          \
    X(READ, N_("read"), DESCRIPTOR, GET, CAN_WAIT)                             \
    X(WRITE, N_("write"), DESCRIPTOR, PUT, CAN_WAIT)                           \
    X(ACCEPT, N_("accept"), DESCRIPTOR, SLEEP, CAN_WAIT)                       \
    X(CONNECT, N_("connect"), DESCRIPTOR, SLEEP, CAN_WAIT)                     \
    X(POLL, N_("poll"), DESCRIPTOR, SLEEP, CAN_WAIT)                           \
    X(TIMED_POLL, N_("poll"), DESCRIPTOR, SLEEP, TIMED)                        \
    X(PRINT, N_("print"), NONE, PRINT, 0)                                      \
    X(FILE_LOCK, N_("lock"), FILE, ACQUIRE, CAN_WAIT)                          \
    X(TRY_FILE_LOCK, N_("try lock"), FILE, ACQUIRE, TRIES)                     \
    X(FILE_SHARE, N_("share"), FILE, SHARE, CAN_WAIT)                          \
    X(TRY_FILE_SHARE, N_("try share"), FILE, SHARE, TRIES)                     \
    X(FILE_UNLOCK, N_("unlock"), FILE, RELEASE, 0)                             \
    /* Message queues. */                                                      \
    X(QUEUE_OPEN, N_("open"), MESSAGE_QUEUE, INIT, 0)                          \
    X(QUEUE_CLOSE, N_("close"), MESSAGE_QUEUE, CLOSE, 0)                       \
    X(QUEUE_UNLINK, N_("unlink"), MESSAGE_QUEUE, NONE, 0)                      \
    X(SEND, N_("send"), MESSAGE_QUEUE, PUT, CAN_WAIT)                          \
    X(TIMED_SEND, N_("send"), MESSAGE_QUEUE, PUT, TIMED)                       \
    X(RECEIVE, N_("receive"), MESSAGE_QUEUE, GET, CAN_WAIT)                    \
    X(TIMED_RECEIVE, N_("receive"), MESSAGE_QUEUE, GET, TIMED)                 \
    /* Shared memory. */                                                       \
    X(MEMORY_OPEN, N_("open"), MEMORY, NONE, 0)                                \
    X(MEMORY_UNLINK, N_("unlink"), MEMORY, NONE, 0)                            \
    X(MAP, N_("map"), MEMORY, OPEN, 0)                                         \
    X(UNMAP, N_("unmap"), MEMORY, CLOSE, 0)                                    \
    /* Variables, of programs built to show them. */                           \
    X(READ_VARIABLE, N_("read"), VARIABLE, LOOK, 0)                            \
    X(WRITE_VARIABLE, N_("write"), VARIABLE, CHANGE, 0)                        \
    X(ATOMIC_READ, N_("atomically read"), VARIABLE, LOOK, 0)                   \
    X(ATOMIC_WRITE, N_("atomically write"), VARIABLE, CHANGE, 0)               \
    X(ATOMIC_UPDATE, N_("atomically change"), VARIABLE, CHANGE, 0)             \
    /* Under control, written by the runtime: the task is let move. */         \
    X(MOVE, "move", NONE, NONE, 0)                                             \
    /* Before a record: what its object could be called (runtime/hint.h). */   \
    X(BLOCK, "block", NONE, NONE, 0)                                           \
    X(FRAME, "frame", NONE, NONE, 0)                                           \
    X(POINTER, "pointer", NONE, NONE, 0)                                       \
    /* Locks that programs make themselves. */                                 \
    X(FUTEX_WAIT, N_("wait"), FUTEX, AWAIT, CAN_WAIT)                          \
    X(FUTEX_TIMED_WAIT, N_("wait"), FUTEX, AWAIT, TIMED)                       \
    X(FUTEX_WAKE, N_("wake"), FUTEX, NOTIFY, 0)                                \
    /* What common/parallel says of itself (note_inside.h there). */           \
    X(WORKER, N_("work"), NONE, NOTE, 0)                                       \
    X(JOB_GIVEN, N_("give job"), NONE, NOTE, 0)                                \
    X(JOB_TAKEN, N_("take job"), NONE, NOTE, 0)                                \
    X(JOB_FINISHED, N_("finish job"), NONE, NOTE, 0)                           \
    X(JOB_DROPPED, N_("drop job"), NONE, NOTE, 0)                              \
    X(SERVE, N_("serve"), NONE, NOTE, 0)                                       \
    X(KEEP, N_("keep"), NONE, NOTE, 0)                                         \
    X(DELETE, N_("delete"), NONE, NOTE, 0)                                     \
    X(CALL, N_("call"), NONE, NOTE, 0)                                         \
    X(ANSWER, N_("be answered"), NONE, NOTE, 0)                                \
    /* A fence of memory_order_seq_cst. */                                     \
    X(FENCE, N_("fence"), NONE, NONE, 0)

enum operation {
#define X(name, word, kind, effect, properties) OP_##name,
    OPERATIONS(X)
#undef X
        OP_COUNT
};

/* All functions here may be called from any thread. Numbers out of range are
   answered as for OP_NONE or KIND_NONE. */
const char *operation_word(enum operation op); /* "lock" */
const char *operation_name(enum operation op); /* "LOCK", unique. */
const char *kind_word(enum kind kind);         /* "mutex" */

/* Asked many times for each move of a search: hence here. */
struct operation_traits {
    unsigned char kind;
    unsigned char effect;
    unsigned char properties;
};
extern const struct operation_traits operation_traits[OP_COUNT];

static inline const struct operation_traits *operation_about(enum operation op)
{
    return &operation_traits[(unsigned)op < OP_COUNT ? op : OP_NONE];
}

static inline enum kind operation_kind(enum operation op)
{
    return (enum kind)operation_about(op)->kind;
}

static inline enum effect operation_effect(enum operation op)
{
    return (enum effect)operation_about(op)->effect;
}

/* Without limit of time. */
static inline bool operation_can_wait(enum operation op)
{
    return operation_about(op)->properties & CAN_WAIT;
}

static inline bool operation_is_timed(enum operation op)
{
    return operation_about(op)->properties & TIMED;
}

static inline bool operation_tries(enum operation op)
{
    return operation_about(op)->properties & TRIES;
}

#endif
