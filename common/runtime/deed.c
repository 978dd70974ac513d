/* deed.c - the task that moves writes what it did. */
#include "runtime/deed.h"

#include "runtime/region.h"
#include "runtime/stale.h"
#include "runtime/turn.h"
#include "runtime/variable.h"

#include <string.h>

static void note(const struct self *self, enum deed_kind kind,
                 const struct want *want, struct answer answer)
{
    struct deeds *deeds = &self_area->deeds;

    if (deeds->count < DEEDS)
        deeds->list[deeds->count++] =
            (struct deed){.kind = kind,
                          .task = (uint32_t)(self->slot - self_area->slots),
                          .want = *want,
                          .answer = answer};
}

void deed_move(const struct self *self, const struct want *want,
               struct answer answer)
{
    struct want did = *want;

    if (stale_follows()) {
        did = stale_pick(self, want);
        stale_move(self, &did, answer);
    }
    if (!deeds_wanted())
        return;
    if (want->compares) {
        uintptr_t address = object_is_shared(want->object)
                                ? region_address(want->object)
                                : (uintptr_t)want->object;

        if (address &&
            variable_value((void *)address, want->size) != want->expected) {
            did.op = OP_ATOMIC_READ; /* It will not be done. */
            did.order_of_memory = want->failure_order;
        }
    }
    note(self, DEED_MOVE, &did, answer);
}

void deed_told(const struct self *self, enum operation op, uint64_t object,
               int64_t value)
{
    if (deeds_wanted()) {
        struct want want = turn_want(op, object, value, NULL);

        note(self, DEED_TOLD, &want, (struct answer){0});
    }
}

void deed_pass(const struct self *self, uint64_t object)
{
    if (stale_follows())
        stale_pass(self, object);
    if (deeds_wanted()) {
        struct want want = turn_want(OP_NONE, object, 0, NULL);

        note(self, DEED_PASS, &want, (struct answer){0});
    }
}

void deed_fence(const struct self *self, int order)
{
    if (stale_follows())
        stale_fence(self, order);
    if (deeds_wanted()) {
        struct want want = turn_want(OP_NONE, 0, 0, NULL);

        want.order_of_memory = (uint32_t)order;
        note(self, DEED_FENCE, &want, (struct answer){0});
    }
}

void deed_unmodelled(const char *name)
{
    struct deeds *deeds = &self_area->deeds;

    if (deeds_wanted() && !*deeds->unmodelled)
        strncpy(deeds->unmodelled, name, sizeof deeds->unmodelled - 1);
}
