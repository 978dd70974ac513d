/* exec.h - staying in a process through exec. */
#ifndef RUNTIME_EXEC_H
#define RUNTIME_EXEC_H

/* Remembers what the environment must hold for the next program to be watched
   too, before the program changes it. */
void exec_remember(void);

#endif
