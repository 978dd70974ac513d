/* explore.h - a program run again and again, each time in another order.

   Where the lab wants an exploration, main is called by us: many times, its
   threads carried by fibers of one OS thread, its memory put back in between.
   A search (search/search.h) decides who moves. A run that cannot be put back
   ends its process; the parent, in which main has never begun, notes how, and
   goes on with another child. */
#ifndef RUNTIME_EXPLORE_H
#define RUNTIME_EXPLORE_H

#include "runtime/self.h"
#include "search/report.h"

#include <stdarg.h>
#include <stdio.h>

/* A run goes on, and the caller is part of it. */
extern bool explore_running;
static inline bool explore_runs(void)
{
    return UNLIKELY(explore_running);
}

/* The lab wants an exploration of this process. */
bool explore_wanted(void);

/* ---- For turn.c: the carrier. ---- */

/* The task stands; returns when it is to move. */
void explore_stand(struct self *self);

/* The task is gone; never returns. */
__attribute__((noreturn)) void explore_leave(void);

/* The run is over; never returns. */
__attribute__((noreturn)) void explore_end_run(enum ended ended, int status,
                                               const char *text,
                                               const void *where);

/* ---- For those who stand in for what libc does with threads. ---- */

int explore_create(struct self *self, pthread_t *thread,
                   const pthread_attr_t *attributes, void *(*routine)(void *),
                   void *argument);
uint32_t explore_birth_of(pthread_t thread);
void *explore_result_of(pthread_t thread);
void *explore_own_result(void);

/* The place of the task that moves. */
extern unsigned explore_mover;
static inline unsigned explore_current(void)
{
    return explore_mover;
}

/* ---- flaws.c: for the judgement of races and misuse. ---- */

/* The task has done this, all of it or a part. */
void explore_note_move(struct self *self, const struct want *want,
                       struct answer answer);

/* The same of an access to memory: it is done. */
void explore_note_done(const struct want *access);

/* An access that nobody else could have come before or after. */
void explore_note_access(struct self *self, const struct want *want);
void explore_note_fence(int order);

/* The task that moves does what should be done in parallel. */
void explore_note_work(const void *where);

/* A block of memory is the program's to use; it has given one back. */
void explore_note_allocated(const void *memory, size_t size);
void explore_note_freed(const void *memory, size_t size, const void *where);

/* A function of the program is entered, or left: its frame lies between these,
   and `where` is in it. */
void explore_note_entered(uintptr_t low, uintptr_t end, const void *where);
void explore_note_left(uintptr_t low, uintptr_t end, const void *where);

/* Who gets the object later comes after what the task has done. */
void explore_note_pass(struct self *self, uint64_t object);

/* printed.c: what the program prints. */
void explore_print(const char *text, size_t length);
__attribute__((format(printf, 1, 0))) int explore_vprint(const char *format,
                                                         va_list arguments);

/* heap.c */
void heap_prepare(void);
void heap_reset(void);
uint64_t heap_state(uint64_t hash);

#endif
