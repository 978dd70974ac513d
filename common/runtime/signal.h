/* signal.h - signals of a program under control.

   They are kept in the scheduler instead of being sent by the kernel, and
   handled when the task that is to handle one moves next: so they come at the
   same place on each run. Those that end a process end it at once. */
#ifndef RUNTIME_SIGNAL_H
#define RUNTIME_SIGNAL_H

#include "runtime/self.h"

#include <sys/types.h>

#define SIGNALS 65 /* 1 to 64 on Linux. */

static inline uint64_t signal_bit(int number)
{
    return UINT64_C(1) << (number - 1);
}

/* Runs the handler that the program has set. False: it has set none. */
bool signal_run_handler(int number, bool *restarts);

/* delivery.c. As pthread_kill and kill. The first returns an error number. */
int signal_send_task(struct self *self, uint64_t birth, int number);
int signal_send_process(struct self *self, pid_t virtual_pid, int number);

/* The task handles a signal that waits for it: the program's handler runs, or
   the process ends. True: calls that it interrupts are to be restarted. */
bool signal_handle(struct self *self, int number);

#endif
