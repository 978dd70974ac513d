/* translate.h - from records, which speak of addresses, to events, which
   speak of names.

   A record says "slot 7, address 0x55d0c040, return address 0x55cff2b1". The
   event made of it says "task 3, object 2, site 9", and before the first such
   event others introduce the task, the object (mutex `left`), and the site
   (deadlock.c:24). The translator gives the numbers, finds the names, and
   trusts nothing it reads from the area. */
#ifndef WATCH_TRANSLATE_H
#define WATCH_TRANSLATE_H

#include "trace/area.h"
#include "trace/trace.h"

#include <stdbool.h>
#include <sys/types.h>

struct translator;

/* Area and trace must outlive the translator. `source`, or NULL: the text of
   the program, if it is not where it was compiled. */
struct translator *translator_new(struct area *area, struct trace *trace,
                                  const char *source);
void translator_free(struct translator *translator);

/* A slot is in use: introduces its task where that is new. Returns the task's
   number, or 0 where the slot makes no sense. */
uint32_t translator_meet(struct translator *translator, unsigned slot);

/* One record of a slot, written at `time_ns` of the run. */
void translator_record(struct translator *translator, unsigned slot,
                       const struct record *record, uint64_t time_ns);

/* `count` records of a slot could not be read. */
void translator_lost(struct translator *translator, unsigned slot,
                     uint64_t count, uint64_t time_ns);

/* The task with this birth, introduced if it is new; 0: there is none. */
uint32_t translator_task_born(struct translator *translator, uint64_t birth);

/* The same, where it was introduced already; 0: it was not. */
uint32_t translator_task_known(const struct translator *translator,
                               uint64_t birth);

/* Where in the source a task's call was that returns to this address, as
   "deadlock.c:24", or the function; "" where neither is known. And the variable
   that the function at an address has so far from the end of its frame, as
   "start's local"; "". Both return text. */
const char *translator_place(struct translator *translator, uint32_t task,
                             uint64_t return_address, char *text, size_t size);
const char *translator_local(struct translator *translator, uint32_t task,
                             uint64_t function, int64_t offset, char *text,
                             size_t size);

/* The variable at an address in a task's memory; "" where none is known. */
const char *translator_variable(struct translator *translator, uint32_t task,
                                uint64_t address, char *text, size_t size);

/* What the census asks (census.c). Tasks are numbered from 1. */
struct known_task {
    uint32_t birth;
    uint32_t process;
    unsigned slot;
    pid_t pid;
    pid_t tid;          /* 0: not running yet. */
    uint32_t forked_by; /* The first of a forked process: task; else 0. */
    bool ended;
};

struct known_process {
    pid_t pid;
    uint32_t birth;     /* Of its first task; 0: not seen from inside. */
    uint32_t main_task; /* 0: none seen. */
    uint32_t image;
    uint32_t tasks; /* Of its tasks, those not ended. */
    bool copied;    /* It has the copies of what its parent had. */
    bool ended;
    bool reaped;
};

uint32_t translator_task_count(const struct translator *translator);
uint32_t translator_process_count(const struct translator *translator);
struct known_task *translator_task(struct translator *translator, uint32_t id);
struct known_process *translator_process(struct translator *translator,
                                         uint32_t id);

/* The process that has this pid now; 0 where none is known. */
uint32_t translator_process_of(const struct translator *translator, pid_t pid);

/* A task or a process has ended without saying so. `status` is as from
   waitpid, -1 where it is not known. */
void translator_task_ended(struct translator *translator, uint32_t task,
                           uint64_t time_ns);
void translator_process_ended(struct translator *translator, uint32_t process,
                              int status, bool zombie, uint64_t time_ns);

/* Appends an event, no earlier than the newest. */
void translator_tell(struct translator *translator, struct event *event);

/* What the program has printed is read before the records of what it did, and
   is told with them: when it has printed, and not before the move that made it
   print. What no print is told of is told when the records have been read. */
void translator_printed(struct translator *translator, const char *text,
                        size_t length);
void translator_tell_printed(struct translator *translator);

#endif
