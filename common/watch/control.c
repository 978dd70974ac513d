/* control.c - the lab's side of the turn. */
#include "watch/control.h"

#include "must.h"
#include "watch/kernel.h"
#include "watch/untold.h"

#include <limits.h>
#include <linux/futex.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { LOOK_EVERY_US = 1000, BIRTHS_HEARD = 4096 };

struct control {
    struct area *area;
    struct translator *translator;
    struct scheduler *scheduler;
    int pidfds[SCHEDULER_PROCESSES]; /* -1: not open. */
    uint64_t probed_at;              /* Moves made when all last probed. */
    bool died;                       /* A process, since last asked. */
    struct untold untold;
};

struct control *control_new(struct area *area, struct translator *translator,
                            const struct decision *script, uint32_t length)
{
    struct control *control = must_allocate(1, sizeof *control);

    *control = (struct control){.area = area,
                                .translator = translator,
                                .scheduler = &area->scheduler,
                                .probed_at = UINT64_MAX};
    for (size_t i = 0; i < SCHEDULER_PROCESSES; i++)
        control->pidfds[i] = -1;
    if (length > SCRIPT)
        length = SCRIPT;
    if (length > 0)
        memcpy(area->script.moves, script, length * sizeof *script);
    area->script.length = length;
    area->scheduler.controls = true;
    atomic_store(&area->scheduler.mover, SCHEDULER_STARTS);
    return control;
}

void control_free(struct control *control)
{
    if (!control)
        return;
    for (size_t i = 0; i < SCHEDULER_PROCESSES; i++) {
        if (control->pidfds[i] >= 0)
            close(control->pidfds[i]);
    }
    free(control);
}

static uint64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000U + (uint64_t)now.tv_nsec / 1000U;
}

static void wait_for_news(struct control *control, uint32_t asked)
{
    const struct timespec moment = {.tv_nsec = LOOK_EVERY_US * 1000};

    syscall(SYS_futex, &control->scheduler->asked, FUTEX_WAIT, asked, &moment,
            NULL, 0);
}

/* ---- What ends in the kernel. ---- */

static uint32_t process_count(const struct control *control)
{
    uint32_t count = control->scheduler->process_count;

    return count <= SCHEDULER_PROCESSES ? count : SCHEDULER_PROCESSES;
}

static uint32_t task_count(const struct control *control)
{
    uint32_t count = control->scheduler->task_count;

    return count <= SCHEDULER_TASKS ? count : SCHEDULER_TASKS;
}

static bool has_died(struct control *control, uint32_t index)
{
    int *fd = &control->pidfds[index];

    if (*fd < 0)
        *fd = (int)syscall(SYS_pidfd_open,
                           control->scheduler->processes[index].pid, 0);
    if (*fd < 0)
        return true; /* Nobody is there by this name any more. */
    struct pollfd polled = {.fd = *fd, .events = POLLIN};
    return poll(&polled, 1, 0) == 1;
}

/* A parent that has a handler is told, or that waits for such a signal. What
   has become of the child it finds out by itself. */
static void tell_parent(struct scheduler *s, const struct scheduled_process *p,
                        int code)
{
    const uint64_t child_changed = UINT64_C(1) << (SIGCHLD - 1);

    if (p->parent == 0 || p->parent > SCHEDULER_PROCESSES)
        return;
    const struct scheduled_process *parent = &s->processes[p->parent - 1];
    bool stops = code == CLD_STOPPED || code == CLD_CONTINUED;
    if (!parent->exiting && !(stops && parent->quiet_stops) &&
        ((parent->handled & child_changed) ||
         scheduler_all_block(s, p->parent, SIGCHLD)))
        scheduler_send(s, &(struct scheduled_signal){.process = p->parent,
                                                     .number = SIGCHLD,
                                                     .code = code,
                                                     .pid = p->pid});
}

/* True: some process will end and has not yet. */
static bool note_deaths(struct control *control)
{
    struct scheduler *s = control->scheduler;
    bool awaited = false;

    for (uint32_t i = 0; i < process_count(control); i++) {
        struct scheduled_process *process = &s->processes[i];

        if (process->birth == 0 || process->ended)
            continue;
        if (!has_died(control, i)) {
            awaited = awaited || process->exiting;
            continue;
        }
        scheduler_end_process(s, i + 1);
        process->ended = true;
        control->died = true;
        /* Of a parent that ends too, the keeper tells. */
        bool awaits = process->parent > 0 && process->parent <= i &&
                      !s->processes[process->parent - 1].exiting;
        untold_add(&control->untold, i, awaits ? TELLS_LAB : TELLS_KEEPER,
                   now_us());
        tell_parent(s, process, CLD_EXITED);
        control->probed_at = UINT64_MAX;
    }
    return awaited;
}

/* True: a thread has done its last operation and is still there: it would give
   its memory back while another moves. A process's first thread stays, dead,
   as long as there are others. */
