/* overlap.c - what dependence does not see.

   It goes by where a variable begins. Where one access covers bytes of another
   that begins elsewhere, orders may be missed. The search is not said to be
   complete then. */
#include "search/hash.h"
#include "search/inside.h"

#include <stddef.h>

static struct part *part_of(struct search *search, uint64_t granule)
{
    uint32_t at = hash_place(granule, PARTS);

    for (uint32_t tried = 0; tried < 64; tried++) {
        struct part *part = &search->parts[at];

        if (part->run != search->run) {
            *part = (struct part){.granule = granule, .run = search->run};
            return part;
        }
        if (part->granule == granule)
            return part;
        at = (at + 1) & (PARTS - 1);
    }
    return NULL;
}

void overlap_look(struct search *search, const struct scheduled *mover)
{
    enum { LOOKED_AT = 256 }; /* Bytes of one access. */
    const struct want *want = &mover->want;
    uint64_t end = want->object + want->size;
    struct part *part = NULL;

    if (operation_kind((enum operation)want->op) != KIND_VARIABLE)
        return;
    if (want->size > LOOKED_AT) {
        search->too_large = true;
        return;
    }
    for (uint64_t at = want->object; at < end; at++) {
        if (!part || part->granule != at / 8)
            part = part_of(search, at / 8);
        if (!part) {
            search->too_large = true;
            return;
        }
        uint32_t start = (uint32_t)want->object + 1;
        if (part->starts[at % 8] && part->starts[at % 8] != start)
            search->too_large = true;
        part->starts[at % 8] = start;
    }
}
