/* title.h - the names of threads. */
#ifndef RUNTIME_TITLE_H
#define RUNTIME_TITLE_H

/* Where threads are fibers: a task was created, and is called as who did it. */
void title_inherit(unsigned task);

/* A run begins: nobody has a name of its own. */
void title_reset(void);

#endif
