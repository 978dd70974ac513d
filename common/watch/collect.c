/* collect.c - merging rings by time. */
#include "watch/collect.h"

#include "must.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    RECORDS_PER_SECOND = 100000, /* What is read of a program that floods, */
    RECORDS_AT_ONCE = 200000,    /* and in one burst. */
    QUOTA_AT_LEAST = 64,
    CONTROLLED_NS = 1000,    /* From record to record, under control. */
    MARGIN_US = 1000,        /* For a store to become visible: ample. */
    PATIENCE_MS = 300,       /* With a record in the making. */
    COUNT_AT_ONCE = 1 << 30, /* More operations between two looks are none. */
    RING_MASK = AREA_RECORDS - 1
};

/* The lab's side of a slot. */
struct reader {
    uint32_t birth;
    uint64_t tail;       /* As slot->tail, which the program could change. */
    uint64_t head;       /* As last seen. */
    uint64_t last;       /* Time of the newest record read. */
    uint64_t busy_since; /* When a record in the making was first seen. */
    uint32_t parked;     /* The wait that has been told from the slot. */
    uint64_t operations; /* Of this slot's task, as last seen. */
    uint64_t lost;
};

struct collector {
    struct area *area;
    struct translator *translator;
    struct reader readers[AREA_SLOTS];

    /* Slots with records to be read, a heap by the time of the next one. */
    unsigned heap[AREA_SLOTS];
    size_t heap_size;

    double budget;        /* Records that may still be read. */
    uint64_t budget_ns;   /* When it was last filled up. */
    uint64_t start_ns;    /* CLOCK_MONOTONIC; and the same moment */
    uint64_t start_ticks; /* by the area's clock. */
    double ns_per_tick;
    bool controlled;     /* As it was at the start. */
    uint64_t looked_ns;  /* When the slots were last looked at. */
    uint64_t reached_ns; /* What is older has been told; it only grows. */
    struct collector_counts gone; /* Of tasks whose slots were freed. */
};

