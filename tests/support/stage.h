/* stage.h - the lab, installed in a folder of the test's own.

   The real program and the real runtime, with lessons that the test chooses:
   what somebody changes in a lesson, or adds, changes no test of the lab. The
   folder has the layout of an installation (bin/, lib/, share/), and is made
   by the first call and removed at exit.

       stage_usual();
       pseudo_start(... {stage_lab(), "deadlock", NULL} ...)

   BUILD in the environment names the build folder, "build" else. */
#ifndef SUPPORT_STAGE_H
#define SUPPORT_STAGE_H

/* Paths; they last until exit. */
const char *stage_lab(void);                    /* .../bin/interleave */
const char *stage_program(const char *name);    /* Of tests/programs/. */
const char *stage_file(const char *format, ...) /* In a folder for files. */
    __attribute__((format(printf, 1, 2)));

/* A lesson: its program is tests/programs/PROGRAM.c, or lessons/PROGRAM.c
   where that has a slash; its page is given. */
void stage_lesson(const char *folder, const char *name, const char *program,
                  const char *page);

/* The same with its real page, but soon over: "7_pool", "pool_map". May be
   called again. */
void stage_real(const char *folder, const char *name);

/* Lessons for most tests, in this order:

       1 first     ticks       ticks for ever, and has no question
       4 hazards   deadlock    the real one
                   quick       the same, at a pace a test has the time for
       10 last     silent      prints nothing, and has no question         */
void stage_usual(void);

/* The real exercise of that name. */
void stage_exercise(const char *folder, const char *name);

/* A folder for XDG_STATE_HOME, with this in the progress file. */
const char *stage_state(const char *name, const char *progress);

/* Writes a file. Returns its path, as stage_file. */
const char *stage_write(const char *name, const void *bytes, unsigned length);

#endif
