/* thread.c - threads: created, joined, detached, cancelled, ended.

   A new thread's slot is claimed by its creator, so threads are numbered in
   the order in which they are created, whenever they come to run. It is left
   in the last round of the destructors of thread-specific values: what the
   program's own destructors do is still seen. */
#include "runtime/thread.h"

#include "runtime/crash.h"
#include "runtime/deed.h"
#include "runtime/emit.h"
#include "runtime/explore.h"
#include "runtime/real.h"
#include "runtime/stale.h"
#include "runtime/title.h"
#include "runtime/turn.h"

#include <dlfcn.h>
#include <limits.h>
#include <string.h>

struct beginning {
    struct slot *slot;
    void *(*routine)(void *);
    void *argument;
};

static pthread_key_t end_key;
static pthread_once_t end_key_made = PTHREAD_ONCE_INIT;

static THREAD_LOCAL int end_rounds;

/* Called in each round of destructors until it asks for no other. */
static void thread_ends(void *value)
{
    if (++end_rounds < PTHREAD_DESTRUCTOR_ITERATIONS) {
        pthread_setspecific(end_key, value);
        return;
    }
    crash_forget_stack();
    self_leave();
}

static void make_end_key(void)
{
    pthread_key_create(&end_key, thread_ends);
}

void thread_watch_end(void)
{
    REAL(pthread_once)(&end_key_made, make_end_key);
    pthread_setspecific(end_key, &end_key);
}

static void *thread_begins(void *argument)
{
    struct beginning beginning = *(struct beginning *)argument;

    free(argument);
    self_adopt(beginning.slot);
    crash_prepare_stack();
    thread_watch_end();
    return beginning.routine(beginning.argument);
}

static bool is_born_detached(const pthread_attr_t *attributes)
{
    int state = PTHREAD_CREATE_JOINABLE;

    if (attributes)
        pthread_attr_getdetachstate(attributes, &state);
    return state == PTHREAD_CREATE_DETACHED;
}

int thread_create(struct self *self, pthread_t *thread,
                  const pthread_attr_t *attributes, void *(*routine)(void *),
                  void *argument, uint64_t start, const void *where)
{
    announce(self, OP_CREATE, 0, 0, where);
    if (explore_runs()) {
        int error = explore_create(self, thread, attributes, routine, argument);
        if (error == 0)
            title_inherit(explore_birth_of(*thread) - 1);
        return error;
    }
    if (turn_controls() && !turn_has_room()) {
        emit(self, OP_CREATE, STAGE_FAILED, 0, EAGAIN, where);
        return EAGAIN;
    }
    struct slot *slot = self_claim(start);
    struct beginning *beginning = slot ? malloc(sizeof *beginning) : NULL;

    if (!beginning) { /* Too many to watch: it runs unseen. */
        if (slot && turn_controls())
            turn_forget(slot);
        if (slot)
            self_give_back(slot);
        return REAL(pthread_create)(thread, attributes, routine, argument);
    }
    uint32_t birth = slot->birth;
    *beginning = (struct beginning){slot, routine, argument};
    uint32_t arrivals = turn_controls() ? turn_arrivals() : 0;
    int result =
        REAL(pthread_create)(thread, attributes, thread_begins, beginning);
    if (result == 0) {
        if (turn_controls())
            turn_await_arrival(arrivals, 0);
        stale_create(self->slot->birth, birth);
        self_remember(*thread, birth);
        if (turn_controls() && is_born_detached(attributes))
            turn_do_on(self, OP_DETACH, birth, 0, where);
        emit_urgently(self, OP_CREATE, STAGE_DID, birth, 0, where);
    } else {
        free(beginning);
        emit(self, OP_CREATE, STAGE_FAILED, birth, result, where);
        if (turn_controls())
            turn_forget(slot);
        self_give_back(slot);
    }
    return result;
}

/* Under control: when the thread has ended, the real call does not wait. */
static int join_in_turn(struct self *self, enum operation op, pthread_t thread,
                        uint64_t until_ns, void **result, const void *where)
{
    uint64_t birth = self_birth_of(thread);
    int error = turn_on(self, op, birth, 0, until_ns, where);

    if (error == 0 && explore_runs()) {
        if (result)
            *result = explore_result_of(thread);
    } else if (error == 0) {
        error = REAL(pthread_join)(thread, result);
    }
    emit_result(self, op, birth, error, where);
    return error;
}

int thread_join(struct self *self, pthread_t thread, void **result,
                const void *where)
{
    uint64_t birth = self_birth_of(thread);

    if (turn_controls() && (birth || explore_runs()))
        return join_in_turn(self, OP_JOIN, thread, NEVER, result, where);
    if (!announce(self, OP_JOIN, birth, 0, where))
        emit_waits(self, OP_JOIN, birth, 0, where);
    int error = REAL(pthread_join)(thread, result);
    emit_result(self, OP_JOIN, birth, error, where);
    return error;
}

int thread_detach(struct self *self, pthread_t thread, const void *where)
{
    uint64_t birth = self_birth_of(thread);
    int error = 0;

    if (turn_controls() && (birth || explore_runs()))
        error = turn_do_on(self, OP_DETACH, birth, 0, where);
    if (error == 0 && !explore_runs())
        error = REAL(pthread_detach)(thread);
    emit_result(self, OP_DETACH, birth, error, where);
    return error;
}

EXPORT int pthread_create(pthread_t *restrict thread,
                          const pthread_attr_t *restrict attributes,
                          void *(*routine)(void *), void *restrict argument)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_create)(thread, attributes, routine, argument);
    return thread_create(self, thread, attributes, routine, argument,
                         (uint64_t)(uintptr_t)routine, WHERE);
}

