/* identity.h - what would differ from run to run. */
#ifndef RUNTIME_IDENTITY_H
#define RUNTIME_IDENTITY_H

#include <sys/types.h>

/* pidfd_open, of a process by the number that the program knows. */
int identity_open(pid_t pid, unsigned flags);

/* Random numbers begin as at the start of the program. */
void identity_reset(void);

#endif
