/* hinted.h - what to call memory that is no global variable.

   Of what the runtime saw (runtime/hint.h): `main's sum` on a stack; on the
   heap and in shared mappings `node 2.value` for a structure, by its type and
   order of birth, and `slots[3]` or `*counter` for what a pointer of that name
   leads to; `heap block 2 + 8` and `shared memory + 8` where no pointer is
   known. One thread at a time. */
#ifndef WATCH_HINTED_H
#define WATCH_HINTED_H

#include "trace/operation.h"
#include "watch/births.h"
#include "watch/symbols.h"

#include <elfutils/libdw.h>

enum { HINTS = 17 };

/* The records before one: of BLOCK, FRAME, and POINTER operations. */
struct hints {
    unsigned count;
    struct hint {
        enum operation op;
        enum stage stage;
        uint64_t where;
        uint64_t object;
        uint64_t value;
    } at[HINTS];
};

/* Its type, where that is known: of a member or element, the innermost. */
struct hinted_type {
    bool known;
    Dwarf_Die die;
};

struct hinted;

struct hinted *hinted_new(struct symbols *symbols, struct births *births);
void hinted_free(struct hinted *hinted);

/* What is asked: whose memory (0: shared) and which key; whose hints. */
struct hinted_place {
    unsigned image;
    uint32_t process;
    uint32_t by; /* The process whose task it was. */
    uint64_t key;
    bool by_source; /* A lock: what the source calls it is better than what
                       a pointer is called. */
    const struct hints *hints;
};

/* False: nothing is known, and the name is "". */
bool hinted_find(struct hinted *hinted, const struct hinted_place *place,
                 char *name, size_t size, struct hinted_type *type);

/* A variable of this name and type was seen to hold this value: where that is
   a pointer, what it leads to is known from now on. */
void hinted_learn(struct hinted *hinted, uint32_t process, const char *name,
                  Dwarf_Die *type, uint64_t value);

/* What a pointer of this type points to: "node 2". False: not known. */
bool hinted_target(struct hinted *hinted, uint32_t process, Dwarf_Die *type,
                   uint64_t value, char *name, size_t size);

#endif
