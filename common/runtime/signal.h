/* signal.h - signals of a program under control.

   They are kept in the scheduler instead of being sent by the kernel, and
   handled when the task that is to handle one moves next: so they come at the
   same place on each run. Those that end a process end it at once. */
#ifndef RUNTIME_SIGNAL_H
#define RUNTIME_SIGNAL_H

#include "runtime/self.h"
#include "scheduler/scheduler.h"

#include <sys/types.h>

#define SIGNALS 65 /* 1 to 64 on Linux. */

static inline uint64_t signal_bit(int number)
{
    return UINT64_C(1) << (number - 1);
}

/* Bit n - 1 for each signal n of a set. */
uint64_t signal_bits(const sigset_t *set);

/* Sees to it that the scheduler knows what the task keeps from itself; and that
   for the time of a wait it keeps these. The second returns what it did before,
   to be put back. */
void signal_know_mask(struct self *self);
uint64_t signal_mask_for_now(struct self *self, uint64_t bits);

/* Runs the handler that the program has set, as the kernel would. True: calls
   that it interrupts are to be restarted. */
bool signal_run_handler(struct self *self,
                        const struct scheduled_signal *signal);

/* What siginfo_t says of a signal that was sent so. */
void signal_tell(siginfo_t *about, const struct scheduled_signal *signal);

/* ---- delivery.c. ---- */

/* As pthread_kill; and as kill, to one process and to a group (0: to all, but
   not to itself), with a code and a value for siginfo_t. */
int signal_send_task(struct self *self, uint64_t birth, int number);
int signal_send_process(struct self *self, pid_t virtual_pid, int number,
                        int code, int64_t value);
int signal_send_group(struct self *self, pid_t group, int number);

/* The task handles a signal that waits for it: the program's handler runs, or
   the process ends or stops. True: as above. */
bool signal_handle(struct self *self, int number);

/* All that wait for it and that it does not keep from itself. */
void signal_handle_all(struct self *self);

#endif
