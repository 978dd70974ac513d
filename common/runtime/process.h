/* process.h - forks, and the end of a process, told where libc leads to it. */
#ifndef RUNTIME_PROCESS_H
#define RUNTIME_PROCESS_H

#include "runtime/self.h"

#include <sys/types.h>

/* The process is about to end with this status. Under control it stands
   first, and the turn is handed over. */
void process_tell_exit(int status, const void *where);

/* Under control: as kill, to the process with the kernel's number. */
int process_send(struct self *self, pid_t pid, int number, const void *where);

/* From now on a child is known before either side's handlers at fork move. */
void process_watch_forks(void);

#endif
