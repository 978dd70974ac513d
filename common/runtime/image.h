/* image.h - where the program's own memory is that needs no watching. */
#ifndef RUNTIME_IMAGE_H
#define RUNTIME_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

struct range {
    uintptr_t low;
    uintptr_t high;
};

static inline bool range_has(const struct range *range, uintptr_t address)
{
    return address - range->low < range->high - range->low;
}

/* What the program can only read, and the variables that this thread has for
   itself. What there is none of is left as it is. */
void image_find(struct range *constants, struct range *own);

#endif
