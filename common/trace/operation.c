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
    [KIND_TASK] = N_("task"),
    [KIND_PROCESS] = N_("process"),
    [KIND_MUTEX] = N_("mutex"),
    [KIND_CONDITION] = N_("condition"),
    [KIND_RWLOCK] = N_("rwlock"),
    [KIND_BARRIER] = N_("barrier"),
    [KIND_SPINLOCK] = N_("spin lock"),
    [KIND_ONCE] = N_("once"),
    [KIND_SEMAPHORE] = N_("semaphore"),
    [KIND_PIPE] = N_("pipe"),
    [KIND_SOCKET] = N_("socket"),
    [KIND_FILE] = N_("file"),
    [KIND_MESSAGE_QUEUE] = N_("message queue"),
    [KIND_MEMORY] = N_("shared memory"),
    [KIND_DESCRIPTOR] = N_("descriptor"),
    [KIND_VARIABLE] = N_("variable"),
    [KIND_FUTEX] = N_("futex"),
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
