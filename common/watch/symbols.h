/* symbols.h - names for addresses.

   Where in the source is a return address; which global variable is at a data
   address; what type has the variable that an expression in the source names.
   From the symbol tables and debugging information of the program, read by
   libdw when first asked for. A program without them is shown without names.

   One thread at a time. */
#ifndef WATCH_SYMBOLS_H
#define WATCH_SYMBOLS_H

#include "trace/area.h"

#include <stdbool.h>
#include <stddef.h>

struct symbols;

struct symbols *symbols_new(void);
void symbols_free(struct symbols *symbols);

/* What an exec loaded, under its number in the area. May be called again with
   the same number: then nothing is done. */
void symbols_add_image(struct symbols *symbols, unsigned image,
                       const struct image *contents);

struct place {
    const char *file;     /* An absolute path, or "" where not known. */
    const char *function; /* Or the library's name; "" where not known. */
    int line;             /* 0 where not known. */
};

/* Where the call was that returns to this address. The strings last as long
   as the symbols. */
struct place symbols_place(struct symbols *symbols, unsigned image,
                           uint64_t return_address);

/* The function that starts at this address; "" where not known. */
const char *symbols_function(struct symbols *symbols, unsigned image,
                             uint64_t address);

/* The global variable at this address, down to the member or element that is
   there: "table.forks[2]". False: none is. */
bool symbols_variable(struct symbols *symbols, unsigned image, uint64_t address,
                      char *name, size_t size);

/* Around a return address, what is `variable`? If it points to a structure, or
   is one: its tag, and how far into it `member` is, which may be a path, and
   become one (shape.h). False otherwise. */
bool symbols_structure(struct symbols *symbols, unsigned image,
                       uint64_t return_address, const char *variable,
                       char *member, size_t member_size, char *tag, size_t size,
                       uint64_t *offset);

#endif
