/* value.h - what a variable holds, as its type writes it.

   5, 'a', true, RED, &table, NULL, 2.5; without a type: a signed number. */
#ifndef WATCH_VALUE_H
#define WATCH_VALUE_H

#include "watch/symbols.h"

/* `value` is what a record has: the first eight bytes, shorter ones as signed
   numbers. */
void value_describe(struct symbols *symbols, unsigned image, uint64_t address,
                    int64_t value, char *text, size_t size);

#endif
