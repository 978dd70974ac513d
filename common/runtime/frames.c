/* frames.c - calls that go on, and what those that are over leave behind. */
#include "runtime/frames.h"

#include "runtime/variable.h"

#include <string.h>

enum {
    CALLS = 128, /* Of a task, the outermost. */
    LEFT = 64    /* Frames that are no more, the outermost. */
};

/* Frames that are no more lie below all that go on; where one lies over
   another, the one that was left later is kept. So `left` goes upwards. */
static struct frames {
    const struct fiber *fiber;
    size_t depth; /* May exceed CALLS. */
    size_t left_count;
    uintptr_t ended; /* By pthread_exit: where that was called; 0: not. */
    struct frame_range touched; /* By others. */
    struct call_entered calls[CALLS];
    struct frame_left left[LEFT];
} all[SCHEDULER_TASKS];

static unsigned begun; /* Tasks that have a stack. */
struct frame_range frames_all;

static uintptr_t bottom_of(const struct fiber *fiber)
{
    return (uintptr_t)fiber->stack;
}

static uintptr_t top_of(const struct fiber *fiber)
{
    return bottom_of(fiber) + FIBER_STACK;
}

void frames_begin(unsigned task, const struct fiber *fiber)
{
    struct frames *frames = &all[task];

    frames->fiber = fiber;
    frames->depth = 0;
    frames->left_count = 0;
    frames->ended = 0;
    frames->touched = (struct frame_range){UINTPTR_MAX, 0};
    variable_know(task, fiber->stack, FIBER_STACK);
    if (begun == 0 || bottom_of(fiber) < frames_all.low)
        frames_all.low = bottom_of(fiber);
    if (top_of(fiber) > frames_all.end)
        frames_all.end = top_of(fiber);
    if (task >= begun)
        begun = task + 1;
}

bool frames_owner_of(uintptr_t address, unsigned *task)
{
    for (*task = 0; *task < begun; ++*task) {
        const struct fiber *fiber = all[*task].fiber;

        if (address >= bottom_of(fiber) && address < top_of(fiber))
            return true;
    }
    return false;
}

/* ---- Calls. ---- */

/* A jump out of calls leaves some that are over. */
static void drop_below(struct frames *frames, uintptr_t end)
{
    while (frames->depth > 0 && frames->depth <= CALLS &&
           frames->calls[frames->depth - 1].frame.end < end)
        frames->depth--;
}

/* It may be on a stack of the program's own. */
static bool is_on_stack(const struct frames *frames,
                        const struct frame_range *frame)
{
    return frame->low >= bottom_of(frames->fiber) && frame->low < frame->end &&
           frame->end <= top_of(frames->fiber);
}

void frames_entered(unsigned task, const struct frame_range *frame,
                    const void *where, uint32_t time)
{
    struct frames *frames = &all[task];

    if (!is_on_stack(frames, frame))
        return;
    drop_below(frames, frame->end);
    if (frames->depth < CALLS)
        frames->calls[frames->depth] =
            (struct call_entered){*frame, (uintptr_t)where, time};
    frames->depth++;
}

static void keep_left(struct frames *frames, const struct frame_left *added)
{
    while (frames->left_count > 0) {
        struct frame_left *last = &frames->left[frames->left_count - 1];

        if (last->frame.end <= added->frame.low)
            break;
        if (last->frame.low < added->frame.low) {
            last->frame.end = added->frame.low;
            break;
        }
        frames->left_count--;
    }
    if (frames->left_count == LEFT) /* The innermost are forgotten. */
        memmove(&frames->left[0], &frames->left[1],
                --frames->left_count * sizeof frames->left[0]);
    frames->left[frames->left_count++] = *added;
}

static bool take_touched(struct frames *frames, const struct frame_range *frame,
                         struct frame_range *touched)
{
    struct frame_range *all_touched = &frames->touched;

    if (all_touched->low >= frame->end)
        return false;
    touched->low =
        all_touched->low > frame->low ? all_touched->low : frame->low;
    touched->end =
        all_touched->end < frame->end ? all_touched->end : frame->end;
    all_touched->low = all_touched->end > frame->end ? frame->end : UINTPTR_MAX;
    if (all_touched->low == UINTPTR_MAX)
        all_touched->end = 0;
    return touched->low < touched->end;
}

bool frames_left(unsigned task, const struct frame_range *frame,
                 const void *where, uint32_t time, struct frame_range *touched)
{
    struct frames *frames = &all[task];

    if (!is_on_stack(frames, frame) || frames->depth == 0)
        return false;
    if (frames->depth > CALLS) {
        frames->depth--;
        return false;
    }
    drop_below(frames, frame->end);
    if (frames->depth == 0 ||
        frames->calls[frames->depth - 1].frame.end != frame->end)
        return false;
    const struct call_entered *call = &frames->calls[--frames->depth];
    struct frame_left left = {.frame = call->frame,
                              .function = call->function,
                              .where = (uintptr_t)where,
                              .time = time};
    if (frame->low < left.frame.low)
        left.frame.low = frame->low;
    keep_left(frames, &left);
    return take_touched(frames, &left.frame, touched);
}

void frames_end(unsigned task, uintptr_t place)
{
    all[task].ended = place;
}

void frames_touch(unsigned task, const struct frame_range *part)
{
    struct frame_range *touched = &all[task].touched;

    if (part->low < touched->low)
        touched->low = part->low;
    if (part->end > touched->end)
        touched->end = part->end;
}

/* ---- Asked. ---- */

/* Below the innermost frame as it was entered there may be more of it, of a
   size that only then was known; and frames of functions that tell of nothing.
   The lowest of what is alive ends where the call returns to. */
uintptr_t frames_bottom_from(unsigned task, uintptr_t place, uintptr_t where)
{
    const struct frames *frames = &all[task];

    if (frames->ended)
        return frames->ended;
    if (task == 0 && frames->depth == 0 && frames->left_count > 0)
        return frames->left[frames->left_count - 1].frame.low;
    if (frames->depth == 0 || frames->depth > CALLS || where == 0 ||
        place < bottom_of(frames->fiber))
        return 0;
    uintptr_t low = frames->calls[frames->depth - 1].frame.low;
    for (const uintptr_t *at = (const uintptr_t *)low; (uintptr_t)at > place;) {
        if (*--at == where)
            return (uintptr_t)(at + 1);
    }
    return place < low ? place : low;
}

uintptr_t frames_bottom(unsigned task, uintptr_t where)
{
    return frames_bottom_from(task, (uintptr_t)all[task].fiber->place, where);
}

const struct frame_left *frames_left_at(unsigned task, uintptr_t address)
{
    const struct frames *frames = &all[task];

    for (size_t i = 0; i < frames->left_count; i++) {
        const struct frame_left *left = &frames->left[i];

        if (address >= left->frame.low && address < left->frame.end)
            return left;
    }
    return NULL;
}

const struct call_entered *frames_entered_at(unsigned task, uintptr_t address)
{
    const struct frames *frames = &all[task];

    for (size_t i = frames->depth; i > 0 && frames->depth <= CALLS; i--) {
        if (frames->calls[i - 1].frame.end > address)
            return &frames->calls[i - 1];
    }
    return NULL;
}