static bool thread_lingers(const struct control *control)
{
    const struct scheduler *s = control->scheduler;
    struct kernel_sample sample;

    if (s->ending_tid == 0 ||
        syscall(SYS_tgkill, s->ending_pid, s->ending_tid, 0) != 0)
        return false;
    return (pid_t)s->ending_tid != s->ending_pid ||
           (kernel_look_once(s->ending_pid, s->ending_pid, &sample) &&
            sample.state != 'Z' && sample.state != 'X');
}

/* Stops in the kernel what is stopped, and lets go on what is no more: whoever
   waits for that asks the kernel. True: it has come about. */
static bool settle_stops(struct control *control)
{
    struct scheduler *s = control->scheduler;
    struct kernel_sample sample;
    bool settled = true;

    for (uint32_t i = 0; i < process_count(control); i++) {
        struct scheduled_process *process = &s->processes[i];

        if (process->held == process->stopped || process->exiting)
            continue;
        kill(process->pid, process->stopped ? SIGSTOP : SIGCONT);
        if (!kernel_look_once(process->pid, process->pid, &sample) ||
            (sample.state == 'T') != process->stopped) {
            settled = false;
            continue;
        }
        process->held = process->stopped;
        tell_parent(s, process, process->stopped ? CLD_STOPPED : CLD_CONTINUED);
        control->probed_at = UINT64_MAX;
    }
    return settled;
}

/* True: all that was about to end has ended. */
static bool settle_ends(struct control *control)
{
    struct scheduler *s = control->scheduler;
    bool awaited = note_deaths(control);

    if (!settle_stops(control) || awaited || thread_lingers(control))
        return false;
    s->ending_tid = 0;
    s->unsettled = false;
    return true;
}

static bool some_come(const struct control *control)
{
    for (uint32_t i = 0; i < task_count(control); i++) {
        if (control->scheduler->tasks[i].phase == SCHEDULED_COMING)
            return true;
    }
    return false;
}

/* A task that is gone in a process that lives still has to hand over. */
static bool has_ended(const struct control *control,
                      const struct scheduled *task)
{
    return task->phase == SCHEDULED_GONE && task->process > 0 &&
           task->process <= SCHEDULER_PROCESSES &&
           control->scheduler->processes[task->process - 1].ended;
}

/* The task that moved is gone, with its process; or the program that was to
   start. */
static void note_dead_mover(struct control *control)
{
    struct scheduler *s = control->scheduler;
    uint32_t mover = atomic_load(&s->mover);

    note_deaths(control);
    bool dead = mover > 0 && mover <= SCHEDULER_TASKS &&
                has_ended(control, &s->tasks[mover - 1]);
    if (mover == SCHEDULER_STARTS && control->died)
        dead = !some_come(control);
    control->died = false;
    if (dead) {
        s->unsettled = true;
        atomic_compare_exchange_strong(&s->mover, &mover, 0);
    }
}

/* ---- Asking those who alone can know. ---- */

