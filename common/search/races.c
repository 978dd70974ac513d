/* races.c - shadows for memory, and what each operation orders. */
#include "search/races.h"

#include "search/clocks.h"
#include "search/hash.h"
#include "trace/object.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>

enum {
    SHADOWS = 1 << 14,
    ACCESSES = 16, /* Kept of eight bytes. */
    GRANULE = 8,
    RANGE_AT_MOST = 1 << 16
};

struct access {
    uint32_t time; /* Of its task; 0: none. */
    uint8_t task;
    uint8_t bytes; /* Bits: which of the granule's. */
    bool atomic;
    bool weak; /* An atomic one, with less than memory_order_seq_cst. */
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

/* Atomic accesses of one task that nothing orders before or after another's. */
struct unordered {
    uint32_t run;
    uint64_t address; /* Of the first. */
    bool elsewhere;   /* There are others. */
    bool weak;
};

struct races {
    struct clocks clocks;
    struct unordered unordered[TASKS];
    unsigned crossed; /* Tasks with such accesses to more than one place; */
    bool weak;        /* of these, one is weak. */
    struct shadow shadows[SHADOWS];
};

size_t races_size(void)
{
    return sizeof(struct races);
}

void races_begin(struct races *r)
{
    clocks_begin(&r->clocks);
    r->crossed = 0;
    r->weak = false;
}

bool races_may_be_weak(const struct races *r)
{
    return r->crossed > 1 && r->weak;
}

void races_create(struct races *r, unsigned parent, unsigned child)
{
    struct clocks *c = &r->clocks;

    if (child >= TASKS || parent >= TASKS)
        return;
    clocks_know(c, child);
    clocks_join(c, &c->of[child], &c->of[parent]);
    c->of[parent].of[parent]++;
}

/* ---- Memory. ---- */

static bool is_before(const struct races *r, const struct access *access,
                      unsigned task)
{
    return r->clocks.of[task].of[access->task] >= access->time;
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
        .first_frees = earlier->frees,
        .is_freed = earlier->frees && is_before(r, earlier, now->task),
    };
}

static void note_unordered(struct races *r, unsigned task, uint64_t address,
                           bool weak)
{
    struct unordered *at = &r->unordered[task];

    if (at->run != r->clocks.run)
        *at = (struct unordered){r->clocks.run, address, false, weak};
    at->weak |= weak;
    if (at->address != address && !at->elsewhere) {
        at->elsewhere = true;
        r->crossed++;
    }
    r->weak |= at->elsewhere && at->weak;
}

static void look_for_weak(struct races *r, const struct access *earlier,
                          const struct access *now, uint64_t granule)
{
    bool weak = earlier->weak || now->weak;
    unsigned common = earlier->bytes & now->bytes;

    if (!earlier->atomic || !now->atomic || earlier->task == now->task ||
        !(earlier->writes || now->writes) || common == 0 ||
        is_before(r, earlier, now->task))
        return;
    uint64_t address = granule * GRANULE + (unsigned)__builtin_ctz(common);
    note_unordered(r, earlier->task, address, weak);
    note_unordered(r, now->task, address, weak);
}

static struct shadow *shadow_of(struct races *r, uint64_t granule)
{
    uint32_t at = hash_place(granule, SHADOWS);

