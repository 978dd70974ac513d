/* writable.h - the program's own writable memory. */
#ifndef RUNTIME_WRITABLE_H
#define RUNTIME_WRITABLE_H

#include <stdint.h>

/* As it is now; and so again. */
void writable_save(void);
void writable_restore(void);

/* What it holds now, added to a hash (state.h). */
uint64_t writable_state(uint64_t hash);

#endif
