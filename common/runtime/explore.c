/* explore.c - the runs of an exploration. */
#include "runtime/explore.h"

#include "runtime/cancel.h"
#include "runtime/crash.h"
#include "runtime/deadline.h"
#include "runtime/exits.h"
#include "runtime/fiber.h"
#include "runtime/flaws.h"
#include "runtime/frames.h"
#include "runtime/identity.h"
#include "runtime/imports.h"
#include "runtime/local.h"
#include "runtime/printed.h"
#include "runtime/real.h"
#include "runtime/rounds.h"
#include "runtime/simplify.h"
#include "runtime/stale.h"
#include "runtime/state.h"
#include "runtime/turn.h"
#include "runtime/variable.h"
#include "runtime/workers.h"
#include "runtime/writable.h"
#include "trace/object.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/syscall.h>

enum {
    TICK_US = 100000,
    SIMPLIFY_NS = 400000000, /* At most. */
    PATIENCE = 20,           /* Ticks without an operation; */
    PATIENCE_AT_END = 9,     /* when there is no time left. */
    LOOK_AT_CLOCK_EVERY = 64 /* Runs; and after each tick. */
};

bool explore_running;
unsigned explore_mover;

struct carried {
    struct fiber fiber;
    void *(*routine)(void *);
    void *argument;
    void *result;
    int error; /* errno. */
};

static struct {
    struct search *search; /* Shared with the parent. */
    struct exploration *report;
    int (*main)(int, char **, char **);
    int argc;
    char **argv;
    char **environment;
    int32_t pid;
    int *error; /* errno, of the one thread that carries all tasks. */

    /* The present run. */
    struct fiber base;
    struct carried tasks[SCHEDULER_TASKS];
    uint64_t progress;
    uint64_t progress_seen;
    unsigned idle_ticks;
    bool ticked; /* Since the clock was looked at, if it was. */
    bool broken; /* The process cannot be used again. */
} here;

static struct outcome_report ending; /* How the present run ended. */

bool explore_wanted(void)
{
    return self_area && self_area->exploration.wanted;
}

static struct scheduler *scheduler(void)
{
    return &self_area->scheduler;
}

/* ---- Going from task to task. ---- */

static inline void be(unsigned task)
{
    explore_mover = task;
    self_here.slot = &self_area->slots[task];
    self_here.controlled = true;
    local_enter(task);
    const struct fiber *fiber = &here.tasks[task].fiber;
    variable_enter(fiber->stack, (size_t)(fiber->top - fiber->stack));
    *here.error = here.tasks[task].error;
}

static const enum ended ended_by[] = {
    [SEARCH_STUCK] = ENDED_STUCK,
    [SEARCH_SPIN] = ENDED_SPIN,
    [SEARCH_GIVE_UP] = ENDED_NOT,
    [SEARCH_TOO_LONG] = ENDED_TOO_LONG,
};

/* The next to move, or the end of the run. */
static inline unsigned next_task(void)
{
    struct scheduler *s = scheduler();
    struct decision decision;

    turn_probe_all();
    enum search_answer answer = search_choose(here.search, s, &decision);
    if (UNLIKELY(answer != SEARCH_MOVE))
        explore_end_run(ended_by[answer], 0, NULL, NULL);
    here.progress++;
    unsigned task = decision.birth - 1; /* See add_task. */
    s->tasks[task].alternative = decision.alternative;
    s->tasks[task].phase = SCHEDULED_MOVES;
    s->moves++;
    return task;
}

/* All that decides how the run goes on. The stacks of those who stand hold
   their registers too. */
static __attribute__((noinline)) uint64_t present_state(void)
{
    const struct scheduler *s = scheduler();
    uint64_t hash = state_of_scheduler(1, s);

    hash = local_state(heap_state(writable_state(hash)), explore_mover);
    hash = state_add_word(hash, printed_length());
    if (turn_clock_is_read())
        hash = state_add_word(hash, s->now_ns);
    for (uint32_t i = 0; i < s->task_count; i++) {
        const struct fiber *fiber = &here.tasks[i].fiber;
        const char *from = i == explore_mover ? __builtin_frame_address(0)
                                              : (const char *)fiber->place;

        if (s->tasks[i].phase != SCHEDULED_GONE)
            hash =
                state_of_stack(hash, from, fiber->top, s->tasks[i].want.where);
    }
    return hash;
}

static __attribute__((noinline)) void look_for_livelock(void)
{
    if (search_is_livelock(here.search, scheduler(), present_state()))
        explore_end_run(ENDED_SPIN, 0, NULL, NULL);
}

void explore_stand(struct self *self)
{
    unsigned me = explore_mover;

    if (UNLIKELY(rounds_came_again(self)))
        look_for_livelock();
    unsigned next = next_task();

    if (next == me)
        return;
    here.tasks[me].error = *here.error;
    local_leave(me);
    struct fiber *from = &here.tasks[me].fiber;
    be(next);
    fiber_switch(from, &here.tasks[next].fiber);
}

