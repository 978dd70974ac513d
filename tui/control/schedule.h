/* schedule.h - moves kept in a file.

   A schedule is text, a move a line, for people to read and change:

       interleave schedule 1
       program race_condition
       name one update lost
       main: begin
       main: create, line 30
       T1: read counter, line 21
       T2: signal not_empty, line 40 -> wakes 2
       T1: wait on not_empty, line 12 -> wakes by itself

   What stands after the task is what it was about to do. A schedule whose
   program has changed so that a line is no longer true is refused there. */
#ifndef TUI_CONTROL_SCHEDULE_H
#define TUI_CONTROL_SCHEDULE_H

#include "tui/control/step.h"

struct schedule {
    char *program;
    char *name; /* "" where it has none. */
    struct schedule_line {
        char *task;
        char *want;
        uint32_t alternative;
        unsigned number; /* Of the line in the file. */
    } * lines;
    size_t count;
};

/* NULL: it cannot be read, or is none: `why` says so. */
struct schedule *schedule_read(const char *path, char *why, size_t why_size);
void schedule_free(struct schedule *schedule);

/* Whether it is of that program: "deadlock", where the schedule may say
   "some/where/deadlock.c". */
bool schedule_is_of(const struct schedule *schedule, const char *name);

/* Makes the schedule's next move: that with the index `step_position`. False:
   it does not fit the program, or there is no more; `why` says which, and is
   "" in the latter case. Call step_settle between moves. */
bool schedule_move(const struct schedule *schedule, struct step *step,
                   struct session *session, char *why, size_t why_size);

/* Writes the moves made up to the place that is looked at. False: `why`. */
bool schedule_write(const char *path, const char *name, struct session *session,
                    char *why, size_t why_size);

/* The schedules that a lesson comes with: NAME.WORDS.sched beside its page.
   `visit` is called with each path and its name, in order. */
typedef void schedule_visit(const char *path, const char *name, void *context);
void schedule_list(const struct lesson *lesson, schedule_visit *visit,
                   void *context);

/* The same of those that the student has saved, or a search has found:
   PROGRAM.WORDS.sched in place_schedules(). */
void schedule_list_saved(const char *program, schedule_visit *visit,
                         void *context);

/* What people read as a schedule's name: `name`, which stands in it, or what a
   translated page calls it. The caller frees it. */
char *schedule_title(const struct lesson *lesson, const char *path,
                     const char *name);

/* Where moves with this name are kept: "one lost" is PROGRAM.one-lost.sched
   there. The caller frees it; NULL: there is no place. */
char *schedule_place(const char *program, const char *name);

/* The path of a lesson's schedule by the WORDS of its file, or by the name
   under which it was saved; or a path as it is. The caller frees it. */
char *schedule_find(const struct lesson *lesson, const char *words);

#endif
