/* control.h - deciding who moves, in a program under control.

   The runtime lets one task move at a time (scheduler/scheduler.h). This is
   the lab's side: it waits until nobody moves, says what each task wants and
   can, and tells one to move.

       while (control_settle(c, 20) == STANDS_STILL) {
           n = control_choices(c, choices, room);
           ... choose ...
           control_move(c, &decision);
       }

   What it reads may have been written over by the program: numbers are checked
   where they are used. One thread at a time. */
#ifndef WATCH_CONTROL_H
#define WATCH_CONTROL_H

#include "scheduler/scheduler.h"
#include "watch/hearing.h"
#include "watch/translate.h"

struct control;

/* Both must outlive the control. Tasks follow the script first; it is copied.
   To be called before the program starts. */
struct control *control_new(struct area *area, struct translator *translator,
                            const struct decision *script, uint32_t length);
void control_free(struct control *control);

enum standing {
    STANDS_STILL, /* A decision is needed. */
    STILL_MOVES,  /* A task has not come to its next operation yet. */
    NOBODY_LEFT   /* All tasks are gone. */
};

/* Waits until nobody moves, at most so long. */
enum standing control_settle(struct control *control, int patience_ms);

/* A task that stands before an operation. */
struct choice {
    uint32_t task; /* Its number in the trace. */
    uint32_t birth;
    enum readiness readiness;
    uint64_t at_ns; /* CAN_BY_TIME: virtual time when it can. */
    unsigned alternatives;
    bool may_wake_spuriously;
    enum operation op;
};

/* Its access need not be about the newest store: the ways but the first are
   with older ones. */
static inline bool choice_has_older(const struct choice *choice)
{
    return choice->alternatives > 1 &&
           operation_kind(choice->op) == KIND_VARIABLE;
}

enum { CHOICES = SCHEDULER_TASKS };

/* In order of birth. Returns how many there are, at most `room`. Only when all
   stand still. */
size_t control_choices(struct control *control, struct choice *choices,
                       size_t room);

/* Lets a task move. False: it cannot, and nothing has happened. */
bool control_move(struct control *control, const struct decision *decision);

/* Its inside, for a search that decides. Only when all stand still. */
/* What was done in the last move is judged. For a search. */
void control_hear(struct control *control, struct hearing *hearing);

/* What the program asked for that is not modelled: "FUTEX_LOCK_PI"; "". */
const char *control_unmodelled(const struct control *control, char *text,
                               size_t size);

struct scheduler *control_scheduler(struct control *control);

/* Who knows names for the program's addresses. */
struct translator *control_translator(const struct control *control);

/* The birth of a task of the trace; 0: it is not known. */
uint32_t control_birth(const struct control *control, uint32_t task);

/* The task that moves now, by its number in the trace; 0: none does, or it is
   not known. And its thread, for the kernel to be asked about; 0. */
uint32_t control_mover(const struct control *control);
pid_t control_mover_tid(const struct control *control);

/* The call in the kernel that it is in, "" where it computes or is not known
   (kernel.h). Returns text. */
const char *control_mover_call(const struct control *control, char *text,
                               size_t size);

/* Moves ever made; of these, how many were the script's. */
uint64_t control_moves(const struct control *control);

/* A process that has ended since it was last asked, and whose parent goes on;
   0: none. control_settle returns early for it to be told of in the trace
   before anybody moves. */
pid_t control_take_dead(struct control *control);

/* The end of a process of which the keeper tells has been told in the trace:
   nobody moves before, either. */
void control_was_told(struct control *control, pid_t pid);

#endif
