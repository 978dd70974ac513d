/* deadline.h - how long an exploration may take. */
#ifndef RUNTIME_DEADLINE_H
#define RUNTIME_DEADLINE_H

#include <stdbool.h>
#include <stdint.h>

/* Of the clock that goes on evenly, whatever the program is shown. */
uint64_t deadline_now_ns(void);

/* From now on; 0: no limit. */
void deadline_set(uint64_t time_ns);

/* May be asked in a signal's handler. */
bool deadline_is_past(void);

#endif
