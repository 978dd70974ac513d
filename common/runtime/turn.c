/* turn.c - handing the turn from task to task.

   Each task stands on a futex of its own in the area, so the turn goes from
   process to process as from thread to thread. Whoever has moved hands the
   turn to the next of the script, or to the lab. */
#include "runtime/turn.h"

#include "runtime/cancel.h"
#include "runtime/deed.h"
#include "runtime/emit.h"
#include "runtime/explore.h"
#include "runtime/hint.h"
#include "runtime/real.h"
#include "runtime/rounds.h"
#include "runtime/signal.h"
#include "runtime/variable.h"

#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>

/* Of this process's tasks, by slot. */
static struct {
    turn_probe *ask;
    void *argument;
} probes[AREA_SLOTS];
bool turn_any_probes;

static struct scheduler *scheduler(void)
{
    return &self_area->scheduler;
}

static unsigned index_of(const struct self *self)
{
    return (unsigned)(self->slot - self_area->slots);
}

/* ---- Futexes. ---- */

static void futex_wait(_Atomic uint32_t *word, uint32_t while_it_is,
                       const struct timespec *timeout)
{
    REAL(syscall)(SYS_futex, word, FUTEX_WAIT, while_it_is, timeout, NULL, 0);
}

static void futex_wake(_Atomic uint32_t *word)
{
    REAL(syscall)(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

/* ---- Handing over. ---- */

static void tell(unsigned index, enum go go)
{
    struct scheduled *task = &scheduler()->tasks[index];

    atomic_store(&task->go, go);
    futex_wake(&task->go);
}

/* The next task of the script, if it can move and nothing needs the lab. */
static bool follow_script(struct scheduler *s)
{
    const struct script *script = &self_area->script;

    if (s->moves >= script->length || s->moves >= SCRIPT || s->unsettled)
        return false;
    const struct decision *next = &script->moves[s->moves];
    unsigned index = scheduler_task(s, next->birth);
    if (index == SCHEDULER_TASKS || s->tasks[index].probes)
        return false;
    enum readiness readiness = scheduler_readiness(s, index);
    if (readiness == CAN_BY_TIME)
        scheduler_pass_time(s, index);
    else if (readiness == CANNOT &&
             !(next->alternative == ALTERNATIVE_SPURIOUS &&
               scheduler_may_wake_spuriously(s, index)))
        return false;
    s->moves++;
    s->tasks[index].alternative = next->alternative;
    atomic_store(&s->mover, index + 1);
    tell(index, GO_MOVE);
    return true;
}

static void hand_over(void)
{
    struct scheduler *s = scheduler();

    if (follow_script(s))
        return;
    atomic_store(&s->mover, 0);
    atomic_fetch_add(&s->asked, 1);
    futex_wake(&s->asked);
}

static bool ask(const struct scheduled *task)
{
    size_t i = (size_t)(task - scheduler()->tasks);

    return !probes[i].ask || probes[i].ask(probes[i].argument);
}

void turn_ask_probes(void)
{
    struct scheduler *s = scheduler();

    for (uint32_t i = 0; i < s->task_count; i++) {
        if (s->tasks[i].phase == SCHEDULED_STANDS && s->tasks[i].probes)
            s->tasks[i].probed = ask(&s->tasks[i]);
    }
}

static void answer_probe(struct scheduled *task)
{
    struct scheduler *s = scheduler();
    int saved = errno;

    task->probed = ask(task);
    errno = saved;
    atomic_store(&task->go, GO_NOT);
    atomic_fetch_add(&s->asked, 1);
    futex_wake(&s->asked);
}

static void stand(struct self *self, struct scheduled *task)
{
    for (;;) {
        uint32_t go = atomic_load(&task->go);

        if (go == GO_MOVE)
            break;
        if (go == GO_PROBE)
            answer_probe(task);
        else
            futex_wait(&task->go, GO_NOT, NULL);
    }
    atomic_store(&task->go, GO_NOT);
    task->phase = SCHEDULED_MOVES;
    emit(self, OP_MOVE, STAGE_WANTS, scheduler()->now_ns, task->alternative,
         NULL);
}

/* ---- Operations. ---- */

static bool signals_interrupt(enum operation op)
{
    switch (operation_kind(op)) {
    case KIND_MUTEX:
    case KIND_CONDITION:
    case KIND_RWLOCK:
    case KIND_BARRIER:
    case KIND_SPINLOCK:
    case KIND_ONCE:
    case KIND_TASK:
        return false;
    default:
        return operation_can_wait(op) || operation_is_timed(op);
    }
}

/* Some waits end whenever a handler has run, whatever its flags say. */
static bool restarts(enum operation op, bool handler_restarts)
{
    enum effect effect = operation_effect(op);

    /* Nor is a futex slept on without another look at its word. */
    return handler_restarts && effect != EFFECT_SLEEP &&
           operation_kind(op) != KIND_FUTEX;
}

/* The second part of an operation is told as a wait of its own. */
static void tell_want(struct self *self, const struct want *want)
{
    const void *where = (const void *)(uintptr_t)want->where;

    hint_tell(self, (enum operation)want->op, want->object, where);
    if (want->op == OP_BARRIER_WAIT)
        emit(self, OP_BARRIER_WAIT, STAGE_WANTS, want->object, -1, where);
    else if (want->op != OP_BEGIN)
        emit(self, (enum operation)want->op, STAGE_WANTS, want->object,
             want->value, where);
}

static void tell_wait(struct self *self, const struct want *want)
{
    const void *where = (const void *)(uintptr_t)want->where;
    enum operation op = (enum operation)want->op;

    if (operation_kind(op) == KIND_CONDITION && want->phase == PHASE_WAITS) {
        emit_holds_no_more(self, want->other);
        emit(self, op, STAGE_WANTS, want->object, (int64_t)want->other, where);
    } else if (op == OP_BARRIER_WAIT) {
        emit(self, op, STAGE_WANTS, want->object, 0, where);
    }
}

/* Trying in vain again and again is going round in circles too. */
static void note_rounds(struct self *self, const struct want *want,
                        struct answer answer)
{
    enum operation op = (enum operation)want->op;
    enum effect effect = operation_effect(op);

    if (operation_kind(op) == KIND_VARIABLE)
        return;
    if (answer.error && (operation_tries(op) || operation_is_timed(op)))
        rounds_tried(self, want->where ^ want->object << 20);
    else if (effect == EFFECT_RELEASE || effect == EFFECT_GIVE ||
             effect == EFFECT_NOTIFY || effect == EFFECT_NOTIFY_ALL ||
             (effect == EFFECT_AWAIT && answer.waits))
        rounds_gave_back(self);
    else if (effect == EFFECT_ACQUIRE || effect == EFFECT_SHARE ||
             effect == EFFECT_TAKE)
        rounds_took(self);
}

/* A wait of the task was interrupted by signal `number`; true: it is over. */
static bool handle(struct self *self, int number, enum operation op,
                   bool was_ready)
{
    bool handler_restarts = signal_handle(self, number);

    return signals_interrupt(op) && !restarts(op, handler_restarts) &&
           !was_ready;
}

/* Made anew for those that fibers carry, who do it very often, and for their
   accesses to memory, which are most of it: of these nothing is modelled. */
enum taker { BY_THREAD, BY_FIBER, BY_FIBER_ACCESS };

static inline __attribute__((always_inline)) struct answer
take(struct self *self, const struct want *want, turn_probe *probe,
     void *argument, enum taker taker)
{
    const bool explored = taker != BY_THREAD;
    const bool accesses = taker == BY_FIBER_ACCESS;
    struct scheduler *s = scheduler();
    unsigned index = explored ? explore_current() : index_of(self);
    struct scheduled *task = &s->tasks[index];
    enum operation op = (enum operation)want->op;
    struct want current;
    int saved = explored ? 0 : errno; /* explore.c keeps each task's. */

    variable_settle(self);
    if (!explored) {
        signal_know_mask(self);
        tell_want(self, want);
    }
    turn_any_probes |= probe != NULL;
    for (;;) {
        if (!accesses) {
            probes[index].ask = probe;
            probes[index].argument = argument;
            task->probes = probe != NULL;
            task->probed = probe && probe(argument);
        }
        if (accesses)
            scheduler_want_access(s, index, want);
        else
            scheduler_want(s, index, want);
        want = &task->want;
        if (!explored && op == OP_BEGIN &&
            atomic_load(&s->mover) != SCHEDULER_STARTS) {
            /* Whoever made this task moves on. */
            atomic_fetch_add(&s->arrivals, 1);
            futex_wake(&s->arrivals);
        } else if (!explored) {
            hand_over();
        }
        if (explored)
            explore_stand(self);
        else
            stand(self, task);
        task->probes = false;
        bool was_ready = !probe || probe(argument);
        int number = scheduler_deliverable(s, index);
        if (UNLIKELY(number)) {
            current = task->want;
            want = &current; /* The handler wants something else. */
            if (handle(self, number, op, probe && was_ready)) {
                if (!explored)
                    errno = saved;
                return (struct answer){.error = EINTR};
            }
            continue;
        }
        if (UNLIKELY(task->cancelled) && scheduler_is_cancelled(s, index) &&
            operation_kind(op) != KIND_CONDITION && want->phase == PHASE_ASKS)
            cancel_notice(self);
        if (accesses) {
            explore_note_done(want);
            return (struct answer){0};
        }
        struct answer answer = scheduler_do(s, index, task->alternative);
        note_rounds(self, want, answer);
        if (explored)
            explore_note_move(self, want, answer);
        else
            deed_move(self, want, answer);
        if (!answer.waits) {
            if (UNLIKELY(task->cancelled) && scheduler_is_cancelled(s, index) &&
                operation_kind(op) == KIND_CONDITION)
                cancel_notice(self);
            if (!explored)
                errno = saved;
            return answer;
        }
        if (!explored)
            tell_wait(self, want);
    }
}

struct answer turn_take_when(struct self *self, const struct want *want,
                             turn_probe *probe, void *argument)
{
    return explore_runs() ? take(self, want, probe, argument, BY_FIBER)
                          : take(self, want, probe, argument, BY_THREAD);
}

struct answer turn_take(struct self *self, const struct want *want)
{
    return explore_runs() ? take(self, want, NULL, NULL, BY_FIBER)
                          : take(self, want, NULL, NULL, BY_THREAD);
}

void turn_access(struct self *self, const struct want *want)
{
    if (explore_runs())
        take(self, want, NULL, NULL, BY_FIBER_ACCESS);
    else
        turn_take(self, want);
}

int turn_on(struct self *self, enum operation op, uint64_t object,
            int64_t value, uint64_t until_ns, const void *where)
{
    struct want *want = turn_place(self);

    turn_make(want, op, object, value, where);
    want->until_ns = until_ns;
    return turn_take(self, want).error;
}

int turn_do_on(struct self *self, enum operation op, uint64_t object,
               int64_t value, const void *where)
{
    struct want want = turn_want(op, object, value, where);

    return turn_do(self, &want).error;
}

int turn_unless_alone(struct self *self, enum operation op, uint64_t object,
                      int64_t value, const void *where)
{
    return scheduler_is_alone(scheduler(), 0)
               ? turn_do_on(self, op, object, value, where)
               : turn_on(self, op, object, value, NEVER, where);
}

struct answer turn_do(struct self *self, const struct want *want)
{
    struct scheduler *s = scheduler();
    unsigned index = index_of(self);

    variable_settle(self);
    scheduler_want(s, index, want);
    s->tasks[index].phase = SCHEDULED_MOVES;
    struct answer answer = scheduler_do(s, index, 0);
    if (explore_runs())
        explore_note_move(self, want, answer);
    else
        deed_move(self, want, answer);
    return answer;
}

/* ---- Tasks come and go. ---- */

void turn_begin(struct self *self)
{
    struct want want = turn_want(OP_BEGIN, self->slot->birth, 0, NULL);

    emit(self, OP_NONE, STAGE_WANTS, 0, 0, NULL); /* For the lab to meet it. */
    turn_take(self, &want);
}

uint32_t turn_arrivals(void)
{
    return atomic_load(&scheduler()->arrivals);
}

bool turn_has_room(void)
{
    const struct scheduler *s = scheduler();

    return s->alive < SCHEDULER_TASKS && s->process_count < SCHEDULER_PROCESSES;
}

bool turn_await_arrival(uint32_t before, pid_t child)
{
    const struct timespec moment = {.tv_nsec = 2000000};
    _Atomic uint32_t *arrivals = &scheduler()->arrivals;
    int saved = errno;

    while (atomic_load(arrivals) == before) {
        siginfo_t ended = {0};

        if (child > 0 && (REAL(waitid)(P_PID, (id_t)child, &ended,
                                       WEXITED | WNOHANG | WNOWAIT) != 0 ||
                          ended.si_pid != 0)) {
            errno = saved;
            return false;
        }
        futex_wait(arrivals, before, child > 0 ? &moment : NULL);
    }
    errno = saved;
    return true;
}

void turn_await_child(uint32_t before)
{
    enum { LOOKS = 500 };
    const struct timespec moment = {.tv_nsec = 2000000};
    _Atomic uint32_t *arrivals = &scheduler()->arrivals;
    int saved = errno;

    for (int i = 0; i < LOOKS && atomic_load(arrivals) == before; i++) {
        siginfo_t ended;

        if (REAL(waitid)(P_ALL, 0, &ended, WEXITED | WNOHANG | WNOWAIT) != 0)
            break; /* There is no child at all. */
        futex_wait(arrivals, before, &moment);
    }
    errno = saved;
}

void turn_leave(struct self *self)
{
    struct scheduler *s = scheduler();
    struct scheduled *task = turn_task(self);

    variable_forget_stack(self);
    hint_end();
    scheduler_remove_task(s, index_of(self));
    if (task->process && s->processes[task->process - 1].alive == 0)
        s->processes[task->process - 1].exiting = true;
    s->ending_tid = (uint32_t)REAL(syscall)(SYS_gettid);
    s->ending_pid = (int32_t)REAL(syscall)(SYS_getpid);
    s->unsettled = true;
    hand_over();
}

void turn_forget(const struct slot *slot)
{
    scheduler_remove_task(scheduler(), (unsigned)(slot - self_area->slots));
}

void turn_cancel(uint64_t birth)
{
    unsigned index = scheduler_task(scheduler(), birth);

    if (index < SCHEDULER_TASKS)
        scheduler()->tasks[index].cancelled = true;
    scheduler()->stirs++;
}

bool turn_ends_at_once(uint64_t birth)
{
    unsigned index = scheduler_task(scheduler(), birth);

    return index < SCHEDULER_TASKS && scheduler()->tasks[index].ends_at_once;
}

void turn_exit(void)
{
    struct scheduler *s = scheduler();
    uint32_t process = turn_process();

    if (process)
        scheduler_end_process(s, process);
    s->unsettled = true;
    hand_over();
}

/* ---- Processes. ---- */

uint32_t turn_process(void)
{
    return self_here.slot ? turn_task(&self_here)->process : 0;
}
