/* shadows.c - what is remembered of the accesses to memory. */
#include "search/shadows.h"

#include "search/hash.h"

#include <string.h>

enum { GRANULE = 8, RANGE_AT_MOST = 1 << 16 };

void shadows_begin(struct shadows *s)
{
    s->crossed = 0;
    s->weak = false;
}

bool shadows_may_be_weak(const struct shadows *s)
{
    return s->crossed > 1 && s->weak;
}

/* They are of the same bytes, and nothing is between the two. */
static inline bool conflicts(const struct access *earlier, struct access now,
                             bool is_before)
{
    if ((earlier->bytes & now.bytes) == 0)
        return false;
    if (earlier->is & FREES)
        return true; /* Whoever comes after that comes too late. */
    return earlier->task != now.task && !is_before &&
           ((earlier->is | now.is) & WRITES) &&
           !(earlier->is & now.is & ATOMIC);
}

static __attribute__((noinline)) void tell(struct race *race,
                                           const struct access *earlier,
                                           struct access now, bool is_before,
                                           uint64_t address)
{
    bool frees = (earlier->is & FREES) != 0;

    *race = (struct race){
        .address = address,
        .first_where = earlier->where,
        .second_where = now.where,
        .first_op = earlier->op,
        .second_op = now.op,
        .first_task = earlier->task,
        .first_frees = frees,
        .is_freed = frees && is_before,
    };
}

static __attribute__((noinline)) struct shadow *
search_shadow(struct shadows *s, uint32_t run, uint64_t granule)
{
    uint32_t at = hash_place(granule, SHADOWS);

    for (uint32_t tried = 0; tried < 64; tried++) {
        struct shadow *shadow = &s->shadows[at];

        if (shadow->run != run) {
            shadow->run = run;
            shadow->granule = granule;
            shadow->count = 0;
            return shadow;
        }
        if (shadow->granule == granule)
            return shadow;
        at = (at + 1) & (SHADOWS - 1);
    }
    return NULL; /* Too crowded: this memory is not judged. */
}

static inline struct shadow *shadow_of(struct shadows *s, uint32_t run,
                                       uint64_t granule)
{
    struct shadow *shadow = &s->shadows[hash_place(granule, SHADOWS)];

    return shadow->run == run && shadow->granule == granule
               ? shadow
               : search_shadow(s, run, granule);
}

/* ---- What orders weaker than memory_order_seq_cst could show. ---- */

static void note_unordered(struct shadows *s, uint32_t run, unsigned task,
                           uint64_t address, bool weak)
{
    struct unordered *at = &s->unordered[task];

    if (at->run != run)
        *at = (struct unordered){run, address, false, weak};
    at->weak |= weak;
    if (at->address != address && !at->elsewhere) {
        at->elsewhere = true;
        s->crossed++;
    }
    s->weak |= at->elsewhere && at->weak;
}

static void meet_weak(struct shadows *s, uint32_t run, uint64_t granule,
                      const struct access *earlier, struct access now)
{
    unsigned either = earlier->is | now.is;
    unsigned common = earlier->bytes & now.bytes;
    bool weak = (either & WEAK) != 0;

    if (!(earlier->is & ATOMIC) || earlier->task == now.task ||
        !(either & WRITES) || common == 0)
        return;
    uint64_t address = granule * GRANULE + (unsigned)__builtin_ctz(common);
    note_unordered(s, run, earlier->task, address, weak);
    note_unordered(s, run, now.task, address, weak);
}

/* As far as the first that it races with. */
static __attribute__((noinline)) void look_for_weak(struct shadows *s,
                                                    const struct clocks *c,
                                                    const struct shadow *shadow,
                                                    struct access now)
{
    for (uint32_t i = 0; i < shadow->count; i++) {
        const struct access *earlier = &shadow->accesses[i];
        bool is_before = c->of[now.task].of[earlier->task] >= earlier->time;

        if (!is_before)
            meet_weak(s, c->run, shadow->granule, earlier, now);
        if (conflicts(earlier, now, is_before))
            break;
    }
}

/* ---- Looking. ---- */

