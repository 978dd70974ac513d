/* signals.c - signals that wait to be handled, and processes that they stop. */
#include "scheduler/scheduler.h"

static uint64_t bit_of(int number)
{
    return UINT64_C(1) << (number - 1);
}

/* Standard ones are sent once, however often. */
static bool is_queued(int number)
{
    return number >= __SIGRTMIN;
}

static uint64_t *bits_of(struct scheduler *s,
                         const struct scheduled_signal *signal)
{
    unsigned index =
        signal->birth ? scheduler_task(s, signal->birth) : SCHEDULER_TASKS;

    return index < SCHEDULER_TASKS ? &s->tasks[index].signals
                                   : &s->processes[signal->process - 1].signals;
}

bool scheduler_send(struct scheduler *s, const struct scheduled_signal *signal)
{
    uint64_t *bits = bits_of(s, signal);

    s->stirs++;
    if ((*bits & bit_of(signal->number)) && !is_queued(signal->number))
        return true;
    if (s->signal_count == SCHEDULER_SIGNALS && is_queued(signal->number))
        return false;
    if (s->signal_count < SCHEDULER_SIGNALS)
        s->signals[s->signal_count++] = *signal;
    *bits |= bit_of(signal->number);
    return true;
}

static void take_out(struct scheduler *s, uint32_t at)
{
    s->signal_count--;
    for (; at < s->signal_count; at++)
        s->signals[at] = s->signals[at + 1];
}

static bool is_for(const struct scheduled_signal *signal, uint32_t process,
                   uint32_t birth, int number)
{
    return signal->process == process && signal->birth == birth &&
           signal->number == number;
}

struct scheduled_signal scheduler_take_signal(struct scheduler *s,
                                              unsigned index, int number)
{
    struct scheduled *task = &s->tasks[index];
    bool own = (task->signals & bit_of(number)) != 0;
    uint64_t *bits =
        own ? &task->signals : &s->processes[task->process - 1].signals;
    struct scheduled_signal taken = {.process = task->process,
                                     .birth = own ? task->birth : 0,
                                     .number = number};
    const uint32_t birth = taken.birth;
    bool found = false;

    s->stirs++;
    *bits &= ~bit_of(number);
    for (uint32_t i = 0; i < s->signal_count;) {
        if (!is_for(&s->signals[i], task->process, birth, number)) {
            i++;
        } else if (found) {
            *bits |= bit_of(number); /* There is another one. */
            break;
        } else {
            taken = s->signals[i];
            take_out(s, i);
            found = true;
        }
    }
    return taken;
}

bool scheduler_all_block(const struct scheduler *s, uint32_t process,
                         int number)
{
    for (unsigned i = 0; i < s->task_count; i++) {
        const struct scheduled *task = &s->tasks[i];

        if (task->process == process && task->phase != SCHEDULED_GONE &&
            task->phase != SCHEDULED_NOT && !(task->blocked & bit_of(number)))
            return false;
    }
    return true;
}

void scheduler_stop(struct scheduler *s, uint32_t process, bool stops)
{
    struct scheduled_process *target = &s->processes[process - 1];

    if (target->stopped == stops)
        return;
    s->stirs++;
    target->stopped = stops;
    s->stopped += stops ? 1U : UINT32_MAX;
    s->unsettled = true;
}
