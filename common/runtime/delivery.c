/* delivery.c - signals of a program under control, from task to task. */
#include "runtime/emit.h"
#include "runtime/real.h"
#include "runtime/signal.h"
#include "runtime/turn.h"
#include "runtime/variable.h"

/* POSIX's default is to end the process, but for these. */
static bool is_harmless(int number)
{
    return number == SIGCHLD || number == SIGCONT || number == SIGURG ||
           number == SIGWINCH;
}

static bool ends_process(const struct scheduled_process *process, int number)
{
    if (number == SIGKILL)
        return true;
    return !is_harmless(number) && !(process->handled & signal_bit(number)) &&
           !(process->ignored & signal_bit(number));
}

static bool is_noticed(const struct scheduled_process *process, int number)
{
    return (process->handled & signal_bit(number)) != 0 ||
           (!is_harmless(number) && !(process->ignored & signal_bit(number)));
}

static int end_process(uint32_t process, int number)
{
    struct scheduler *s = &self_area->scheduler;
    pid_t pid = s->processes[process - 1].pid;

    if (process == turn_process()) {
        variable_settle(&self_here);
        turn_exit();
        struct sigaction standard = {.sa_handler = SIG_DFL};
        sigset_t one;
        sigemptyset(&one);
        sigaddset(&one, number);
        if (number != SIGKILL)
            REAL(sigaction)(number, &standard, NULL);
        REAL(pthread_sigmask)(SIG_UNBLOCK, &one, NULL);
        REAL(kill)(pid, number);
    }
    scheduler_end_process(s, process);
    s->unsettled = true;
    return REAL(kill)(pid, number) == 0 ? 0 : errno;
}

/* To itself: handled before the call returns, as POSIX says. */
static void handle_own(struct self *self, int number)
{
    if (scheduler_deliverable(&self_area->scheduler,
                              (unsigned)(self->slot - self_area->slots)) ==
        number)
        signal_handle(self, number);
}

int signal_send_task(struct self *self, uint64_t birth, int number)
{
    struct scheduler *s = &self_area->scheduler;
    unsigned index = scheduler_task(s, birth);

    if (number < 0 || number >= SIGNALS)
        return EINVAL;
    if (index == SCHEDULER_TASKS || s->tasks[index].phase == SCHEDULED_GONE)
        return ESRCH;
    if (number == 0)
        return 0;
    struct scheduled *task = &s->tasks[index];
    struct scheduled_process *process = &s->processes[task->process - 1];
    if (ends_process(process, number) && !(task->blocked & signal_bit(number)))
        return end_process(task->process, number);
    if (is_noticed(process, number) || (task->blocked & signal_bit(number)))
        task->signals |= signal_bit(number);
    if (birth == self->slot->birth)
        handle_own(self, number);
    return 0;
}

static bool all_block(uint32_t process, int number)
{
    const struct scheduler *s = &self_area->scheduler;

    for (unsigned i = 0; i < s->task_count; i++) {
        if (s->tasks[i].process == process &&
            s->tasks[i].phase != SCHEDULED_GONE &&
            !(s->tasks[i].blocked & signal_bit(number)))
            return false;
    }
    return true;
}

int signal_send_process(struct self *self, pid_t virtual_pid, int number)
{
    struct scheduler *s = &self_area->scheduler;
    pid_t pid = turn_real_pid(virtual_pid);
    uint32_t process = scheduler_process(s, pid);
    int error = 0;

    if (number < 0 || number >= SIGNALS) {
        error = EINVAL;
    } else if (process == 0 || s->processes[process - 1].exiting) {
        return REAL(kill)(pid, number); /* None of ours, or a zombie. */
    } else if (number != 0) {
        struct scheduled_process *target = &s->processes[process - 1];
        bool blocked = number != SIGKILL && all_block(process, number);

        if (ends_process(target, number) && !blocked)
            error = end_process(process, number);
        else if (is_noticed(target, number) || blocked)
            target->signals |= signal_bit(number);
        if (process == turn_process())
            handle_own(self, number);
    }
    errno = error ? error : errno;
    return error ? -1 : 0;
}

bool signal_handle(struct self *self, int number)
{
    struct scheduled *task = turn_task(self);
    uint64_t *theirs =
        &self_area->scheduler.processes[task->process - 1].signals;
    uint64_t before = task->blocked;
    bool restarts = true;

    if (task->signals & signal_bit(number))
        task->signals &= ~signal_bit(number);
    else
        *theirs &= ~signal_bit(number);
    task->blocked |= signal_bit(number);
    bool ran = signal_run_handler(number, &restarts);
    task->blocked = before;
    if (!ran && ends_process(&self_area->scheduler.processes[task->process - 1],
                             number))
        end_process(task->process, number);
    return restarts;
}
