/* area.c - an area that a program has scribbled over: collected, translated,
   applied to a model.

   The input is a list of writes: 2 bytes where (in 8-byte words of the part
   that tasks write), 8 bytes what; a word of all ones is a look by the
   collector. */
#include "trace/area.h"
#include "model/model.h"
#include "watch/collect.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS = 4, RECORDS = 64, WRITE = 10 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* The words that can be written: some slots, their rings, an image, and what
   the program writes at the top. */
static uint64_t *word_at(struct area *area, unsigned where)
{
    const size_t slot = sizeof(struct slot) / 8;
    const size_t ring = RECORDS * sizeof(struct record) / 8;
    size_t at = where;

    if (at < SLOTS * slot)
        return (uint64_t *)&area->slots[at / slot] + at % slot;
    at -= SLOTS * slot;
    if (at < SLOTS * ring)
        return (uint64_t *)area->rings[at / ring] + at % ring;
    at -= SLOTS * ring;
    if (at < sizeof(struct image) / 8)
        return (uint64_t *)&area->images[1] + at;
    return (uint64_t *)&area->births + at % 2;
}

static void clear(struct area *area)
{
    memset(area->slots, 0, SLOTS * sizeof *area->slots);
    for (int i = 0; i < SLOTS; i++)
        memset(area->rings[i], 0, RECORDS * sizeof(struct record));
    memset(&area->images[1], 0, sizeof area->images[1]);
    area->births = 0;
    area->unseen = 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static struct area *area;
    static int descriptor;

    if (!area)
        area = area_create(&descriptor);
    if (!area)
        abort();
    clear(area);
    struct trace *trace = trace_new();
    trace_limit(trace, 100000);
    struct translator *translator = translator_new(area, trace, NULL);
    struct collector *collector = collector_new(area, translator);
    for (; length >= WRITE; bytes += WRITE, length -= WRITE) {
        uint16_t where;
        uint64_t what;

        memcpy(&where, bytes, sizeof where);
        memcpy(&what, bytes + 2, sizeof what);
        if (where == UINT16_MAX)
            collector_poll(collector, what & 1);
        else
            *word_at(area, where) = what;
    }
    collector_poll(collector, true);
    struct model *model = model_new();
    for (size_t i = 0; i < trace_length(trace); i++)
        model_apply(model, trace_at(trace, i));
    model_free(model);
    collector_free(collector);
    translator_free(translator);
    trace_free(trace);
    return 0;
}
