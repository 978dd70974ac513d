/* type.h - types from debugging information, for value.c, frame.c and
   hinted.c. Not for others. */
#ifndef WATCH_TYPE_H
#define WATCH_TYPE_H

#include "watch/symbols.h"

#include <elfutils/libdw.h>

/* The type of the member or element of a global variable that begins at this
   address, without names that stand for it and qualifiers. */
bool symbols_type_at(struct symbols *symbols, unsigned image, uint64_t address,
                     Dwarf_Die *type);

/* The unit of the source that an address is in; NULL: none is known. Addresses
   in it are less by *bias. */
Dwarf_Die *symbols_unit(struct symbols *symbols, unsigned image,
                        uint64_t address, Dwarf_Addr *bias);

#endif
