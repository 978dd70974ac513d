/* races.c - clocks for tasks and objects, shadows for memory. */
#include "search/races.h"

#include "search/hash.h"
#include "trace/object.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>

enum {
    TASKS = 64, /* Of more, none is judged. */
    SHADOWS = 1 << 14,
    LOCKS = 1 << 11,
    ACCESSES = 16, /* Kept of eight bytes. */
    GRANULE = 8,
    RANGE_AT_MOST = 1 << 16
};

struct clock {
    uint32_t of[TASKS];
};

/* What an object passes on to who acquires it. */
struct lock {
    uint64_t key;
    uint32_t run;
    unsigned count;       /* Of its clocks, so many are there. */
    struct clock clock;   /* Of its releases. */
    struct clock readers; /* Of those who shared it. */
};

struct access {
    uint32_t time; /* Of its task; 0: none. */
    uint8_t task;
    uint8_t bytes; /* Bits: which of the granule's. */
    bool atomic;
    bool writes;
    bool frees; /* It gave the memory back. */
    uint16_t op;
    uint64_t where;
};

/* Eight bytes of memory. */
struct shadow {
    uint64_t granule;
    uint32_t run;
    uint32_t count;
    struct access accesses[ACCESSES];
};

struct races {
    uint32_t run;
    unsigned count; /* Tasks seen. */
    struct clock clocks[TASKS];
    struct clock fences[TASKS];  /* At the task's latest release fence. */
    struct clock pending[TASKS]; /* Read relaxed, for an acquire fence. */
    struct lock locks[LOCKS];
    struct shadow shadows[SHADOWS];
};

size_t races_size(void)
{
    return sizeof(struct races);
}

/* ---- Clocks. ---- */

static void join(struct races *r, struct clock *clock, const struct clock *by)
{
    for (unsigned i = 0; i < r->count; i++) {
        if (by->of[i] > clock->of[i])
            clock->of[i] = by->of[i];
    }
}

static void lengthen_all(struct races *r, unsigned task)
{
    while (r->count <= task) {
        unsigned added = r->count++;
        size_t size = r->count * sizeof r->clocks[added].of[0];

        memset(&r->clocks[added], 0, size);
        memset(&r->fences[added], 0, size);
        memset(&r->pending[added], 0, size);
        for (unsigned i = 0; i < added; i++) {
            r->clocks[i].of[added] = 0;
            r->fences[i].of[added] = 0;
            r->pending[i].of[added] = 0;
        }
        r->clocks[added].of[added] = 1;
    }
}

static inline void know(struct races *r, unsigned task)
{
    if (r->count <= task)
        lengthen_all(r, task);
}

void races_begin(struct races *r)
{
    r->run++;
    r->count = 0;
    know(r, 0);
}

void races_create(struct races *r, unsigned parent, unsigned child)
{
    if (child >= TASKS || parent >= TASKS)
        return;
    know(r, child);
    join(r, &r->clocks[child], &r->clocks[parent]);
    r->clocks[parent].of[parent]++;
}

/* ---- Objects. ---- */

static void lengthen(const struct races *r, struct lock *lock)
{
    for (; lock->count < r->count; lock->count++) {
        lock->clock.of[lock->count] = 0;
        lock->readers.of[lock->count] = 0;
    }
}

static struct lock *lock_of(struct races *r, uint64_t key)
{
    uint32_t at = hash_place(key, LOCKS);

    for (uint32_t tried = 0; tried < LOCKS; tried++) {
        struct lock *lock = &r->locks[at];

        if (lock->run != r->run) {
            lock->run = r->run;
            lock->key = key;
            lock->count = 0;
            lengthen(r, lock);
            return lock;
        }
        if (lock->key == key) {
            lengthen(r, lock);
            return lock;
        }
        at = (at + 1) & (LOCKS - 1);
    }
    lengthen(r, &r->locks[at]);
    return &r->locks[at]; /* Shared: too much is ordered rather than too
                             little. */
}

static void acquire(struct races *r, unsigned task, struct lock *lock)
{
    join(r, &r->clocks[task], &lock->clock);
}

static void release(struct races *r, unsigned task, struct lock *lock)
{
    join(r, &lock->clock, &r->clocks[task]);
    r->clocks[task].of[task]++;
}

/* ---- Memory. ---- */

static bool is_before(const struct races *r, const struct access *access,
                      unsigned task)
{
    return r->clocks[task].of[access->task] >= access->time;
}

static bool conflicts(const struct races *r, const struct access *earlier,
                      const struct access *now)
{
    if ((earlier->bytes & now->bytes) == 0)
        return false;
    if (earlier->frees)
        return true; /* Whoever comes after that comes too late. */
    return earlier->task != now->task && (earlier->writes || now->writes) &&
           !(earlier->atomic && now->atomic) &&
           !is_before(r, earlier, now->task);
}

