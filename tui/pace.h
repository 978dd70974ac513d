/* pace.h - the ladder of paces, from full speed to a second an operation. */
#ifndef TUI_PACE_H
#define TUI_PACE_H

#include <stdint.h>

/* One rung slower or faster; at the ladder's end, the same. */
uint32_t pace_slower(uint32_t pace_us);
uint32_t pace_faster(uint32_t pace_us);

#endif
