/* type.h - types from debugging information, for value.c. Not for others. */
#ifndef WATCH_TYPE_H
#define WATCH_TYPE_H

#include "watch/symbols.h"

#include <elfutils/libdw.h>

/* The type of the member or element of a global variable that begins at this
   address, without names that stand for it and qualifiers. */
bool symbols_type_at(struct symbols *symbols, unsigned image, uint64_t address,
                     Dwarf_Die *type);

#endif
