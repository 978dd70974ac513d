/* cancel.h - threads asked to end, under control. */
#ifndef RUNTIME_CANCEL_H
#define RUNTIME_CANCEL_H

#include "runtime/self.h"

/* Where threads are fibers: the task begins; and it ends, so the handlers that
   it has pushed run first. Returns when there are no more. */
void cancel_begin(unsigned task);
void cancel_unwind(void);

/* At a place where it may: ends the task if it was asked to. */
void cancel_notice(struct self *self);

#endif