static void tell(struct scheduled *task, enum go go)
{
    atomic_store(&task->go, go);
    syscall(SYS_futex, &task->go, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

static bool is_stopped(const struct control *control,
                       const struct scheduled *task)
{
    return task->process > 0 && task->process <= SCHEDULER_PROCESSES &&
           control->scheduler->processes[task->process - 1].stopped;
}

/* False: an answer is still to come. */
static bool ask_probes(struct control *control)
{
    struct scheduler *s = control->scheduler;
    bool answered = true;

    for (uint32_t i = 0; i < task_count(control); i++) {
        struct scheduled *task = &s->tasks[i];

        if (task->phase != SCHEDULED_STANDS || !task->probes ||
            is_stopped(control, task))
            continue;
        if (control->probed_at != s->moves)
            tell(task, GO_PROBE);
        answered = answered && atomic_load(&task->go) != GO_PROBE;
    }
    control->probed_at = s->moves;
    return answered;
}

/* ---- The turn. ---- */

static bool follow_script(struct control *control)
{
    const struct scheduler *s = control->scheduler;

    return s->moves < control->area->script.length && s->moves < SCRIPT &&
           control_move(control, &control->area->script.moves[s->moves]);
}

/* True: the present state of things is an answer. */
static bool look(struct control *control, enum standing *standing)
{
    struct scheduler *s = control->scheduler;

    *standing = STILL_MOVES;
    if (atomic_load(&s->mover) != 0 || s->process_count == 0)
        return false;
    if (!settle_ends(control) || untold_any(&control->untold, now_us()))
        return false;
    if (s->alive == 0) {
        *standing = NOBODY_LEFT;
        return true;
    }
    for (uint32_t i = 0; i < task_count(control); i++) {
        if (s->tasks[i].phase == SCHEDULED_COMING ||
            s->tasks[i].phase == SCHEDULED_MOVES)
            return false;
    }
    if (!ask_probes(control) || follow_script(control))
        return false;
    *standing = STANDS_STILL;
    return true;
}

static bool is_crowded(struct control *control)
{
    _Atomic uint32_t *crowded = &control->scheduler->crowded;

    return atomic_load(crowded) && atomic_exchange(crowded, 0);
}

enum standing control_settle(struct control *control, int patience_ms)
{
    uint64_t deadline = now_us() + (uint64_t)patience_ms * 1000;
    enum standing standing;

    for (;;) {
        uint32_t asked = atomic_load(&control->scheduler->asked);

        if (look(control, &standing))
            return standing;
        if (untold_any(&control->untold, now_us()) || is_crowded(control)) {
            if (control->untold.counts[TELLS_KEEPER])
                poll(NULL, 0, 1); /* The keeper takes a moment. */
            return STILL_MOVES;   /* For the caller to read what there is. */
        }
        if (now_us() >= deadline) {
            note_dead_mover(control);
            return STILL_MOVES;
        }
        if (atomic_load(&control->scheduler->asked) == asked)
            wait_for_news(control, asked);
        if (atomic_load(&control->scheduler->asked) == asked)
            note_dead_mover(control);
    }
}

size_t control_choices(struct control *control, struct choice *choices,
                       size_t room)
{
    struct scheduler *s = control->scheduler;
    size_t count = 0;

    for (uint32_t i = 0; i < task_count(control) && count < room; i++) {
        const struct scheduled *task = &s->tasks[i];
        struct choice choice = {.birth = task->birth};

        if (task->phase != SCHEDULED_STANDS)
            continue;
        choice.task = translator_task_born(control->translator, task->birth);
        choice.readiness = scheduler_readiness(s, i);
        if (choice.readiness == CAN_BY_TIME)
            choice.at_ns = scheduler_next_time(s, i);
        choice.alternatives = scheduler_alternatives(s, i);
        choice.may_wake_spuriously = scheduler_may_wake_spuriously(s, i);
        choice.op =
            task->want.op < OP_COUNT ? (enum operation)task->want.op : OP_NONE;
        size_t at = count++;
        for (; at > 0 && choices[at - 1].birth > choice.birth; at--)
            choices[at] = choices[at - 1];
        choices[at] = choice;
    }
    return count;
}

bool control_move(struct control *control, const struct decision *decision)
{
    struct scheduler *s = control->scheduler;
    unsigned index = scheduler_task(s, decision->birth);

    if (index >= SCHEDULER_TASKS)
        return false;
    enum readiness readiness = scheduler_readiness(s, index);
    bool spurious = decision->alternative == ALTERNATIVE_SPURIOUS &&
                    scheduler_may_wake_spuriously(s, index);
    if (readiness == CANNOT && !spurious)
        return false;
    if (readiness == CAN_BY_TIME && !spurious)
        scheduler_pass_time(s, index);
    s->moves++;
    s->tasks[index].alternative = decision->alternative;
    atomic_store(&s->mover, index + 1);
    tell(&s->tasks[index], GO_MOVE);
    return true;
}

void control_hear(struct control *control, struct hearing *hearing)
{
    const struct scheduler *s = control->scheduler;

    /* In order of birth: whoever makes a task is known before it. */
    for (uint32_t birth = 1;
         birth <= atomic_load(&control->area->births) && birth <= BIRTHS_HEARD;
         birth++) {
        unsigned index = scheduler_task(s, birth);

        if (index < SCHEDULER_TASKS)
            hearing_meet(hearing, birth, control->area->slots[index].creator);
    }
    hearing_take(hearing, s, &control->area->deeds);
}

struct scheduler *control_scheduler(struct control *control)
{
    return control->scheduler;
}

pid_t control_take_dead(struct control *control)
{
    return untold_take(&control->untold, control->scheduler, TELLS_LAB, 0);
}

void control_was_told(struct control *control, pid_t pid)
{
    untold_take(&control->untold, control->scheduler, TELLS_KEEPER, pid);
}

/* The program may write over it meanwhile. */
const char *control_unmodelled(const struct control *control, char *text,
                               size_t size)
{
    const struct deeds *deeds = &control->area->deeds;

    snprintf(text, size, "%.*s", (int)sizeof deeds->unmodelled,
             deeds->unmodelled);
    return text;
}

struct translator *control_translator(const struct control *control)
{
    return control->translator;
}

uint32_t control_birth(const struct control *control, uint32_t task)
{
    return task > 0 && task <= translator_task_count(control->translator)
               ? translator_task(control->translator, task)->birth
               : 0;
}

uint32_t control_mover(const struct control *control)
{
    uint32_t mover = atomic_load(&control->scheduler->mover);

    return mover > 0 && mover <= SCHEDULER_TASKS
               ? translator_task_known(
                     control->translator,
                     control->scheduler->tasks[mover - 1].birth)
               : 0;
}

pid_t control_mover_tid(const struct control *control)
{
    uint32_t mover = atomic_load(&control->scheduler->mover);

    return mover > 0 && mover <= SCHEDULER_TASKS
               ? atomic_load(&control->area->slots[mover - 1].tid)
               : 0;
}

const char *control_mover_call(const struct control *control, char *text,
                               size_t size)
{
    uint32_t mover = atomic_load(&control->scheduler->mover);

    if (mover == 0 || mover > SCHEDULER_TASKS) {
        *text = '\0';
        return text;
    }
    return kernel_call(control->area->slots[mover - 1].pid,
                       control_mover_tid(control), text, size);
}

uint64_t control_moves(const struct control *control)
{
    return control->scheduler->moves;
}
