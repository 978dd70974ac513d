/* value.h - what a variable holds, as its type writes it.

   5, 'a', true, RED, &table, NULL, 2.5; without a type: a signed number. */
#ifndef WATCH_VALUE_H
#define WATCH_VALUE_H

#include "watch/hinted.h"
#include "watch/symbols.h"

/* What is known of the variable: NULL where it is nothing. */
struct valued {
    unsigned image;
    uint32_t process;
    Dwarf_Die *type;       /* As from symbols_type_at; or NULL. */
    struct hinted *hinted; /* What pointers lead to. */
    const char *contents;  /* Of characters, all of them; or NULL. */
};

/* `value` is what a record has: the first eight bytes, shorter ones as signed
   numbers. */
void value_describe(struct symbols *symbols, const struct valued *valued,
                    int64_t value, char *text, size_t size);

#endif
