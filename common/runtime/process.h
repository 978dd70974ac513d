/* process.h - the end of a process, told where libc leads to it. */
#ifndef RUNTIME_PROCESS_H
#define RUNTIME_PROCESS_H

/* The process is about to end with this status. Under control it stands
   first, and the turn is handed over. */
void process_tell_exit(int status, const void *where);

#endif