EXPORT int pthread_join(pthread_t thread, void **result)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_join)(thread, result);
    return thread_join(self, thread, result, WHERE);
}

EXPORT int pthread_tryjoin_np(pthread_t thread, void **result)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_tryjoin_np)(thread, result);
    uint64_t birth = self_birth_of(thread);
    if (turn_controls() && birth)
        return join_in_turn(self, OP_TRY_JOIN, thread, NEVER, result, WHERE);
    announce(self, OP_TRY_JOIN, birth, 0, WHERE);
    int error = REAL(pthread_tryjoin_np)(thread, result);
    emit_result(self, OP_TRY_JOIN, birth, error, WHERE);
    return error;
}

EXPORT int pthread_timedjoin_np(pthread_t thread, void **result,
                                const struct timespec *until)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_timedjoin_np)(thread, result, until);
    uint64_t birth = self_birth_of(thread);
    if (turn_controls() && birth)
        return join_in_turn(self, OP_TIMED_JOIN, thread,
                            turn_until(CLOCK_REALTIME, until), result, WHERE);
    if (!announce(self, OP_TIMED_JOIN, birth, 0, WHERE))
        emit_waits(self, OP_TIMED_JOIN, birth, 0, WHERE);
    int error = REAL(pthread_timedjoin_np)(thread, result, until);
    emit_result(self, OP_TIMED_JOIN, birth, error, WHERE);
    return error;
}

EXPORT int pthread_clockjoin_np(pthread_t thread, void **result,
                                clockid_t clock, const struct timespec *until)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_clockjoin_np)(thread, result, clock, until);
    uint64_t birth = self_birth_of(thread);
    if (turn_controls() && birth)
        return join_in_turn(self, OP_TIMED_JOIN, thread,
                            turn_until(clock, until), result, WHERE);
    if (!announce(self, OP_TIMED_JOIN, birth, 0, WHERE))
        emit_waits(self, OP_TIMED_JOIN, birth, 0, WHERE);
    int error = REAL(pthread_clockjoin_np)(thread, result, clock, until);
    emit_result(self, OP_TIMED_JOIN, birth, error, WHERE);
    return error;
}

EXPORT int pthread_detach(pthread_t thread)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_detach)(thread);
    return thread_detach(self, thread, WHERE);
}

EXPORT int pthread_cancel(pthread_t thread)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_cancel)(thread);
    uint64_t birth = self_birth_of(thread);
    announce(self, OP_CANCEL, birth, 0, WHERE);
    if (turn_controls())
        turn_cancel(birth);
    /* Who may be ended at any moment is, when it moves. */
    int error = explore_runs() || (turn_controls() && turn_ends_at_once(birth))
                    ? 0
                    : REAL(pthread_cancel)(thread);
    emit_result(self, OP_CANCEL, birth, error, WHERE);
    return error;
}

EXPORT int sched_yield(void)
{
    struct self *self = watched();

    if (!self)
        return REAL(sched_yield)();
    announce(self, OP_YIELD, 0, 0, WHERE);
    int result = REAL(sched_yield)();
    emit(self, OP_YIELD, STAGE_DID, 0, 0, WHERE);
    return result;
}

static struct scheduled_object *once_of(uint64_t key)
{
    return scheduler_object(&self_area->scheduler, turn_process(), key,
                            KIND_ONCE);
}

/* Cancelled in the middle: as if it had never begun. */
static void forget_once(void *key)
{
    struct scheduled_object *once = once_of(*(const uint64_t *)key);

    if (once)
        once->state = 0;
    self_area->scheduler.stirs++;
}

/* Under control. Once it has run it is a flag that is only read. */
void thread_once(struct self *self, uint64_t key, void (*routine)(void),
                 const void *where)
{
    struct scheduled_object *once = once_of(key);
    struct want want = turn_want(OP_ONCE, key, 0, where);

    if (once && once->state == 2) {
        if (explore_runs()) /* It comes after what the routine did. */
            explore_note_move(self, &want, (struct answer){0});
        else
            deed_move(self, &want, (struct answer){0});
        return;
    }
    if (turn_take(self, &want).value == 1) {
        pthread_cleanup_push(forget_once, &key);
        routine();
        pthread_cleanup_pop(0);
        once = once_of(key); /* It may have another place now. */
        if (once)
            once->state = 2;
        self_area->scheduler.stirs++;
        if (explore_runs())
            explore_note_pass(self, key);
        else
            deed_pass(self, key);
    }
    emit(self, OP_ONCE, STAGE_DID, key, 0, where);
}

/* An initialised control word is a flag that is only read: not worth an
   event. glibc sets bit 1 when the routine has run; where some other libc does
   not, each call is told. */
/* Unwinding, which ends a cancelled thread, prepares itself when it is first
   needed: that is no matter of the program's. */
static bool is_unwinding(const void *where)
{
    Dl_info info;

    return dladdr(where, &info) && info.dli_fname &&
           strstr(info.dli_fname, "libgcc_s");
}

EXPORT int pthread_once(pthread_once_t *control, void (*routine)(void))
{
    struct self *self = watched();

    if (!self || (__atomic_load_n(control, __ATOMIC_ACQUIRE) & 2) ||
        is_unwinding(WHERE))
        return REAL(pthread_once)(control, routine);
    uint64_t key = (uintptr_t)control;
    if (turn_controls()) {
        thread_once(self, key, routine, WHERE);
        return 0;
    }
    if (!announce(self, OP_ONCE, key, 0, WHERE))
        emit_waits(self, OP_ONCE, key, 0, WHERE);
    int result = REAL(pthread_once)(control, routine);
    emit_result(self, OP_ONCE, key, result, WHERE);
    return result;
}
