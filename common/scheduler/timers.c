/* timers.c - virtual time passes, and timers ring. */
#include "scheduler/scheduler.h"

#include <stddef.h>

static uint64_t bit_of(int number)
{
    return UINT64_C(1) << (number - 1);
}

static bool concerns(const struct scheduled *task,
                     const struct scheduled_timer *timer)
{
    if (timer->process != task->process || timer->signal == 0)
        return false;
    return !(task->blocked & bit_of(timer->signal)) ||
           (task->want.op == OP_SIGNAL_WAIT &&
            ((uint64_t)task->want.value & bit_of(timer->signal)));
}

uint64_t scheduler_next_ring(const struct scheduler *s, unsigned index)
{
    uint64_t next = NEVER;

    for (uint32_t i = 0; i < s->timer_count; i++) {
        if (s->timers[i].process && s->timers[i].at_ns < next &&
            concerns(&s->tasks[index], &s->timers[i]))
            next = s->timers[i].at_ns;
    }
    return next;
}

struct scheduled_timer *scheduler_timer(struct scheduler *s, uint32_t process,
                                        uint32_t number, bool make)
{
    uint32_t place = s->timer_count;

    for (uint32_t i = s->timer_count; i-- > 0;) {
        struct scheduled_timer *timer = &s->timers[i];

        if (timer->process == process && timer->number == number)
            return timer;
        if (timer->process == 0 || s->processes[timer->process - 1].ended)
            place = i;
    }
    if (!make || place == SCHEDULER_TIMERS)
        return NULL;
    s->stirs++;
    if (place == s->timer_count)
        s->timer_count++;
    s->timers[place] = (struct scheduled_timer){
        .process = process, .number = number, .at_ns = NEVER};
    return &s->timers[place];
}

static void ring(struct scheduler *s, struct scheduled_timer *timer)
{
    const struct scheduled_process *process = &s->processes[timer->process - 1];
    uint64_t rounds = 1;

    if (timer->every_ns)
        rounds += (s->now_ns - timer->at_ns) / timer->every_ns;
    timer->at_ns =
        timer->every_ns ? timer->at_ns + rounds * timer->every_ns : NEVER;
    if (timer->signal == 0 ||
        ((process->ignored & bit_of(timer->signal)) &&
         !scheduler_all_block(s, timer->process, timer->signal)))
        return;
    if (process->signals & bit_of(timer->signal)) {
        timer->overruns += (uint32_t)rounds;
        return;
    }
    timer->overruns = (uint32_t)rounds - 1;
    scheduler_send(s, &(struct scheduled_signal){
                          .process = timer->process,
                          .number = timer->signal,
                          .code = timer->number ? SI_TIMER : SI_KERNEL,
                          .value = timer->value});
}

void scheduler_pass_time(struct scheduler *s, unsigned index)
{
    uint64_t next = scheduler_next_time(s, index);

    s->stirs++;
    if (next != NEVER && next > s->now_ns)
        s->now_ns = next;
    for (uint32_t i = 0; i < s->timer_count; i++) {
        if (s->timers[i].process && s->timers[i].at_ns <= s->now_ns &&
            !s->processes[s->timers[i].process - 1].exiting)
            ring(s, &s->timers[i]);
    }
}
