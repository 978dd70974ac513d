/* exits.h - what a program wants to be called at its end, run after run. */
#ifndef RUNTIME_EXITS_H
#define RUNTIME_EXITS_H

/* Nothing is wanted any more. */
void exits_reset(void);

#endif