static void tell(const struct races *r, struct race *race,
                 const struct access *earlier, const struct access *now,
                 uint64_t address)
{
    *race = (struct race){
        .address = address,
        .first_where = earlier->where,
        .second_where = now->where,
        .first_op = earlier->op,
        .second_op = now->op,
        .first_task = earlier->task,
        .is_freed = earlier->frees && is_before(r, earlier, now->task),
    };
}

static inline struct shadow *shadow_of(struct races *r, uint64_t granule)
{
    uint32_t at = hash_place(granule, SHADOWS);

    for (uint32_t tried = 0; tried < 64; tried++) {
        struct shadow *shadow = &r->shadows[at];

        if (shadow->run != r->run) {
            shadow->run = r->run;
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

/* Whoever races with the earlier one races with this one too. */
static bool covers(const struct races *r, const struct access *now,
                   const struct access *earlier)
{
    return (earlier->bytes & ~now->bytes) == 0 &&
           (now->writes || !earlier->writes) &&
           (!now->atomic || earlier->atomic) &&
           is_before(r, earlier, now->task);
}

static void keep(const struct races *r, struct shadow *shadow,
                 const struct access *now)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < shadow->count; i++) {
        if (!covers(r, now, &shadow->accesses[i]))
            shadow->accesses[count++] = shadow->accesses[i];
    }
    if (count == ACCESSES)
        memmove(&shadow->accesses[0], &shadow->accesses[1],
                --count * sizeof *shadow->accesses);
    shadow->accesses[count++] = *now;
    shadow->count = count;
}

static bool look_at_granule(struct races *r, uint64_t granule,
                            const struct access *now, struct race *race)
{
    struct shadow *shadow = shadow_of(r, granule);
    bool found = false;

    if (!shadow)
        return false;
    for (uint32_t i = 0; i < shadow->count && !found; i++) {
        found = conflicts(r, &shadow->accesses[i], now);
        if (found)
            tell(r, race, &shadow->accesses[i], now, granule * GRANULE);
    }
    keep(r, shadow, now);
    return found;
}

static bool look_at_memory(struct races *r, unsigned task,
                           const struct want *want, bool writes, bool frees,
                           struct race *race)
{
    uint64_t start = want->object;
    uint64_t end =
        start + (want->size < RANGE_AT_MOST ? want->size : RANGE_AT_MOST);
    bool found = false;
    struct access now = {
        .time = r->clocks[task].of[task],
        .task = (uint8_t)task,
        .atomic = want->op != OP_READ_VARIABLE && want->op != OP_WRITE_VARIABLE,
        .writes = writes,
        .frees = frees,
        .op = (uint16_t)want->op,
        .where = want->where,
    };

    for (uint64_t at = start; at < end;) {
        uint64_t next = (at / GRANULE + 1) * GRANULE;
        uint64_t stop = next < end ? next : end;

        now.bytes = (uint8_t)(((1U << (stop - at)) - 1) << (at % GRANULE));
        if (look_at_granule(r, at / GRANULE, &now, race) && !found) {
            found = true;
            race->address = start;
        }
        at = next;
    }
    return found;
}

bool races_free(struct races *r, unsigned task, const struct want *want,
                struct race *race)
{
    if (task >= TASKS)
        return false;
    know(r, task);
    return look_at_memory(r, task, want, true, true, race);
}

void races_forget(struct races *r, uint64_t start, uint64_t size)
{
    uint64_t end = start + (size < RANGE_AT_MOST ? size : RANGE_AT_MOST);

    for (uint64_t granule = start / GRANULE; granule * GRANULE < end;
         granule++) {
        struct shadow *shadow = shadow_of(r, granule);

        if (shadow)
            shadow->count = 0;
    }
}

/* ---- Atomics. ---- */

static bool acquires(uint32_t order)
{
    return order != memory_order_relaxed && order != memory_order_release;
}

static bool publishes(uint32_t order)
{
    return order == memory_order_release || order == memory_order_acq_rel ||
           order == memory_order_seq_cst;
}

static void order_read(struct races *r, unsigned task, const struct lock *lock,
                       uint32_t order)
{
    join(r, acquires(order) ? &r->clocks[task] : &r->pending[task],
         &lock->clock);
}

static void order_write(struct races *r, unsigned task, struct lock *lock,
                        uint32_t order, bool continues)
{
    /* A read-modify-write goes on with the release sequence it read from; a
       plain store begins another. */
    if (!continues)
        memset(&lock->clock, 0, sizeof lock->clock);
    if (publishes(order)) {
        join(r, &lock->clock, &r->clocks[task]);
        r->clocks[task].of[task]++;
    } else {
        join(r, &lock->clock, &r->fences[task]);
    }
}

void races_fence(struct races *r, unsigned task, uint32_t order)
{
    if (task >= TASKS)
        return;
    know(r, task);
    if (acquires(order))
        join(r, &r->clocks[task], &r->pending[task]);
    if (publishes(order)) {
        r->fences[task] = r->clocks[task];
        r->clocks[task].of[task]++;
    }
}

static bool move_variable(struct races *r, unsigned task,
                          const struct want *want, bool failed,
                          struct race *race)
{
    bool writes =
        operation_effect((enum operation)want->op) == EFFECT_CHANGE && !failed;
    bool found = look_at_memory(r, task, want, writes, false, race);
    struct lock *lock;

    switch (want->op) {
    case OP_ATOMIC_READ:
        order_read(r, task, lock_of(r, want->object), want->order_of_memory);
        break;
    case OP_ATOMIC_WRITE:
        order_write(r, task, lock_of(r, want->object), want->order_of_memory,
                    false);
        break;
    case OP_ATOMIC_UPDATE:
        lock = lock_of(r, want->object);
        order_read(r, task, lock, want->order_of_memory);
        if (writes)
            order_write(r, task, lock, want->order_of_memory, true);
        break;
    default:
        break;
    }
    return found;
}

/* ---- Everything else. ---- */

static void move_rwlock(struct races *r, unsigned task, const struct want *want,
                        struct answer answer)
{
    struct lock *lock = lock_of(r, want->object);

    switch (operation_effect((enum operation)want->op)) {
    case EFFECT_ACQUIRE:
        acquire(r, task, lock);
        join(r, &r->clocks[task], &lock->readers);
        break;
    case EFFECT_SHARE:
        acquire(r, task, lock);
        break;
    case EFFECT_RELEASE:
        /* Whoever held it alone releases to all, a reader to writers: a
           writer acquires both. Readers' releases do not order readers. */
        if (answer.value)
            join(r, &lock->readers, &r->clocks[task]);
        else
            join(r, &lock->clock, &r->clocks[task]);
        r->clocks[task].of[task]++;
        break;
    default:
        break;
    }
}

static void move_condition(struct races *r, unsigned task,
                           const struct want *want, struct answer answer)
{
    if (operation_effect((enum operation)want->op) != EFFECT_AWAIT)
        return;
    if (want->phase == PHASE_WAITS && answer.waits)
        release(r, task, lock_of(r, want->other));
    else if (!answer.waits)
        acquire(r, task, lock_of(r, want->other));
}

bool races_move(struct races *r, const struct scheduler *s, unsigned task,
                const struct want *want, struct answer answer,
                struct race *race)
{
    enum operation op = (enum operation)want->op;
    bool got = answer.error == 0 || answer.error == EOWNERDEAD;

    if (task >= TASKS || s->task_count > TASKS)
        return false;
    know(r, task);
    switch (operation_kind(op)) {
    case KIND_VARIABLE:
        return move_variable(r, task, want, answer.error != 0, race);
    case KIND_MUTEX:
    case KIND_SPINLOCK:
        if (got && operation_effect(op) == EFFECT_ACQUIRE)
            acquire(r, task, lock_of(r, want->object));
        else if (got && operation_effect(op) == EFFECT_RELEASE)
            release(r, task, lock_of(r, want->object));
        break;
    case KIND_SEMAPHORE:
        if (got && operation_effect(op) == EFFECT_TAKE)
            acquire(r, task, lock_of(r, want->object));
        else if (got && operation_effect(op) == EFFECT_GIVE)
            release(r, task, lock_of(r, want->object));
        break;
    case KIND_RWLOCK:
        if (got)
            move_rwlock(r, task, want, answer);
        break;
    case KIND_CONDITION:
        move_condition(r, task, want, answer);
        break;
    case KIND_BARRIER:
        if (want->phase != PHASE_WOKEN)
            release(r, task, lock_of(r, want->object));
        if (!answer.waits)
            acquire(r, task, lock_of(r, want->object));
        break;
    case KIND_ONCE: /* Whoever runs it releases it later. */
        acquire(r, task, lock_of(r, want->object));
        break;
    case KIND_TASK:
        if (got && operation_effect(op) == EFFECT_JOIN)
            races_join(r, task, scheduler_task(s, want->object));
        break;
    default:
        break;
    }
    return false;
}

void races_pass(struct races *r, unsigned task, uint64_t object)
{
    if (task < TASKS)
        release(r, task, lock_of(r, object));
}

void races_get(struct races *r, unsigned task, uint64_t object)
{
    if (task < r->count)
        acquire(r, task, lock_of(r, object));
}

void races_join(struct races *r, unsigned task, unsigned other)
{
    if (task < r->count && other < r->count)
        join(r, &r->clocks[task], &r->clocks[other]);
}
