/* why_inside.h - what the files that explain share. Not for others. */
#ifndef MODEL_WHY_INSIDE_H
#define MODEL_WHY_INSIDE_H

#include "model/why.h"
#include "model/words.h"

/* What the explanation goes by. */
struct walk {
    const struct model *model;
    const struct trace *trace;
    size_t position;
    struct why *why;
    uint32_t asked[WHY_LINES]; /* Tasks explained on the way, */
    unsigned asked_count;
    uint32_t explained[WHY_LINES]; /* and what they wait for. */
    unsigned explained_count;
    bool is_circle; /* It came back to one of the tasks. */
};

static inline struct walk walk_from(const struct model *model,
                                    const struct trace *trace, size_t position,
                                    struct why *why)
{
    why->count = 0;
    return (struct walk){
        .model = model, .trace = trace, .position = position, .why = why};
}

__attribute__((format(printf, 3, 4))) void
why_say(struct walk *walk, uint64_t move, const char *format, ...);

/* ---- Looking for events. ---- */

typedef bool wanted(const struct event *event, uint32_t task, uint32_t object);

/* The index of the newest such event before `before`; SIZE_MAX: none. */
size_t why_find(const struct walk *walk, size_t before, wanted *is,
                uint32_t task, uint32_t object);

/* In which move it happened. */
uint64_t why_move(const struct walk *walk, size_t index);

/* " (move 7, deadlock.c:24)". Returns text. */
const char *why_place(const struct walk *walk, size_t index, char *text,
                      size_t size);

const char *why_name(const struct walk *walk, uint32_t task, char name[NAME]);

/* The task has woken up on the object, or, where it is 0, on any; or any task
   has, where that is 0. */
bool why_woke(const struct event *event, uint32_t task, uint32_t object);

/* The task has last woken up from a wait that nobody ended. */
void why_roused(struct walk *walk, uint32_t task);

#endif
