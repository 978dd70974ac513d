/* name.h - what to call an object.

   A lock has a name only in the source. In order of preference: the variable
   at its address (`left`, `table.forks[2]`); what the source wrote where the
   object was first used, with a pointer replaced by the type it points to and
   its order of birth (`queue 1.lock` for &q->lock); nothing. */
#ifndef WATCH_NAME_H
#define WATCH_NAME_H

#include "trace/operation.h"
#include "watch/hinted.h"
#include "watch/source.h"
#include "watch/symbols.h"

#include <stdbool.h>
#include <stdint.h>

struct namer;

struct namer *namer_new(struct symbols *symbols, struct sources *sources);
void namer_free(struct namer *namer);

struct naming {
    enum kind kind;
    unsigned image;
    uint32_t process;          /* Whose memory it is in; 0: shared. */
    uint64_t address;          /* Of the object; 0: it is not at a fixed one. */
    uint64_t key;              /* Of the object (trace/object.h). */
    uint32_t by;               /* The process that uses it. */
    const struct hints *hints; /* What the runtime saw of it. */
    uint64_t used_from;        /* A return address, or 0. */
    struct place place;        /* The same, in the source. */
};

/* Writes a name, or "", and the type of what is there, where it is known and
   the object is no global variable. */
void namer_find(struct namer *namer, const struct naming *naming, char *name,
                size_t size, struct hinted_type *type);

/* It is the name of what libc keeps (runtime/hidden.h): its value says
   nothing. */
bool name_is_hidden(const char *name);

/* For what pointers lead to. */
struct hinted *namer_hinted(struct namer *namer);

#endif
