/* rounds.h - tasks that go round in circles.

   A task that comes by the same place again, sees the same there, and is in
   the same state itself, waits for another to change something: it `spins`
   (scheduler.h), and a search sets it back until another has. Where its state
   differs, by a count of the rounds perhaps, many rounds must pass. */
#ifndef RUNTIME_ROUNDS_H
#define RUNTIME_ROUNDS_H

#include "runtime/self.h"

/* What the task has seen, and where: a hash. `closely`: its state is looked at
   the first time already. */
void rounds_look(struct self *self, uint64_t what, bool closely);

/* It has tried in vain to get a lock or the like: the same. */
void rounds_tried(struct self *self, uint64_t what);

/* It has changed a variable, so those who look at it go on; or it has given
   something back, and those who try go on; or it has taken something. */
void rounds_changed(struct self *self);
void rounds_gave_back(struct self *self);
void rounds_took(struct self *self);

/* Since this was last asked, a task has come by where it was before, whatever
   has changed in the meantime. `self` is about to do something else: it may be
   in the same state as before. */
bool rounds_came_again(struct self *self);

/* As before the first run. */
void rounds_reset(void);

#endif
