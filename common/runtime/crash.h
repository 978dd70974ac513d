/* crash.h - where and why a program dies.

   A process about to die of a fault says so before it does; its end is the
   same as without the lab: the default action of the same signal. */
#ifndef RUNTIME_CRASH_H
#define RUNTIME_CRASH_H

/* Watches for faults in this process, where nobody handles them yet. */
void crash_watch(void);

/* A run of an exploration that a fault ended never returned from its
   handler. */
void crash_leave(void);

/* A stack for the calling thread's fault handler, so that running out of
   stack is told too; given back before the thread ends. */
void crash_prepare_stack(void);
void crash_forget_stack(void);

#endif