    for (uint32_t tried = 0; tried < 64; tried++) {
        struct shadow *shadow = &r->shadows[at];

        if (shadow->run != r->clocks.run) {
            shadow->run = r->clocks.run;
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
        if (now->atomic)
            look_for_weak(r, &shadow->accesses[i], now, granule);
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
        .time = r->clocks.of[task].of[task],
        .task = (uint8_t)task,
        .atomic = want->op != OP_READ_VARIABLE && want->op != OP_WRITE_VARIABLE,
        .weak = operation_kind((enum operation)want->op) == KIND_VARIABLE &&
                want->order_of_memory != memory_order_seq_cst,
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
    clocks_know(&r->clocks, task);
    return look_at_memory(r, task, want, true, true, race);
}

uint32_t races_time(const struct races *r, unsigned task)
{
    return task < r->clocks.count ? r->clocks.of[task].of[task] : 0;
}

bool races_is_after(const struct races *r, unsigned task, unsigned other,
                    uint32_t time)
{
    return task >= r->clocks.count || other >= r->clocks.count ||
           r->clocks.of[task].of[other] >= time;
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

void races_fence(struct races *r, unsigned task, uint32_t order)
{
    if (task >= TASKS)
        return;
    clocks_know(&r->clocks, task);
    clocks_fence(&r->clocks, task, order);
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
        clocks_read(&r->clocks, task, clocks_lock(&r->clocks, want->object),
                    want->order_of_memory);
        break;
    case OP_ATOMIC_WRITE:
        clocks_write(&r->clocks, task, clocks_lock(&r->clocks, want->object),
                     want->order_of_memory, false);
        break;
    case OP_ATOMIC_UPDATE:
        lock = clocks_lock(&r->clocks, want->object);
        clocks_read(&r->clocks, task, lock, want->order_of_memory);
        if (writes)
            clocks_write(&r->clocks, task, lock, want->order_of_memory, true);
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
    struct lock *lock = clocks_lock(&r->clocks, want->object);

    switch (operation_effect((enum operation)want->op)) {
    case EFFECT_ACQUIRE:
        clocks_acquire(&r->clocks, task, lock);
        clocks_join(&r->clocks, &r->clocks.of[task], &lock->readers);
        break;
    case EFFECT_SHARE:
        clocks_acquire(&r->clocks, task, lock);
        break;
    case EFFECT_RELEASE:
        /* Whoever held it alone releases to all, a reader to writers: a
           writer acquires both. Readers' releases do not order readers. */
        if (answer.value)
            clocks_join(&r->clocks, &lock->readers, &r->clocks.of[task]);
        else
            clocks_join(&r->clocks, &lock->clock, &r->clocks.of[task]);
        r->clocks.of[task].of[task]++;
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
        clocks_release(&r->clocks, task, clocks_lock(&r->clocks, want->other));
    else if (!answer.waits)
        clocks_acquire(&r->clocks, task, clocks_lock(&r->clocks, want->other));
}

/* What is read was written before: bytes, messages. */
static void move_channel(struct races *r, unsigned task,
                         const struct want *want)
{
    struct lock *lock = clocks_lock(&r->clocks, want->object);

    switch (operation_effect((enum operation)want->op)) {
    case EFFECT_PUT:
    case EFFECT_RELEASE:
        clocks_release(&r->clocks, task, lock);
        break;
    case EFFECT_GET:
    case EFFECT_ACQUIRE:
    case EFFECT_SHARE:
        clocks_acquire(&r->clocks, task, lock);
        break;
    default:
        break;
    }
}

bool races_move(struct races *r, const struct scheduler *s, unsigned task,
                const struct want *want, struct answer answer,
                struct race *race)
{
    enum operation op = (enum operation)want->op;
    bool got = answer.error == 0 || answer.error == EOWNERDEAD;

    if (task >= TASKS || s->task_count > TASKS)
        return false;
    clocks_know(&r->clocks, task);
    switch (operation_kind(op)) {
    case KIND_VARIABLE:
        return move_variable(r, task, want, answer.error != 0, race);
    case KIND_MUTEX:
    case KIND_SPINLOCK:
        if (got && operation_effect(op) == EFFECT_ACQUIRE)
            clocks_acquire(&r->clocks, task,
                           clocks_lock(&r->clocks, want->object));
        else if (got && operation_effect(op) == EFFECT_RELEASE)
            clocks_release(&r->clocks, task,
                           clocks_lock(&r->clocks, want->object));
        break;
    case KIND_SEMAPHORE:
        if (got && operation_effect(op) == EFFECT_TAKE)
            clocks_acquire(&r->clocks, task,
                           clocks_lock(&r->clocks, want->object));
        else if (got && operation_effect(op) == EFFECT_GIVE)
            clocks_release(&r->clocks, task,
                           clocks_lock(&r->clocks, want->object));
        break;
    case KIND_RWLOCK:
        if (got)
            move_rwlock(r, task, want, answer);
        break;
    case KIND_CONDITION:
        move_condition(r, task, want, answer);
        break;
    case KIND_FUTEX:
        if (operation_effect(op) == EFFECT_NOTIFY)
            clocks_release(&r->clocks, task,
                           clocks_lock(&r->clocks, want->object));
        else if (got && want->phase == PHASE_WOKEN)
            clocks_acquire(&r->clocks, task,
                           clocks_lock(&r->clocks, want->object));
        break;
    case KIND_BARRIER:
        if (want->phase != PHASE_WOKEN)
            clocks_release(&r->clocks, task,
                           clocks_lock(&r->clocks, want->object));
        if (!answer.waits)
            clocks_acquire(&r->clocks, task,
                           clocks_lock(&r->clocks, want->object));
        break;
    case KIND_DESCRIPTOR:
    case KIND_MESSAGE_QUEUE:
    case KIND_FILE:
        if (got)
            move_channel(r, task, want);
        break;
    case KIND_ONCE: /* Whoever runs it releases it later. */
        clocks_acquire(&r->clocks, task, clocks_lock(&r->clocks, want->object));
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
        clocks_release(&r->clocks, task, clocks_lock(&r->clocks, object));
}

void races_get(struct races *r, unsigned task, uint64_t object)
{
    if (task < r->clocks.count)
        clocks_acquire(&r->clocks, task, clocks_lock(&r->clocks, object));
}

void races_join(struct races *r, unsigned task, unsigned other)
{
    struct clocks *c = &r->clocks;

    if (task < c->count && other < c->count)
        clocks_join(c, &c->of[task], &c->of[other]);
}