static uint64_t later(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static uint64_t monotonic_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

/* By the area's clock; under control, the number of the newest record. */
static uint64_t now_ticks(const struct collector *c)
{
    return c->controlled ? atomic_load(&c->area->scheduler.sequence)
                         : area_now(c->area);
}

/* How long a tick is: measured over whatever time has passed. */
static void calibrate(struct collector *c)
{
    uint64_t ticks = now_ticks(c) - c->start_ticks;
    uint64_t ns = monotonic_ns() - c->start_ns;

    if (c->controlled) {
        c->ns_per_tick = CONTROLLED_NS;
        return;
    }
    c->ns_per_tick = c->area->tsc && ticks ? (double)ns / (double)ticks : 1.0;
}

static uint64_t to_ns(const struct collector *c, uint64_t ticks)
{
    if (ticks <= c->start_ticks)
        return 0;
    if (c->controlled && ticks > now_ticks(c))
        ticks = now_ticks(c) + 1;
    double ns = (double)(ticks - c->start_ticks) * c->ns_per_tick;
    return ns < (double)c->looked_ns || c->controlled ? (uint64_t)ns
                                                      : c->looked_ns;
}

static uint64_t to_ticks(const struct collector *c, uint64_t ns)
{
    return (uint64_t)((double)ns / c->ns_per_tick);
}

struct collector *collector_new(struct area *area,
                                struct translator *translator)
{
    struct collector *c = must_allocate(1, sizeof *c);
    const struct timespec moment = {.tv_nsec = 500000};

    c->area = area;
    c->translator = translator;
    c->controlled = area->scheduler.controls;
    c->start_ns = monotonic_ns();
    c->start_ticks = now_ticks(c);
    c->budget = RECORDS_AT_ONCE;
    c->budget_ns = c->start_ns;
    nanosleep(&moment, NULL); /* Exact to some parts in ten thousand. */
    calibrate(c);
    atomic_store(&area->tick, now_ticks(c));
    return c;
}

void collector_free(struct collector *collector)
{
    free(collector);
}

uint64_t collector_now(const struct collector *c)
{
    if (c->controlled)
        return now_ticks(c) * CONTROLLED_NS;
    return monotonic_ns() - c->start_ns;
}

uint64_t collector_reached(const struct collector *c)
{
    return c->reached_ns;
}

static struct record *next_record(struct collector *c, unsigned slot)
{
    return &c->area->rings[slot][c->readers[slot].tail & RING_MASK];
}

/* ---- The heap. ---- */

static uint64_t key_of(struct collector *c, size_t at)
{
    return next_record(c, c->heap[at])->time;
}

static void sift_down(struct collector *c, size_t at)
{
    for (;;) {
        size_t least = at;

        for (size_t child = 2 * at + 1; child <= 2 * at + 2; child++) {
            if (child < c->heap_size && key_of(c, child) < key_of(c, least))
                least = child;
        }
        if (least == at)
            return;
        unsigned slot = c->heap[at];
        c->heap[at] = c->heap[least];
        c->heap[least] = slot;
        at = least;
    }
}

static void make_heap(struct collector *c)
{
    for (size_t at = c->heap_size; at-- > 0;)
        sift_down(c, at);
}

/* ---- Looking at the slots. ---- */

static bool is_in_use(const struct slot *slot)
{
    uint32_t state = atomic_load_explicit(&slot->state, memory_order_acquire);

    return state == SLOT_LIVE || state == SLOT_ENDED;
}

/* Counters only grow, and not by leaps. */
static void note_counter(struct collector *c, uint64_t *noted, uint64_t now)
{
    if (now - *noted > COUNT_AT_ONCE)
        c->gone.damaged = true;
    else
        *noted = now;
}

static void note_counts(struct collector *c, unsigned number)
{
    const struct slot *slot = &c->area->slots[number];

    note_counter(c, &c->readers[number].operations,
                 atomic_load(&slot->operations));
    note_counter(c, &c->readers[number].lost, atomic_load(&slot->lost));
}

/* A slot may have a new owner since the last look. */
static void note_owner(struct collector *c, unsigned number)
{
    struct reader *reader = &c->readers[number];
    const struct slot *slot = &c->area->slots[number];

    if (reader->birth == slot->birth)
        return;
    c->gone.operations += reader->operations;
    c->gone.lost += reader->lost;
    *reader = (struct reader){.birth = slot->birth, .tail = reader->tail};
}

/* Finds what can be read of a slot. False: the program has written nonsense
   over its head, and what there was is lost. */
static bool look_at(struct collector *c, unsigned number)
{
    struct reader *reader = &c->readers[number];
    struct slot *slot = &c->area->slots[number];

    note_owner(c, number);
    note_counts(c, number);
    reader->head = atomic_load_explicit(&slot->head, memory_order_acquire);
    if (reader->head - reader->tail <= AREA_RECORDS)
        return true;
    c->gone.damaged = true;
    translator_lost(c->translator, number, 1, c->reached_ns);
    reader->tail = reader->head;
    atomic_store(&slot->tail, reader->tail);
    return false;
}

/* A record of this slot may be in the making: none of it can be older than
   what was read last. Programs die, and scribble: not waited for long. */
static bool is_in_the_making(struct collector *c, unsigned number,
                             uint64_t now_ns)
{
    struct reader *reader = &c->readers[number];

    if (!atomic_load(&c->area->slots[number].busy)) {
        reader->busy_since = 0;
        return false;
    }
    if (reader->busy_since == 0)
        reader->busy_since = now_ns;
    return now_ns - reader->busy_since < PATIENCE_MS * UINT64_C(1000000);
}

static uint64_t newest_time(struct collector *c, unsigned number)
{
    struct reader *reader = &c->readers[number];

    if (reader->head == reader->tail)
        return reader->last;
    return c->area->rings[number][(reader->head - 1) & RING_MASK].time;
}

/* A controlled task is met by its first record: it comes into the trace at the
   same place, whenever the lab looks. */
static bool is_met(struct collector *c, unsigned number)
{
    return c->controlled || translator_meet(c->translator, number) != 0;
}

/* Fills the heap, and finds up to which time all records are there. */
static uint64_t look_around(struct collector *c, bool all)
{
    uint64_t now_ns = collector_now(c);
    uint64_t safe = now_ticks(c);

    c->looked_ns = now_ns;

    /* Whoever takes a time after this takes one no earlier. */
    atomic_store(&c->area->tick, safe);
    if (c->controlled)
        safe++; /* Who writes has the turn; the newest is complete. */
    else
        safe -= to_ticks(c, MARGIN_US * UINT64_C(1000));
    c->heap_size = 0;
    for (unsigned i = 0; i < AREA_SLOTS; i++) {
        if (!is_in_use(&c->area->slots[i]) || !is_met(c, i) || !look_at(c, i))
            continue;
        struct reader *reader = &c->readers[i];
        if (is_in_the_making(c, i, now_ns) && newest_time(c, i) < safe)
            safe = newest_time(c, i);
        if (reader->head != reader->tail)
            c->heap[c->heap_size++] = i;
    }
    return all ? UINT64_MAX : safe;
}

/* ---- Reading. ---- */

/* What the slot says of a wait for which there was no room in the ring: the
   task stands still, so it can be read at leisure. */
static void tell_parked(struct collector *c, unsigned number)
{
    struct slot *slot = &c->area->slots[number];
    struct reader *reader = &c->readers[number];

    uint32_t parked = atomic_load_explicit(&slot->parked, memory_order_acquire);

    if (parked == 0)
        reader->parked = 0;
    if (parked == reader->parked || reader->head != reader->tail)
        return;
    struct record waits = slot->waits;
    uint64_t held[AREA_HELD];
    uint32_t count = slot->held_count;
    memcpy(held, slot->held, sizeof held);
    /* Changes nothing, but comes after all that was read. */
    if (atomic_fetch_or_explicit(&slot->parked, 0, memory_order_acq_rel) !=
        parked)
        return; /* It went on meanwhile. */
    translator_lost(c->translator, number, 1, c->reached_ns);
    for (uint32_t i = 0; i < count && i < AREA_HELD; i++) {
        struct record holds = {.object = held[i],
                               .where = RECORD_WHERE(0, OP_HOLDS, STAGE_DID)};

        translator_record(c->translator, number, &holds, c->reached_ns);
    }
    translator_record(c->translator, number, &waits, c->reached_ns);
    reader->parked = parked;
}

static void free_slot(struct collector *c, unsigned number)
{
    struct slot *slot = &c->area->slots[number];
    uint32_t id = translator_meet(c->translator, number);

    if (id)
        translator_task_ended(c->translator, id, c->reached_ns);
    note_counts(c, number);
    atomic_store_explicit(&slot->state, SLOT_FREE, memory_order_release);
}

static void finish_slots(struct collector *c)
{
    for (unsigned i = 0; i < AREA_SLOTS; i++) {
        struct slot *slot = &c->area->slots[i];
        struct reader *reader = &c->readers[i];

        if (!is_in_use(slot) || reader->birth != slot->birth)
            continue;
        if (c->controlled && reader->last == 0)
            continue; /* Its first record has not been read: see is_met. */
        tell_parked(c, i);
        uint32_t id = translator_meet(c->translator, i);
        bool over = atomic_load(&slot->state) == SLOT_ENDED ||
                    (id && translator_task(c->translator, id)->ended);
        if (over && atomic_load(&slot->head) == reader->tail)
            free_slot(c, i);
    }
}

/* Grants each busy ring its share, so that no more is written than will be
   read; the shares follow how many rings are busy. */
static void set_quota(struct collector *c, size_t busy)
{
    size_t share = busy ? (size_t)c->budget / busy : AREA_RECORDS;

    if (share < QUOTA_AT_LEAST)
        share = QUOTA_AT_LEAST;
    if (share > AREA_RECORDS)
        share = AREA_RECORDS;
    atomic_store(&c->area->quota, (uint32_t)share);
}

/* Of all who write something most write little, and need no share of their
   own; nor do tasks that have ended. */
static size_t count_busy(const struct collector *c)
{
    size_t busy = 0;

    for (size_t i = 0; i < c->heap_size; i++) {
        const struct reader *reader = &c->readers[c->heap[i]];

        busy += reader->head - reader->tail >= QUOTA_AT_LEAST &&
                atomic_load(&c->area->slots[c->heap[i]].state) == SLOT_LIVE;
    }
    return busy;
}

static void fill_budget(struct collector *c)
{
    uint64_t now = monotonic_ns();

    c->budget += (double)(now - c->budget_ns) * RECORDS_PER_SECOND / 1e9;
    c->budget_ns = now;
    if (c->controlled)
        c->budget = RECORDS_AT_ONCE * 8.0;
    else if (c->budget > RECORDS_AT_ONCE)
        c->budget = RECORDS_AT_ONCE;
    if (now - c->start_ns < 1000000000U)
        calibrate(c); /* The longer, the more exact; then it is enough. */
}

size_t collector_poll(struct collector *c, bool all)
{
    size_t read = 0;

    fill_budget(c);
    uint64_t safe = look_around(c, all);
    size_t busy = count_busy(c);
    make_heap(c);
    while (c->heap_size > 0 && (all || c->budget >= 1)) {
        unsigned number = c->heap[0];
        struct reader *reader = &c->readers[number];
        struct record record = *next_record(c, number);

        if (record.time >= safe)
            break;
        reader->tail++;
        reader->last = record.time;
        translator_record(c->translator, number, &record,
                          later(c->reached_ns, to_ns(c, record.time)));
        if (reader->tail == reader->head) {
            atomic_store_explicit(&c->area->slots[number].tail, reader->tail,
                                  memory_order_release);
            c->heap[0] = c->heap[--c->heap_size];
        }
        sift_down(c, 0);
        c->budget -= 1;
        read++;
    }
    if (c->heap_size > 0 && key_of(c, 0) < safe)
        safe = key_of(c, 0); /* There is more than may be read at once. */
    c->reached_ns = later(c->reached_ns, to_ns(c, safe));
    for (size_t i = 0; i < c->heap_size; i++)
        atomic_store_explicit(&c->area->slots[c->heap[i]].tail,
                              c->readers[c->heap[i]].tail,
                              memory_order_release);
    finish_slots(c);
    set_quota(c, busy);
    return read;
}

struct collector_counts collector_counts(const struct collector *c)
{
    struct collector_counts counts = c->gone;

    for (unsigned i = 0; i < AREA_SLOTS; i++) {
        counts.operations += c->readers[i].operations;
        counts.lost += c->readers[i].lost;
    }
    return counts;
}
