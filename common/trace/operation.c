/* operation.c - the tables behind operation.h. */
#include "trace/operation.h"

static const struct {
    const char *name;
    const char *word;
} operations[OP_COUNT] = {
#define X(name, word, kind, effect, properties) [OP_##name] = {#name, word},
    OPERATIONS(X)
#undef X
};

const struct operation_traits operation_traits[OP_COUNT] = {
#define X(name, word, kind, effect, properties)                                \
    [OP_##name] = {KIND_##kind, EFFECT_##effect, properties},
    OPERATIONS(X)
#undef X
};

static const char *const kind_words[KIND_COUNT] = {
    [KIND_NONE] = "nothing",
    [KIND_TASK] = "task",
    [KIND_PROCESS] = "process",
    [KIND_MUTEX] = "mutex",
    [KIND_CONDITION] = "condition",
    [KIND_RWLOCK] = "rwlock",
    [KIND_BARRIER] = "barrier",
    [KIND_SPINLOCK] = "spin lock",
    [KIND_ONCE] = "once",
    [KIND_SEMAPHORE] = "semaphore",
    [KIND_PIPE] = "pipe",
    [KIND_SOCKET] = "socket",
    [KIND_FILE] = "file",
    [KIND_MESSAGE_QUEUE] = "message queue",
    [KIND_MEMORY] = "shared memory",
    [KIND_DESCRIPTOR] = "descriptor",
    [KIND_VARIABLE] = "variable",
    [KIND_FUTEX] = "futex",
};

static enum operation known(enum operation op)
{
    return (unsigned)op < OP_COUNT ? op : OP_NONE;
}

const char *operation_word(enum operation op)
{
    return operations[known(op)].word;
}

const char *operation_name(enum operation op)
{
    return operations[known(op)].name;
}

const char *kind_word(enum kind kind)
{
    return kind_words[(unsigned)kind < KIND_COUNT ? kind : KIND_NONE];
}
