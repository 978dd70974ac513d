/* cancel.c - threads asked to end, under control.

   glibc's pthread_cleanup_push, in C, keeps a place to jump to in the stack
   frame, and registers it here. Where threads are fibers, glibc knows nothing
   of them, so its part is played: the places are kept by task, and who ends
   jumps to each in turn. */
#include "runtime/cancel.h"

#include "runtime/emit.h"
#include "runtime/explore.h"
#include "runtime/real.h"
#include "runtime/turn.h"

#include <setjmp.h>
#include <string.h>

static __pthread_unwind_buf_t *latest[SCHEDULER_TASKS];

static unsigned here(void)
{
    return (unsigned)(self_here.slot - self_area->slots);
}

void cancel_begin(unsigned task)
{
    latest[task] = NULL;
}

void cancel_unwind(void)
{
    __pthread_unwind_buf_t *place = latest[here()];

    if (!place)
        return;
    latest[here()] = place->__pad[0];
    /* What is kept is a jmp_buf without its signals. */
    jmp_buf target = {{.__mask_was_saved = 0}};
    memcpy(target[0].__jmpbuf, place->__cancel_jmp_buf[0].__cancel_jmp_buf,
           sizeof target[0].__jmpbuf);
    longjmp(target, 1);
}

static bool is_asked(const struct scheduled *task)
{
    return task->cancelled && !task->keeps_on;
}

void cancel_notice(struct self *self)
{
    struct scheduled *task = turn_task(self);

    if (!is_asked(task))
        return;
    task->cancelled = false;
    if (!explore_runs()) {
        if (task->ends_at_once) /* Nobody has told libc. */
            REAL(pthread_cancel)(pthread_self());
        REAL(pthread_testcancel)();
        return;
    }
    task->keeps_on = true; /* It ends already. */
    pthread_exit(PTHREAD_CANCELED);
}

EXPORT void pthread_testcancel(void)
{
    struct self *self = watched();

    if (self && turn_controls() && is_asked(turn_task(self)))
        cancel_notice(self);
    else if (!explore_runs())
        REAL(pthread_testcancel)();
}

EXPORT int pthread_setcancelstate(int state, int *old)
{
    struct self *self = watched();

    if (self && turn_controls()) {
        struct scheduled *task = turn_task(self);
        bool kept_on = task->keeps_on;

        task->keeps_on = state == PTHREAD_CANCEL_DISABLE;
        if (explore_runs()) {
            if (old)
                *old = kept_on ? PTHREAD_CANCEL_DISABLE : PTHREAD_CANCEL_ENABLE;
            return 0;
        }
    }
    return REAL(pthread_setcancelstate)(state, old);
}

EXPORT int pthread_setcanceltype(int type, int *old)
{
    struct self *self = watched();

    if (self && turn_controls()) {
        struct scheduled *task = turn_task(self);
        bool ended_at_once = task->ends_at_once;

        task->ends_at_once = type == PTHREAD_CANCEL_ASYNCHRONOUS;
        if (explore_runs()) {
            if (old)
                *old = ended_at_once ? PTHREAD_CANCEL_ASYNCHRONOUS
                                     : PTHREAD_CANCEL_DEFERRED;
            return 0;
        }
    }
    return REAL(pthread_setcanceltype)(type, old);
}

EXPORT void __pthread_register_cancel(__pthread_unwind_buf_t *place)
{
    if (!explore_runs()) {
        REAL(__pthread_register_cancel)(place);
        return;
    }
    place->__pad[0] = latest[here()];
    latest[here()] = place;
}

EXPORT void __pthread_unregister_cancel(__pthread_unwind_buf_t *place)
{
    if (!explore_runs()) {
        REAL(__pthread_unregister_cancel)(place);
        return;
    }
    latest[here()] = place->__pad[0];
}

/* The handler at this place has run. */
EXPORT void __pthread_unwind_next(__pthread_unwind_buf_t *place)
{
    if (!explore_runs())
        REAL(__pthread_unwind_next)(place);
    else
        pthread_exit(explore_own_result());
    __builtin_unreachable();
}
