/* emit.h - writing a record.

   The cost of a record is what a watched program pays for each operation, so
   the common ones read no clock: reading the time stamp counter costs more
   than all the rest. Instead a record's time is

       1 + the latest of { the task's last record, the lab's tick,
                           the clock of the object just acquired }

   and releasing an object sets its clock. So times respect every handing over
   of an object from task to task (they are Lamport's clocks, in units of the
   area's clock and never ahead of it), and are otherwise as exact as the
   lab's tick, or as the task's last true reading: each sixteenth record, and
   every record around a wait, a system call or a pace, reads the clock. Where
   the lab asks for it (LEVEL_TIMED), every record does.

   L. Lamport, "Time, Clocks, and the Ordering of Events in a Distributed
   System", CACM 21(7), 1978. */
#ifndef RUNTIME_EMIT_H
#define RUNTIME_EMIT_H

#include "runtime/self.h"

#include <errno.h>

enum { TRUE_TIME_EVERY = 16 };

/* One stage of one operation, at the true time. */
void emit(struct self *self, enum operation op, enum stage stage,
          uint64_t object, int64_t value, const void *where);

/* The same, for what must not be lost: it may use the ring's reserve. */
void emit_urgently(struct self *self, enum operation op, enum stage stage,
                   uint64_t object, int64_t value, const void *where);

/* The first page is mapped nowhere: a program that passes such an address, by
   mistake or to see EFAULT, gets it from the kernel, not from us. */
enum { LOWEST_ADDRESS = 4096 };

/* The same with a text of up to EMIT_TEXT bytes; more is cut off. */
enum { EMIT_TEXT = 96 };
void emit_text(struct self *self, enum operation op, enum stage stage,
               uint64_t object, int64_t value, const char *text,
               const void *where);

/* Such a text, which goes with no operation of the program's: it is not
   counted, a search does not see it, and it has no place in the source. */
void emit_note(struct self *self, enum operation op, int64_t value,
               const char *text);

/* The task is about to wait for the object. Never lost: where the ring is
   full, the slot itself says so until the next record. */
void emit_waits(struct self *self, enum operation op, uint64_t object,
                int64_t value, const void *where);

/* DID for a result of 0, else FAILED with it as the error number. */
void emit_result(struct self *self, enum operation op, uint64_t object,
                 int result, const void *where);

/* If the lab asks for a pace or a pause, or controls the program: announces
   the operation (WANTS), waits, and is true. Else false, and nothing is
   done. */
bool announce_slowly(struct self *self, enum operation op, uint64_t object,
                     int64_t value, const void *where);

/* Returns when the lab lets tasks go on. */
void emit_wait_while_paused(void);

static inline bool announce(struct self *self, enum operation op,
                            uint64_t object, int64_t value, const void *where)
{
    const struct area *area = self_area;

    if (LIKELY((atomic_load_explicit(&area->pace_us, memory_order_relaxed) |
                atomic_load_explicit(&area->paused, memory_order_relaxed)) ==
               0))
        return false;
    return announce_slowly(self, op, object, value, where);
}

/* What the task holds, for the lab to know after a loss. Changed after the
   record that changes it: a loss is told before a record, with what was held
   until then. Otherwise the lab would count what the record says twice. */
void emit_holds(struct self *self, uint64_t object);
void emit_holds_no_more(struct self *self, uint64_t object);

/* DID, cheaply, after an object was acquired: the task holds it from now on.
   The value is 0, or EOWNERDEAD. */
void emit_acquired(struct self *self, enum operation op, uint64_t object,
                   int64_t value, const void *where);

/* The same for what nobody holds, such as a semaphore. */
void emit_took(struct self *self, enum operation op, uint64_t object,
               const void *where);

/* Releasing is timed before it is done and told after it, so that whoever
   acquires the object next is later, and a refusal is told as one:

       uint64_t time = emit_releasing(self, object);
       int result = REAL(pthread_mutex_unlock)(mutex);
       emit_released(self, OP_UNLOCK, object, result, time, WHERE);  */
uint64_t emit_releasing(struct self *self, uint64_t object);
void emit_released(struct self *self, enum operation op, uint64_t object,
                   int result, uint64_t time, const void *where);
/* The same for what is released by the wait that was just told. */
void emit_let_go(const struct self *self, uint64_t object);
void emit_gave(struct self *self, enum operation op, uint64_t object,
               int result, uint64_t time, const void *where);

#endif
