/* forged.c - writing to an area by hand. */
#include "tests/support/forged.h"

#include "must.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

struct forged forged_new(void)
{
    struct forged f;

    f.area = area_create(&f.descriptor);
    MUST(f.area);
    f.area->tsc = 0;
    f.trace = trace_new();
    f.translator = translator_new(f.area, f.trace, NULL);
    f.collector = collector_new(f.area, f.translator);
    uint64_t gone = collector_now(f.collector);
    f.start = area_now(f.area) - gone;
    return f;
}

void forged_free(struct forged *f)
{
    collector_free(f->collector);
    translator_free(f->translator);
    trace_free(f->trace);
    area_detach(f->area);
    close(f->descriptor);
}

void forged_task(struct forged *f, unsigned number, uint32_t birth,
                 uint32_t process)
{
    struct slot *slot = &f->area->slots[number];

    slot->birth = birth;
    slot->creator = 0;
    slot->process = process ? process : birth;
    slot->number = process ? birth - process : 0;
    slot->image = 0;
    slot->pid = (int32_t)(100000000 + (process ? process : birth));
    slot->parent_pid = 1;
    slot->start = 0;
    atomic_store(&slot->tid, (int32_t)(100000000 + birth));
    atomic_store(&slot->state, SLOT_LIVE);
}

static void put(struct forged *f, unsigned number, struct record record)
{
    struct slot *slot = &f->area->slots[number];
    uint64_t head = atomic_load(&slot->head);

    f->area->rings[number][head & (AREA_RECORDS - 1)] = record;
    atomic_store(&slot->head, head + 1);
}

/* The area's time for one of the run. */
static uint64_t area_time(const struct forged *f, uint64_t ns)
{
    return f->start + ns;
}

void forged_record(struct forged *f, unsigned slot, uint64_t ns,
                   enum operation op, enum stage stage, uint64_t object,
                   int64_t value)
{
    put(f, slot,
        (struct record){.time = area_time(f, ns),
                        .object = object,
                        .value = value,
                        .where = RECORD_WHERE(0, op, stage)});
}

void forged_text(struct forged *f, unsigned slot, uint64_t ns, const char *text)
{
    size_t length = strlen(text);

    for (size_t i = 0; i < length; i += RECORD_TEXT) {
        struct record record = {.time = area_time(f, ns),
                                .where = RECORD_WHERE(0, OP_TEXT, STAGE_DID)};
        size_t part = length - i < RECORD_TEXT ? length - i : RECORD_TEXT;

        memcpy(record.text, text + i, part);
        put(f, slot, record);
    }
}

void forged_settle(const struct forged *f, uint64_t ns)
{
    const struct timespec moment = {.tv_nsec = 200000};

    while (collector_now(f->collector) < ns + 2000000)
        nanosleep(&moment, NULL);
}

const struct event *forged_operation(const struct forged *f, size_t n)
{
    for (size_t i = 0; i < trace_length(f->trace); i++) {
        const struct event *event = trace_at(f->trace, i);

        if (event->type == EVENT_OPERATION && n-- == 0)
            return event;
    }
    return NULL;
}

size_t forged_count(const struct forged *f, enum event_type type)
{
    size_t count = 0;

    for (size_t i = 0; i < trace_length(f->trace); i++)
        count += trace_at(f->trace, i)->type == type;
    return count;
}