/* Whoever races with the earlier one races with this one too. */
static inline bool covers(struct access now, const struct access *earlier,
                          bool is_before)
{
    return is_before && (earlier->bytes & ~now.bytes) == 0 &&
           !(earlier->is & ~now.is & WRITES) &&
           !(now.is & ~earlier->is & ATOMIC);
}

static inline void add(struct shadow *shadow, struct access now)
{
    if (shadow->count == ACCESSES)
        memmove(&shadow->accesses[0], &shadow->accesses[1],
                --shadow->count * sizeof now);
    shadow->accesses[shadow->count++] = now;
}

/* The first that it races with. */
static inline bool find_race(const struct shadow *shadow, const uint32_t *clock,
                             struct access now, struct race *race)
{
    const struct access *end = &shadow->accesses[shadow->count];

    for (const struct access *at = shadow->accesses; at < end; at++) {
        bool is_before = clock[at->task] >= at->time;

        if (conflicts(at, now, is_before)) {
            tell(race, at, now, is_before, shadow->granule * GRANULE);
            return true;
        }
    }
    return false;
}

/* Only those accesses are kept that say more than this one. */
static __attribute__((noinline)) bool
look_at_granule(struct shadows *s, const struct clocks *c, uint64_t granule,
                struct access now, struct race *race)
{
    struct shadow *shadow = shadow_of(s, c->run, granule);
    const uint32_t *clock = c->of[now.task].of;
    uint32_t kept = 0;

    if (!shadow)
        return false;
    if (now.is & ATOMIC)
        look_for_weak(s, c, shadow, now);
    bool found = find_race(shadow, clock, now, race);
    for (uint32_t i = 0; i < shadow->count; i++) {
        const struct access *earlier = &shadow->accesses[i];

        if (covers(now, earlier, clock[earlier->task] >= earlier->time))
            continue;
        if (kept < i)
            shadow->accesses[kept] = *earlier;
        kept++;
    }
    shadow->count = kept;
    add(shadow, now);
    return found;
}

/* Of the granule, the part from `from` to before `to`, in bytes. */
static inline struct access part(const struct clocks *c, unsigned task,
                                 const struct want *want, unsigned is,
                                 unsigned from, unsigned to)
{
    return (struct access){
        .where = want->where,
        .time = c->of[task].of[task],
        .task = (uint8_t)task,
        .bytes = (uint8_t)((1U << to) - (1U << from)),
        .op = (uint8_t)want->op,
        .is = (uint8_t)is,
    };
}

static __attribute__((noinline)) bool
look_at_range(struct shadows *s, const struct clocks *c, unsigned task,
              const struct want *want, unsigned is, struct race *race)
{
    uint64_t start = want->object;
    uint64_t end =
        start + (want->size < RANGE_AT_MOST ? want->size : RANGE_AT_MOST);
    bool found = false;

    for (uint64_t at = start; at < end;) {
        uint64_t granule = at / GRANULE;
        uint64_t next = (granule + 1) * GRANULE;
        uint64_t stop = next < end ? next : end;
        struct access now =
            part(c, task, want, is, (unsigned)(at - granule * GRANULE),
                 (unsigned)(stop - granule * GRANULE));

        if (look_at_granule(s, c, granule, now, race) && !found) {
            found = true;
            race->address = start;
        }
        at = next;
    }
    return found;
}

bool shadows_look(struct shadows *s, const struct clocks *c, unsigned task,
                  const struct want *want, unsigned is, struct race *race)
{
    unsigned from = want->object % GRANULE;

    if (want->size - 1U >= GRANULE - from) /* None, or more than one granule. */
        return look_at_range(s, c, task, want, is, race);
    if (!look_at_granule(s, c, want->object / GRANULE,
                         part(c, task, want, is, from, from + want->size),
                         race))
        return false;
    race->address = want->object;
    return true;
}

void shadows_forget(struct shadows *s, const struct clocks *c, uint64_t start,
                    uint64_t size)
{
    uint64_t end = start + (size < RANGE_AT_MOST ? size : RANGE_AT_MOST);

    for (uint64_t granule = start / GRANULE; granule * GRANULE < end;
         granule++) {
        struct shadow *shadow = shadow_of(s, c->run, granule);

        if (shadow)
            shadow->count = 0;
    }
}
