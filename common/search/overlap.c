/* overlap.c - what dependence does not see.

   It goes by where a variable begins. Where one access covers bytes of another
   that begins elsewhere, orders may be missed; and so they may where a task
   forks while other threads hold locks, which the child then has locked for
   ever. The search is not said to be complete then. */
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

/* A child gets a copy of what the other threads hold at that moment. */
static bool copies_others(const struct scheduler *s,
                          const struct scheduled *mover)
{
    return mover->want.op == OP_FORK &&
           s->processes[mover->process - 1].alive > 1;
}

void overlap_look(struct search *search, const struct scheduler *s,
                  const struct scheduled *mover)
{
    enum { LOOKED_AT = 256 }; /* Bytes of one access. */
    const struct want *want = &mover->want;
    uint64_t end = want->object + want->size;
    struct part *part = NULL;

    if (copies_others(s, mover)) {
        search->too_large = true;
        return;
    }
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
