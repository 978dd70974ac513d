/* frames.h - how long the local variables of functions last.

   Code compiled with -fsanitize=thread tells when a function is entered and
   left. From that, and from where a task's stack pointer is while it stands,
   follows whether an address on its stack is still of the call that it was of
   when another task could have been told of it.

   Where fibers carry the tasks; all functions on the task that moves. Times are
   those of the tasks' own clocks (races_time). */
#ifndef RUNTIME_FRAMES_H
#define RUNTIME_FRAMES_H

#include "runtime/fiber.h"

#include <stdint.h>

struct frame_range {
    uintptr_t low;
    uintptr_t end;
};

/* A task begins on this fiber: nothing was called. */
void frames_begin(unsigned task, const struct fiber *fiber);

/* The task on whose stack the address is. False: it is on none. */
bool frames_owner_of(uintptr_t address, unsigned *task);
extern struct frame_range frames_all; /* All stacks are between these. */
static inline bool frames_owner(uintptr_t address, unsigned *task)
{
    return address - frames_all.low < frames_all.end - frames_all.low &&
           frames_owner_of(address, task);
}

/* It entered a function, whose frame lies between these, but for what it takes
   later. It leaves it: true if others had touched memory there, as far as
   `touched` says. */
void frames_entered(unsigned task, const struct frame_range *frame,
                    const void *where, uint32_t time);
bool frames_left(unsigned task, const struct frame_range *frame,
                 const void *where, uint32_t time, struct frame_range *touched);

/* Another task came to this part of the task's stack. */
void frames_touch(unsigned task, const struct frame_range *part);

/* A frame that is no more, and where it was left. */
struct frame_left {
    struct frame_range frame;
    uintptr_t function; /* An address in it. */
    uintptr_t where;    /* 0: not known. */
    uint32_t time;
};

/* It ends by pthread_exit, called where the stack ends at `place`. */
void frames_end(unsigned task, uintptr_t place);

/* Where the frames of a task end that are alive, while it stands, or its stack
   ends at `place`, having been called from `where`; 0: that cannot be known.
   What main had counts as alive when it has returned. */
uintptr_t frames_bottom(unsigned task, uintptr_t where);
uintptr_t frames_bottom_from(unsigned task, uintptr_t place, uintptr_t where);

/* The frame that lay around the address, and was left last; NULL: none is
   known. */
const struct frame_left *frames_left_at(unsigned task, uintptr_t address);

/* The call that goes on and in whose frame the address is; NULL: none is
   known. */
struct call_entered {
    struct frame_range frame;
    uintptr_t function; /* An address in it. */
    uint32_t time;
};
const struct call_entered *frames_entered_at(unsigned task, uintptr_t address);

#endif
