/* printed.h - what a run of an exploration has printed. */
#ifndef RUNTIME_PRINTED_H
#define RUNTIME_PRINTED_H

#include <stddef.h>

const char *printed(void);
size_t printed_length(void);
void printed_reset(void);

#endif
