/* dependence.h - which operations depend on each other, by their kinds.

   Two on the same object that commute lead to the same, whichever comes first.
   For happens.c. */
#ifndef SEARCH_DEPENDENCE_H
#define SEARCH_DEPENDENCE_H

#include "scheduler/scheduler.h"

/* As objects: being cancelled, of each task. */
#define CANCELLING (UINT64_MAX - UINT32_MAX)

/* Cancelling a task meets that task where it would notice. */
static inline uint64_t cancelling(const struct want *want, uint32_t birth)
{
    enum operation op = (enum operation)want->op;

    if (op == OP_CANCEL)
        return CANCELLING + want->object;
    return !want->other && scheduler_is_cancellation_point(op)
               ? CANCELLING + birth
               : 0;
}

/* An operation that can only be done once another has been, so never the other
   way round: releasing makes acquiring possible. */
static inline bool releases(enum operation op, unsigned phase)
{
    bool waits = op == OP_WAIT || op == OP_TIMED_WAIT;

    return operation_effect(op) == EFFECT_RELEASE ||
           (waits && phase == PHASE_ASKS);
}

static inline bool acquires(enum operation op)
{
    enum effect effect = operation_effect(op);

    return effect == EFFECT_ACQUIRE || effect == EFFECT_SHARE ||
           (operation_kind(op) == KIND_CONDITION && effect == EFFECT_AWAIT);
}

static inline bool tries(enum operation op)
{
    return operation_tries(op) || operation_is_timed(op);
}

/* Reads do not change anything for each other, nor do those who share. */
static inline bool commutes(enum operation a, enum operation b)
{
    enum effect one = operation_effect(a);
    enum effect other = operation_effect(b);

    if (one == EFFECT_LOOK && other == EFFECT_LOOK)
        return true;
    if (one == EFFECT_SHARE && other == EFFECT_SHARE)
        return true;
    return one == EFFECT_GIVE && other == EFFECT_GIVE;
}

/* Commutes with nothing on its object: all that was done there before happens
   before it. */
static inline bool is_strong(enum operation op)
{
    return !commutes(op, op);
}

#endif