void explore_leave(void)
{
    unsigned me = explore_mover;
    unsigned next = next_task();

    local_leave(me);
    be(next);
    fiber_switch(&here.tasks[me].fiber, &here.tasks[next].fiber);
    __builtin_unreachable();
}

/* Its moves are filled in when it is kept: they are most of it. */
static void ends(enum ended ended, int status, const char *text, uint64_t where)
{
    ending.ended = ended;
    ending.status = status;
    ending.where = where;
    if (ending.text[0])
        memset(ending.text, 0, sizeof ending.text);
    if (text)
        strncpy(ending.text, text, sizeof ending.text - 1);
}

void explore_end_run(enum ended ended, int status, const char *text,
                     const void *where)
{
    explore_running = false;
    ends(ended, status, text, (uint64_t)(uintptr_t)where);
    fiber_switch(&here.tasks[explore_mover].fiber, &here.base);
    __builtin_unreachable();
}

/* ---- Tasks. ---- */

static void add_task(unsigned index, uint32_t creator)
{
    struct scheduler *s = scheduler();
    struct slot *slot = &self_area->slots[index];
    uint32_t birth = index + 1;
    struct want want = turn_want(OP_BEGIN, birth, 0, NULL);

    slot->birth = birth;
    slot->creator = creator;
    slot->number = index;
    scheduler_add_task(s, index, birth, 1);
    scheduler_want(s, index, &want);
    if (index + 1 > here.report->tasks_most)
        here.report->tasks_most = index + 1;
}

static void fiber_begins(void)
{
    struct carried *task = &here.tasks[explore_mover];

    task->result = task->routine(task->argument);
    pthread_exit(task->result);
}

int explore_create(struct self *self, pthread_t *thread,
                   const pthread_attr_t *attributes, void *(*routine)(void *),
                   void *argument)
{
    unsigned index = scheduler()->task_count;

    if (index >= SCHEDULER_TASKS)
        return EAGAIN;
    struct carried *task = &here.tasks[index];
    if (!fiber_prepare(&task->fiber, index, fiber_begins))
        return EAGAIN;
    task->routine = routine;
    task->argument = argument;
    task->result = NULL;
    task->error = 0;
    local_begin(index);
    cancel_begin(index);
    frames_begin(index, &task->fiber);
    add_task(index, self->slot->birth);
    flaws_note_create(explore_mover, index);
    int detached = PTHREAD_CREATE_JOINABLE;
    if (attributes)
        pthread_attr_getdetachstate(attributes, &detached);
    scheduler()->tasks[index].detached = detached == PTHREAD_CREATE_DETACHED;
    *thread = (pthread_t)(uintptr_t)task;
    return 0;
}

/* A handle is the address of what we carry. */
static struct carried *carried_by(pthread_t thread)
{
    uintptr_t offset = (uintptr_t)thread - (uintptr_t)here.tasks;

    return offset < sizeof here.tasks ? &here.tasks[offset / sizeof *here.tasks]
                                      : NULL;
}

uint32_t explore_birth_of(pthread_t thread)
{
    const struct carried *task = carried_by(thread);

    return task ? (uint32_t)(task - here.tasks) + 1 : 0;
}

void *explore_result_of(pthread_t thread)
{
    const struct carried *task = carried_by(thread);

    return task ? task->result : NULL;
}

void *explore_own_result(void)
{
    return here.tasks[explore_mover].result;
}

EXPORT pthread_t pthread_self(void)
{
    return explore_runs() ? (pthread_t)(uintptr_t)&here.tasks[explore_mover]
                          : REAL(pthread_self)();
}

EXPORT void pthread_exit(void *result)
{
    if (explore_runs()) {
        here.tasks[explore_mover].result = result;
        cancel_unwind();
        local_end(explore_mover);
        frames_end(explore_mover, (uintptr_t)__builtin_frame_address(0));
        flaws_note_end(explore_mover);
        scheduler_remove_task(scheduler(), explore_mover);
        if (scheduler()->alive == 0)
            exit(0);
        explore_leave();
    }
    REAL(pthread_exit)(result);
    __builtin_unreachable();
}

static void main_begins(void)
{
    exit(here.main(here.argc, here.argv, here.environment));
}

/* ---- Results. ---- */

static bool is_told(void)
{
    return ending.ended != ENDED_NOT && !search_is_anothers(here.search);
}

static void count_run(bool told)
{
    struct exploration *report = here.report;

    if (told)
        report_run(report, here.search, &ending, printed(), printed_length());
    report->moves += scheduler()->moves;
    search_end(here.search, scheduler(), ending.ended != ENDED_NOT);
    report->state = search_state(here.search);
}

static void note_run(void)
{
    if (UNLIKELY(stale_begins_again(here.search)))
        return;
    bool told = is_told();

    flaws_note_exit(told && ending.ended == ENDED_EXIT && ending.status == 0);
    count_run(told);
}

