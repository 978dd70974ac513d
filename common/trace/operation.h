/* operation.h - what a task can do that others could notice.

   One table names every operation the lab knows: its word, the kind of object
   it acts on, and its effect on that object. The runtime reports operations by
   number, the model applies them by effect, and the views show their words, so
   a new operation is one line here and one function in the runtime. */
#ifndef TRACE_OPERATION_H
#define TRACE_OPERATION_H

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
};

/* What the WANTS of LOCK and TIMED_LOCK on a mutex has as its value. */
enum {
    MUTEX_TYPE = 3, /* Of these bits, one of: */
    MUTEX_RECURSIVE = 1,
    MUTEX_ERROR_CHECKING = 2,
    MUTEX_ROBUST = 16,   /* And this bit. */
    MUTEX_UNMADE = 12,   /* Or it is none: nobody ever made it one. */
    MUTEX_DESTROYED = 31 /* Or it is no more: what glibc leaves behind. */
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
    X(BEGIN, "begin", TASK, BEGIN, 0)                                          \
    X(END, "end", TASK, END, 0)                                                \
    X(CREATE, "create", TASK, CREATE, 0)                                       \
    X(JOIN, "join", TASK, JOIN, CAN_WAIT)                                      \
    X(TRY_JOIN, "try join", TASK, JOIN, TRIES)                                 \
    X(TIMED_JOIN, "join", TASK, JOIN, TIMED)                                   \
    X(DETACH, "detach", TASK, DETACH, 0)                                       \
    X(CANCEL, "cancel", TASK, NONE, 0)                                         \
    X(NAME, "name", TASK, NAME, 0)                                             \
    X(SLEEP, "sleep", NONE, SLEEP, TIMED)                                      \
    X(PAUSE, "pause", NONE, SLEEP, CAN_WAIT)                                   \
    X(YIELD, "yield", NONE, YIELD, 0)                                          \
    /* Mutexes. */                                                             \
    X(MUTEX_INIT, "init", MUTEX, INIT, 0)                                      \
    X(MUTEX_DESTROY, "destroy", MUTEX, DESTROY, 0)                             \
    X(LOCK, "lock", MUTEX, ACQUIRE, CAN_WAIT)                                  \
    X(TRY_LOCK, "try lock", MUTEX, ACQUIRE, TRIES)                             \
    X(TIMED_LOCK, "lock", MUTEX, ACQUIRE, TIMED)                               \
    X(UNLOCK, "unlock", MUTEX, RELEASE, 0)                                     \
    X(CONSISTENT, "repair", MUTEX, NONE, 0)                                    \
    /* Condition variables. */                                                 \
    X(CONDITION_INIT, "init", CONDITION, INIT, 0)                              \
    X(CONDITION_DESTROY, "destroy", CONDITION, DESTROY, 0)                     \
    X(WAIT, "wait", CONDITION, AWAIT, CAN_WAIT)                                \
    X(TIMED_WAIT, "wait", CONDITION, AWAIT, TIMED)                             \
    X(SIGNAL, "signal", CONDITION, NOTIFY, 0)                                  \
    X(BROADCAST, "broadcast", CONDITION, NOTIFY_ALL, 0)                        \
    /* Read-write locks. */                                                    \
    X(RWLOCK_INIT, "init", RWLOCK, INIT, 0)                                    \
    X(RWLOCK_DESTROY, "destroy", RWLOCK, DESTROY, 0)                           \
    X(READ_LOCK, "read lock", RWLOCK, SHARE, CAN_WAIT)                         \
    X(TRY_READ_LOCK, "try read lock", RWLOCK, SHARE, TRIES)                    \
    X(TIMED_READ_LOCK, "read lock", RWLOCK, SHARE, TIMED)                      \
    X(WRITE_LOCK, "write lock", RWLOCK, ACQUIRE, CAN_WAIT)                     \
    X(TRY_WRITE_LOCK, "try write lock", RWLOCK, ACQUIRE, TRIES)                \
    X(TIMED_WRITE_LOCK, "write lock", RWLOCK, ACQUIRE, TIMED)                  \
    X(RW_UNLOCK, "unlock", RWLOCK, RELEASE, 0)                                 \
    /* Barriers, spin locks, once. */                                          \
    X(BARRIER_INIT, "init", BARRIER, INIT, 0)                                  \
    X(BARRIER_DESTROY, "destroy", BARRIER, DESTROY, 0)                         \
    X(BARRIER_WAIT, "arrive", BARRIER, ARRIVE, CAN_WAIT)                       \
    X(SPIN_INIT, "init", SPINLOCK, INIT, 0)                                    \
    X(SPIN_DESTROY, "destroy", SPINLOCK, DESTROY, 0)                           \
    X(SPIN_LOCK, "spin lock", SPINLOCK, ACQUIRE, CAN_WAIT)                     \
    X(SPIN_TRY_LOCK, "try spin lock", SPINLOCK, ACQUIRE, TRIES)                \
    X(SPIN_UNLOCK, "unlock", SPINLOCK, RELEASE, 0)                             \
    X(ONCE, "once", ONCE, NONE, CAN_WAIT)                                      \
    /* Semaphores. */                                                          \
    X(SEMAPHORE_INIT, "init", SEMAPHORE, INIT, 0)                              \
    X(SEMAPHORE_DESTROY, "destroy", SEMAPHORE, DESTROY, 0)                     \
    X(SEMAPHORE_OPEN, "open", SEMAPHORE, INIT, 0)                              \
    X(SEMAPHORE_CLOSE, "close", SEMAPHORE, NONE, 0)                            \
    X(SEMAPHORE_UNLINK, "unlink", SEMAPHORE, NONE, 0)                          \
    X(SEMAPHORE_WAIT, "take", SEMAPHORE, TAKE, CAN_WAIT)                       \
    X(SEMAPHORE_TRY_WAIT, "try take", SEMAPHORE, TAKE, TRIES)                  \
    X(SEMAPHORE_TIMED_WAIT, "take", SEMAPHORE, TAKE, TIMED)                    \
    X(SEMAPHORE_POST, "post", SEMAPHORE, GIVE, 0)                              \
    /* Processes and signals. */                                               \
    X(FORK, "fork", PROCESS, FORK, 0)                                          \
    X(SPAWN, "spawn", PROCESS, FORK, 0)                                        \
    X(EXEC, "exec", PROCESS, EXEC, 0)                                          \
    X(EXIT, "exit", PROCESS, EXIT, 0)                                          \
    X(WAIT_CHILD, "wait for", PROCESS, REAP, CAN_WAIT)                         \
    X(TRY_WAIT_CHILD, "look at", PROCESS, REAP, TRIES)                         \
    X(KILL, "kill", PROCESS, NONE, 0)                                          \
    X(SIGNAL_THREAD, "signal task", TASK, NONE, 0)                             \
    X(SIGNAL_ACTION, "set handler", NONE, NONE, 0)                             \
    X(TIMER, "set timer", NONE, NONE, 0)                                       \
    X(SIGNAL_WAIT, "wait signal", NONE, SLEEP, CAN_WAIT)                       \
    X(HANDLER_ENTER, "handler", NONE, ENTER, 0)                                \
    X(HANDLER_LEAVE, "return", NONE, LEAVE, 0)                                 \
    X(CRASH, "crash", NONE, CRASH, 0)                                          \
    X(ASSERT, "assert", NONE, CRASH, 0)                                        \
    /* Pipes, sockets, files. */                                               \
    X(PIPE, "pipe", PIPE, OPEN, 0)                                             \
    X(SOCKET_PAIR, "socketpair", SOCKET, OPEN, 0)                              \
    X(OPEN, "open", DESCRIPTOR, OPEN, 0)                                       \
    X(CLOSE, "close", DESCRIPTOR, CLOSE, 0)                                    \
    X(DUPLICATE, "dup", DESCRIPTOR, DUPLICATE, 0)                              \
    X(READ, "read", DESCRIPTOR, GET, CAN_WAIT)                                 \
    X(WRITE, "write", DESCRIPTOR, PUT, CAN_WAIT)                               \
    X(ACCEPT, "accept", DESCRIPTOR, SLEEP, CAN_WAIT)                           \
    X(CONNECT, "connect", DESCRIPTOR, SLEEP, CAN_WAIT)                         \
    X(POLL, "poll", DESCRIPTOR, SLEEP, CAN_WAIT)                               \
    X(TIMED_POLL, "poll", DESCRIPTOR, SLEEP, TIMED)                            \
    X(PRINT, "print", NONE, PRINT, 0)                                          \
    X(FILE_LOCK, "lock", FILE, ACQUIRE, CAN_WAIT)                              \
    X(TRY_FILE_LOCK, "try lock", FILE, ACQUIRE, TRIES)                         \
    X(FILE_SHARE, "share", FILE, SHARE, CAN_WAIT)                              \
    X(TRY_FILE_SHARE, "try share", FILE, SHARE, TRIES)                         \
    X(FILE_UNLOCK, "unlock", FILE, RELEASE, 0)                                 \
    /* Message queues. */                                                      \
    X(QUEUE_OPEN, "open", MESSAGE_QUEUE, INIT, 0)                              \
    X(QUEUE_CLOSE, "close", MESSAGE_QUEUE, CLOSE, 0)                           \
    X(QUEUE_UNLINK, "unlink", MESSAGE_QUEUE, NONE, 0)                          \
    X(SEND, "send", MESSAGE_QUEUE, PUT, CAN_WAIT)                              \
    X(TIMED_SEND, "send", MESSAGE_QUEUE, PUT, TIMED)                           \
    X(RECEIVE, "receive", MESSAGE_QUEUE, GET, CAN_WAIT)                        \
    X(TIMED_RECEIVE, "receive", MESSAGE_QUEUE, GET, TIMED)                     \
    /* Shared memory. */                                                       \
    X(MEMORY_OPEN, "open", MEMORY, NONE, 0)                                    \
    X(MEMORY_UNLINK, "unlink", MEMORY, NONE, 0)                                \
    X(MAP, "map", MEMORY, OPEN, 0)                                             \
    X(UNMAP, "unmap", MEMORY, CLOSE, 0)                                        \
    /* Variables, of programs built to show them. */                           \
    X(READ_VARIABLE, "read", VARIABLE, LOOK, 0)                                \
    X(WRITE_VARIABLE, "write", VARIABLE, CHANGE, 0)                            \
    X(ATOMIC_READ, "atomically read", VARIABLE, LOOK, 0)                       \
    X(ATOMIC_WRITE, "atomically write", VARIABLE, CHANGE, 0)                   \
    X(ATOMIC_UPDATE, "atomically change", VARIABLE, CHANGE, 0)                 \
    /* Under control, written by the runtime: the task is let move. */         \
    X(MOVE, "move", NONE, NONE, 0)                                             \
    /* Before a record: what its object could be called (runtime/hint.h). */   \
    X(BLOCK, "block", NONE, NONE, 0)                                           \
    X(FRAME, "frame", NONE, NONE, 0)                                           \
    X(POINTER, "pointer", NONE, NONE, 0)                                       \
    /* Locks that programs make themselves. */                                 \
    X(FUTEX_WAIT, "wait", FUTEX, AWAIT, CAN_WAIT)                              \
    X(FUTEX_TIMED_WAIT, "wait", FUTEX, AWAIT, TIMED)                           \
    X(FUTEX_WAKE, "wake", FUTEX, NOTIFY, 0)

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
