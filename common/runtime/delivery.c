/* delivery.c - signals of a program under control, from task to task. */
#include "runtime/emit.h"
#include "runtime/explore.h"
#include "runtime/real.h"
#include "runtime/rounds.h"
#include "runtime/signal.h"
#include "runtime/turn.h"
#include "runtime/variable.h"

#include <sys/syscall.h>

static struct scheduler *scheduler(void)
{
    return &self_area->scheduler;
}

static struct scheduled_process *process_of(uint32_t process)
{
    return &scheduler()->processes[process - 1];
}

/* POSIX's default is to end the process, but for these. */
static bool is_harmless(int number)
{
    return number == SIGCHLD || number == SIGCONT || number == SIGURG ||
           number == SIGWINCH;
}

static bool is_default(const struct scheduled_process *process, int number)
{
    return !((process->handled | process->ignored) & signal_bit(number));
}

static bool stops_process(const struct scheduled_process *process, int number)
{
    return number == SIGSTOP ||
           ((number == SIGTSTP || number == SIGTTIN || number == SIGTTOU) &&
            is_default(process, number));
}

static bool ends_process(const struct scheduled_process *process, int number)
{
    return number == SIGKILL ||
           (!is_harmless(number) && is_default(process, number) &&
            !stops_process(process, number));
}

static bool is_noticed(const struct scheduled_process *process, int number)
{
    return (process->handled & signal_bit(number)) != 0 ||
           (!is_harmless(number) && is_default(process, number));
}

static int end_process(uint32_t process, int number)
{
    struct scheduler *s = scheduler();
    pid_t pid = process_of(process)->pid;

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

/* The lab does it in the kernel (watch/control.c), when nobody moves: one that
   stops itself must have handed over its turn by then. */
static void stop_process(struct self *self, uint32_t process)
{
    struct want goes_on = turn_want(OP_NONE, 0, 0, NULL);

    scheduler_stop(scheduler(), process, true);
    if (process == turn_process())
        turn_take(self, &goes_on);
}

/* To itself: handled before the call returns, as POSIX says. */
void signal_handle_all(struct self *self)
{
    int number;

    while ((number = scheduler_deliverable(
                scheduler(), (unsigned)(self->slot - self_area->slots))) != 0)
        signal_handle(self, number);
}

/* Whoever it is for, a task or any of a process's. `blocked`: who could handle
   it keeps it from itself. */
static int deliver(struct self *self, const struct scheduled_signal *signal,
                   bool blocked)
{
    struct scheduled_process *process = process_of(signal->process);
    int number = signal->number;
    int error = 0;

    if (number == SIGCONT)
        scheduler_stop(scheduler(), signal->process, false);
    if (number == SIGKILL ||
        (ends_process(process, number) && !blocked && !process->stopped)) {
        rounds_gave_back(self);
        return end_process(signal->process, number);
    }
    if (number == SIGSTOP || (stops_process(process, number) && !blocked))
        stop_process(self, signal->process);
    else if ((is_noticed(process, number) || blocked) &&
             !scheduler_send(scheduler(), signal))
        error = EAGAIN;
    if (signal->process == turn_process())
        signal_handle_all(self);
    return error;
}

static struct scheduled_signal make(uint32_t process, uint32_t birth,
                                    int number, int code, int64_t value)
{
    return (struct scheduled_signal){.process = process,
                                     .birth = birth,
                                     .number = number,
                                     .code = code,
                                     .pid = (int32_t)REAL(syscall)(SYS_getpid),
                                     .uid = getuid(),
                                     .value = value};
}

int signal_send_task(struct self *self, uint64_t birth, int number)
{
    struct scheduler *s = scheduler();
    unsigned index = scheduler_task(s, birth);

    if (number < 0 || number >= SIGNALS)
        return EINVAL;
    if (index == SCHEDULER_TASKS || s->tasks[index].phase == SCHEDULED_GONE)
        return ESRCH;
    if (number == 0)
        return 0;
    struct scheduled *task = &s->tasks[index];
    struct scheduled_signal signal =
        make(task->process, task->birth, number, SI_TKILL, 0);
    return deliver(self, &signal, (task->blocked & signal_bit(number)) != 0);
}

static int send_to(struct self *self, uint32_t process, int number, int code,
                   int64_t value)
{
    struct scheduled_signal signal = make(process, 0, number, code, value);

    return deliver(self, &signal,
                   scheduler_all_block(scheduler(), process, number));
}

static int with_errno(int error)
{
    if (error)
        errno = error;
    return error ? -1 : 0;
}

int signal_send_process(struct self *self, pid_t virtual_pid, int number,
                        int code, int64_t value)
{
    pid_t pid = turn_real_pid(virtual_pid);
    uint32_t process = scheduler_process(scheduler(), pid);

    if (number < 0 || number >= SIGNALS)
        return with_errno(EINVAL);
    if (process == 0 || process_of(process)->exiting)
        return REAL(kill)(pid, number); /* None of ours, or a zombie. */
    return number ? with_errno(send_to(self, process, number, code, value)) : 0;
}

static bool is_in(const struct scheduled_process *process, pid_t group)
{
    return !process->exiting && !process->ended &&
           (group == 0 || REAL(syscall)(SYS_getpgid, process->pid) == group);
}

int signal_send_group(struct self *self, pid_t group, int number)
{
    uint32_t count = scheduler()->process_count;
    uint32_t own = turn_process();
    uint32_t found = 0;

    if (number < 0 || number >= SIGNALS)
        return with_errno(EINVAL);
    for (uint32_t i = 1; i <= count; i++) {
        if (i == own || !is_in(process_of(i), group))
            continue;
        found++;
        if (number)
            send_to(self, i, number, SI_USER, 0);
    }
    /* It may be the end: last. To all, as on Linux, is not to oneself. */
    if (group != 0 && own && is_in(process_of(own), group))
        return number ? with_errno(send_to(self, own, number, SI_USER, 0)) : 0;
    return with_errno(found ? 0 : ESRCH);
}

bool signal_handle(struct self *self, int number)
{
    unsigned index = (unsigned)(self->slot - self_area->slots);
    struct scheduled_signal signal =
        scheduler_take_signal(scheduler(), index, number);
    struct scheduled_process *process = process_of(signal.process);

    if (process->handled & signal_bit(number))
        return signal_run_handler(self, &signal);
    if (stops_process(process, number))
        stop_process(self, signal.process);
    else if (ends_process(process, number))
        end_process(signal.process, number);
    return true;
}
