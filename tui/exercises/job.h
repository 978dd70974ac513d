/* job.h - a command run on the side: a compiler, or a program to be checked.

   It is a process group of its own, which ends with us; what it prints goes
   into a file, of which there is a limit. */
#ifndef TUI_EXERCISES_JOB_H
#define TUI_EXERCISES_JOB_H

#include <stdbool.h>
#include <sys/types.h>

struct job {
    pid_t pid; /* 0: none was started. */
    bool over;
    int status; /* As from waitpid. */

    double started;
    double limit_s;
};

/* `input`: what it can read, at most some hundred bytes; NULL: nothing.
   `output`: the file for what it prints. `scratch`: where its temporary files
   go; NULL: where ours do. After `limit_s` it is ended. False:
   it could not be started, with errno set. */
bool job_start(struct job *job, char *const *arguments, const char *input,
               const char *output, const char *scratch, double limit_s);

/* Is it over? Does not wait. */
bool job_poll(struct job *job);

/* Ends it and all that it started. */
void job_end(struct job *job);

#endif
