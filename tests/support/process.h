/* process.h - the processes a test started, found by a mark in their
   environment.

   A mark is "NAME=value". Every process that inherits it is found, whoever its
   parent is by now. Zombies are not: they have no environment left. */
#ifndef SUPPORT_PROCESS_H
#define SUPPORT_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

/* Those that are alive, of this name (NULL: of any), at most `room` of them.
   Returns how many there are. */
int process_find(const char *mark, const char *name, pid_t *processes,
                 int room);

/* SIGKILL to all of them, until none is left or a second has passed. */
void process_end_all(const char *mark);

/* The kernel's letter: 'T' for one that is stopped; 0: there is none. */
char process_state(pid_t process);

/* Milliseconds of a clock that only goes forward. */
long process_now_ms(void);

/* A mark no other test has. */
void process_mark(char *mark, int size);

/* A fresh folder below $TMPDIR, or /tmp; and away with it and all in it. */
char *process_make_folder(void);
void process_remove_folder(const char *path);

#endif