/* ---- A run. ---- */

static void put_back(void)
{
    struct scheduler *s = scheduler();

    writable_restore();
    heap_reset();
    stale_follow(here.report->weakness > WEAKNESS_NONE);
    flaws_begin();
    variable_reset(); /* Of the tasks that there still are. */
    scheduler_reset(s);
    local_reset();
    printed_reset();
    exits_reset();
    identity_reset();
    scheduler_add_process(s, 1, here.pid, 0, 0);
}

static void run_once(void)
{
    put_back();
    struct carried *first = &here.tasks[0];
    first->routine = NULL;
    first->error = 0;
    if (!fiber_prepare(&first->fiber, 0, main_begins))
        return;
    local_begin(0);
    cancel_begin(0);
    frames_begin(0, &first->fiber);
    add_task(0, 0);
    ends(ENDED_NOT, 0, NULL, 0);
    struct decision decision;
    search_choose(here.search, scheduler(), &decision);
    scheduler()->tasks[0].phase = SCHEDULED_MOVES;
    scheduler()->moves++;
    be(0);
    explore_running = true;
    fiber_switch(&here.base, &first->fiber);
    explore_running = false;
    if (ending.ended == ENDED_SIGNAL)
        crash_leave();
}

/* A task that comes to no operation, or never returns from a call that we do
   not know, ends the run. */
static void on_tick(int number)
{
    (void)number;
    here.ticked = true;
    if (here.progress != here.progress_seen) {
        here.progress_seen = here.progress;
        here.idle_ticks = 0;
    } else if (++here.idle_ticks > PATIENCE_AT_END && explore_running &&
               (here.idle_ticks > PATIENCE || deadline_is_past())) {
        here.idle_ticks = 0;
        here.broken = true;
        explore_end_run(ENDED_COMPUTES, 0, NULL, NULL);
    }
}

static void start_ticks(void)
{
    struct sigaction action = {.sa_handler = on_tick, .sa_flags = SA_NODEFER};
    struct itimerval ticks = {{0, TICK_US}, {0, TICK_US}};

    sigemptyset(&action.sa_mask);
    REAL(sigaction)(SIGALRM, &action, NULL);
    REAL(setitimer)(ITIMER_REAL, &ticks, NULL);
}

static bool is_time_up(void)
{
    if (atomic_load(&here.report->stop))
        return true;
    if (here.report->state.runs % LOOK_AT_CLOCK_EVERY && !here.ticked)
        return false;
    here.ticked = false;
    return deadline_is_past();
}

static uint64_t simplify_until;

static bool run_simpler(void)
{
    run_once();
    note_run();
    return !here.broken && deadline_now_ns() < simplify_until;
}

/* In a child: run after run, as long as the process can be used again. */
static void explore_in_child(struct search *search)
{
    here.search = search;
    here.report = &self_area->exploration;
    if (!flaws_prepare(here.report, here.search))
        REAL(syscall)(SYS_exit_group, WORKER_DONE);
    here.pid = (int32_t)REAL(syscall)(SYS_getpid);
    here.error = &errno;
    here.ticked = true;
    start_ticks();
    for (;;) {
        bool more = !is_time_up() && search_begin(here.search);

        here.report->state = search_state(here.search);
        if (!more) {
            simplify_until = deadline_now_ns() + SIMPLIFY_NS;
            if (here.report->in_process && search_may_simplify(here.search))
                simplify(here.search, here.report, run_simpler);
            REAL(syscall)(SYS_exit_group, WORKER_DONE);
        }
        run_once();
        note_run();
        if (here.broken || !here.report->in_process)
            REAL(syscall)(SYS_exit_group, WORKER_MORE);
    }
}

/* A child died in the middle of a run: that is how the run ended. */
static void note_death(struct search *search, int status)
{
    here.search = search;
    here.report = &self_area->exploration;
    ends(ENDED_SIGNAL, WIFSIGNALED(status) ? WTERMSIG(status) : SIGKILL, NULL,
         0);
    printed_reset();
    count_run(is_told());
}

static int explore_main(int argc, char **argv, char **environment)
{
    here.argc = argc;
    here.argv = argv;
    here.environment = environment;
    here.report = &self_area->exploration;
    imports_describe(here.report);
    if (here.report->needs_tasks) {
        atomic_store(&here.report->finished, 1);
        REAL(_exit)(0);
    }
    deadline_set(here.report->time_ns);
    heap_prepare();
    writable_save();
    workers_run(explore_in_child, note_death);
    atomic_store(&here.report->finished, 1);
    return REAL(_exit)(0), 0;
}

EXPORT int __libc_start_main(program_main *main, int argc, char **argv,
                             int (*init)(int, char **, char **),
                             void (*fini)(void), void (*rtld_fini)(void),
                             void *stack_end)
{
    here.main = main;
    return REAL(__libc_start_main)(explore_wanted() ? explore_main : main, argc,
                                   argv, init, fini, rtld_fini, stack_end);
}
