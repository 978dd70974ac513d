/* share.c - several searches of one program, in processes of their own.

   Near the root of a tree all of them go everywhere: there each task that can
   move is tried, so nothing that one finds below adds a branch there that the
   others do not know. They come to the same places in the same order, and who
   comes to one first has what lies below it. Sleep sets see to it that no order
   of dependent moves is found below two places. */
#include "search/inside.h"

#include <stdatomic.h>

enum {
    BRANCHINGS = 5, /* That all searches walk. */
    CLAIMS = 1 << 14
};

struct search_claims {
    _Atomic uint8_t taken[WEAKNESSES][TREES][CLAIMS];
    _Atomic uint32_t proven[WEAKNESSES]; /* So many have. */
};

size_t search_claims_size(void)
{
    return sizeof(struct search_claims);
}

void search_share(struct search *search, struct search_claims *claims,
                  unsigned number)
{
    uint32_t jobs = search->options.jobs;
    uint64_t runs = search->options.runs;

    search->claims = claims;
    search->random += number * UINT64_C(0xd1342543de82ef95);
    if (runs > 0)
        search->options.runs = runs / jobs + (number < runs % jobs);
}

/* One place more; true: nobody had come there. Those beyond the table belong
   to nobody else: they are walked twice rather than not at all. */
static bool claim(struct search *search)
{
    uint32_t place = search->met++;
    uint32_t tree = search->state.tree < TREES ? search->state.tree : TREES - 1;

    return place >= CLAIMS ||
           atomic_exchange(
               &search->claims->taken[search->weakness][tree][place], 1) == 0;
}

void share_has_proven(struct search *search)
{
    if (search->claims)
        atomic_fetch_add(&search->claims->proven[search->weakness], 1);
}

bool share_all_have_proven(const struct search *search)
{
    return !search->claims ||
           atomic_load(&search->claims->proven[search->weakness]) ==
               search->options.jobs;
}

static bool is_for_all(const struct search *search)
{
    return search->claims && search->own_from == 0;
}

bool share_frame(struct search *search, struct frame *frame)
{
    if (!is_for_all(search))
        return true;
    unsigned before =
        search->depth > 0 ? search->frames[search->depth - 1].branchings : 0;
    bool branches = (frame->enabled & (frame->enabled - 1)) != 0;

    frame->branchings = (uint8_t)(before + branches);
    if (frame->branchings <= BRANCHINGS && !frame->by_chance &&
        search->circling == 0) {
        if (search->state.strategy == STRATEGY_DPOR)
            frame->backtrack = frame->enabled;
        return true;
    }
    if (claim(search)) {
        search->own_from = search->depth + 1;
        return true;
    }
    search->depth_kept = search->depth;
    return false;
}

bool share_end(struct search *search)
{
    return !is_for_all(search) || claim(search);
}

void share_leave(struct search *search)
{
    if (search->depth_kept < search->own_from)
        search->own_from = 0;
}
