/* emit.c - writing records, and waiting at the lab's pace.

   Only the task itself writes its slot and ring, so plain stores do, published
   by a release store of the head. A signal handler may interrupt the task in
   the middle of a record: `busy` tells, and what the handler does in those
   few nanoseconds is counted as lost. */
#include "runtime/emit.h"

#include "runtime/deed.h"
#include "runtime/explore.h"
#include "runtime/hint.h"
#include "runtime/real.h"
#include "runtime/turn.h"

#include <linux/futex.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum {
    RING_MASK = AREA_RECORDS - 1,
    AHEAD = 16 /* Records: their memory was last in the lab's cache. */
};

static uint64_t later(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static _Atomic uint64_t *clock_of(uint64_t object)
{
    uint64_t mixed = object * UINT64_C(0x9e3779b97f4a7c15);

    return &self_area->clocks[mixed >> 54 & (AREA_CLOCKS - 1)].time;
}

static uint64_t next_in_sequence(void)
{
    return 1 + atomic_fetch_add(&self_area->scheduler.sequence, 1);
}

static uint64_t true_time(const struct self *self)
{
    if (UNLIKELY(self->controlled))
        return next_in_sequence();
    return later(area_now(self_area), self->last + 1);
}

static uint64_t cheap_time(const struct self *self)
{
    if (UNLIKELY(self->controlled))
        return next_in_sequence();
    if ((self->head % TRUE_TIME_EVERY == 0 && self->left_out == 0) ||
        self_level() == LEVEL_TIMED)
        return true_time(self);
    return 1 + later(self->last, atomic_load_explicit(&self_area->tick,
                                                      memory_order_relaxed));
}

/* False: a signal handler interrupted a record being written. */
static inline bool begin(struct self *self)
{
    if (explore_runs())
        return false; /* The search has seen it. */
    struct slot *slot = self->slot;

    if (UNLIKELY(atomic_load_explicit(&slot->busy, memory_order_relaxed))) {
        atomic_fetch_add_explicit(&slot->lost, 1, memory_order_relaxed);
        return false;
    }
    atomic_store_explicit(&slot->busy, 1, memory_order_relaxed);
    atomic_signal_fence(memory_order_seq_cst);
    return true;
}

static inline void finish(struct self *self)
{
    atomic_store_explicit(&self->slot->busy, 0, memory_order_release);
}

/* The task is known not to wait any longer. */
static inline void unpark(struct self *self)
{
    if (UNLIKELY(self->parked)) {
        self->parked = false;
        atomic_store_explicit(&self->slot->parked, 0, memory_order_release);
        /* Before what it holds changes. */
        atomic_thread_fence(memory_order_release);
    }
}

/* __builtin_prefetch(at, 1) becomes this instruction only where the compiler
   is told of a processor that has it; where none has, it does nothing. */
static inline void fetch_to_write(const struct record *at)
{
#if defined(__x86_64__)
    __asm__("prefetchw %0" : : "m"(*at));
#else
    __builtin_prefetch(at, 1);
#endif
}

/* Appends a record; the caller has seen to it that there is room. */
static inline void append(struct self *self, uint64_t time, uint64_t where,
                          uint64_t object, int64_t value)
{
    struct record *record = &self->ring[self->head & RING_MASK];

    fetch_to_write(&self->ring[(self->head + AHEAD) & RING_MASK]);
    record->time = time;
    record->object = object;
    record->value = value;
    record->where = where;
    self->last = time;
    atomic_store_explicit(&self->slot->head, ++self->head,
                          memory_order_release);
}

/* Looks at how far the lab has read. True: `wanted` records fit, of which the
   first may have to tell of a loss. */
static bool find_room(struct self *self, uint64_t wanted, bool urgent)
{
    struct slot *slot = self->slot;
    uint64_t tail = atomic_load_explicit(&slot->tail, memory_order_acquire);
    uint64_t quota =
        atomic_load_explicit(&self_area->quota, memory_order_relaxed);

    if (quota > AREA_RECORDS - AREA_RESERVE)
        quota = AREA_RECORDS - AREA_RESERVE;
    self->limit = tail + quota;
    if (self->left_out > 0)
        wanted += 1 + AREA_HELD;
    /* The quota may have shrunk below what was written meanwhile. */
    return self->head + wanted <= (urgent ? tail + AREA_RECORDS : self->limit);
}

/* Nothing is left out of a controlled run: its lab always comes to read. */
static void await_room(struct self *self, uint64_t wanted)
{
    const struct timespec moment = {.tv_nsec = 50000};

    while (!find_room(self, wanted, false)) {
        atomic_store(&self_area->scheduler.crowded, 1);
        atomic_fetch_add(&self_area->scheduler.asked, 1);
        REAL(syscall)
        (SYS_futex, &self_area->scheduler.asked, FUTEX_WAKE, 1, NULL, NULL, 0);
        REAL(syscall)(SYS_nanosleep, &moment, NULL);
    }
}

static void leave_out(struct self *self)
{
    unpark(self);
    self->left_out++;
    atomic_store_explicit(
        &self->slot->lost,
        atomic_load_explicit(&self->slot->lost, memory_order_relaxed) + 1,
        memory_order_relaxed);
}

/* Says how much was left out, and what the task now holds. */
static void tell_loss(struct self *self, uint64_t time)
{
    struct slot *slot = self->slot;
    uint32_t held = slot->held_count;

    append(self, time, RECORD_WHERE(0, OP_LOST, STAGE_DID), 0,
           (int64_t)self->left_out);
    if (held > AREA_HELD)
        held = AREA_HELD;
    for (uint32_t i = 0; i < held; i++)
        append(self, time, RECORD_WHERE(0, OP_HOLDS, STAGE_DID), slot->held[i],
               0);
    self->left_out = 0;
}

/* Appends, or leaves out and is false. */
static inline bool put(struct self *self, uint64_t time, uint64_t where,
                       uint64_t object, int64_t value, bool urgent)
{
    if (UNLIKELY(self->head >= self->limit || self->left_out > 0)) {
        if (self->controlled)
            await_room(self, 1);
        else if (!find_room(self, 1, urgent)) {
            leave_out(self);
            return false;
        }
        if (self->left_out > 0)
            tell_loss(self, time);
    }
    append(self, time, where, object, value);
    unpark(self);
    return true;
}

static void emit_at_once(struct self *self, enum operation op, enum stage stage,
                         uint64_t object, int64_t value, const void *where,
                         bool urgent)
{
    if (explore_runs())
        return;
    if (stage != STAGE_WANTS)
        self_count(self);
    if (UNLIKELY(self->controlled)) {
        if (operation_effect(op) == EFFECT_INIT)
            hint_tell(self, op, object, where);
        if (stage == STAGE_DID)
            deed_told(self, op, object, value);
    }
    if (!begin(self))
        return;
    uint64_t time = true_time(self);
    if (stage == STAGE_DID && object)
        time = later(time, 1 + atomic_load_explicit(clock_of(object),
                                                    memory_order_relaxed));
    put(self, time, RECORD_WHERE(where, op, stage), object, value, urgent);
    if (stage == STAGE_DID && object)
        atomic_store_explicit(clock_of(object), time, memory_order_relaxed);
    finish(self);
}

void emit(struct self *self, enum operation op, enum stage stage,
          uint64_t object, int64_t value, const void *where)
{
    emit_at_once(self, op, stage, object, value, where, false);
}

void emit_urgently(struct self *self, enum operation op, enum stage stage,
                   uint64_t object, int64_t value, const void *where)
{
    emit_at_once(self, op, stage, object, value, where, true);
}

static void put_text(struct self *self, const char *text)
{
    size_t length = text && (uintptr_t)text >= LOWEST_ADDRESS
                        ? strnlen(text, EMIT_TEXT)
                        : 0;
    size_t parts = (length + RECORD_TEXT - 1) / RECORD_TEXT;

    if (parts > 0 && begin(self)) {
        uint64_t time = true_time(self);

        if (self->controlled)
            await_room(self, parts + 1);
        if (find_room(self, parts + 1, false) && self->left_out == 0) {
            for (size_t i = 0; i < parts; i++) {
                struct record part = {0};
                size_t left = length - i * RECORD_TEXT;

                memcpy(part.text, text + i * RECORD_TEXT,
                       left < RECORD_TEXT ? left : RECORD_TEXT);
                append(self, time, RECORD_WHERE(0, OP_TEXT, STAGE_DID),
                       part.object, part.value);
            }
        }
        finish(self);
    }
}

void emit_text(struct self *self, enum operation op, enum stage stage,
               uint64_t object, int64_t value, const char *text,
               const void *where)
{
    put_text(self, text);
    emit_urgently(self, op, stage, object, value, where);
}

void emit_note(struct self *self, enum operation op, int64_t value,
               const char *text)
{
    put_text(self, text);
    if (!begin(self))
        return;
    put(self, true_time(self), RECORD_WHERE(0, op, STAGE_DID), 0, value, false);
    finish(self);
}

void emit_waits(struct self *self, enum operation op, uint64_t object,
                int64_t value, const void *where)
{
    if (!begin(self))
        return;
    uint64_t time = true_time(self);
    uint64_t packed = RECORD_WHERE(where, op, STAGE_WANTS);
    if (!put(self, time, packed, object, value, false)) {
        struct slot *slot = self->slot;

        slot->waits.time = time;
        slot->waits.object = object;
        slot->waits.value = value;
        slot->waits.where = packed;
        self->parked = true;
        if (++self->parks == 0)
            self->parks = 1;
        atomic_store_explicit(&slot->parked, self->parks, memory_order_release);
    }
    finish(self);
}

void emit_result(struct self *self, enum operation op, uint64_t object,
                 int result, const void *where)
{
    emit(self, op, result == 0 ? STAGE_DID : STAGE_FAILED, object, result,
         where);
}

void emit_holds(struct self *self, uint64_t object)
{
    if (explore_runs())
        return;
    struct slot *slot = self->slot;

    if (slot->held_count < AREA_HELD)
        slot->held[slot->held_count] = object;
    slot->held_count++;
}

void emit_holds_no_more(struct self *self, uint64_t object)
{
    if (explore_runs())
        return;
    struct slot *slot = self->slot;
    uint32_t known =
        slot->held_count < AREA_HELD ? slot->held_count : AREA_HELD;

    for (uint32_t i = known; i-- > 0;) {
        if (slot->held[i] == object) {
            slot->held[i] = slot->held[known - 1];
            slot->held_count--;
            return;
        }
    }
    if (slot->held_count > AREA_HELD)
        slot->held_count--;
}

static inline void emit_cheaply(struct self *self, enum operation op,
                                uint64_t object, int64_t value,
                                const void *where)
{
    if (explore_runs())
        return;
    self_count(self);
    if (!begin(self))
        return;
    uint64_t handed =
        1 + atomic_load_explicit(clock_of(object), memory_order_relaxed);
    put(self, later(cheap_time(self), handed),
        RECORD_WHERE(where, op, STAGE_DID), object, value, false);
    finish(self);
}

void emit_acquired(struct self *self, enum operation op, uint64_t object,
                   int64_t value, const void *where)
{
    emit_cheaply(self, op, object, value, where);
    emit_holds(self, object);
}

void emit_took(struct self *self, enum operation op, uint64_t object,
               const void *where)
{
    emit_cheaply(self, op, object, 0, where);
}

static void set_clock(uint64_t object, uint64_t time)
{
    _Atomic uint64_t *clock = clock_of(object);

    if (atomic_load_explicit(clock, memory_order_relaxed) < time)
        atomic_store_explicit(clock, time, memory_order_relaxed);
}

void emit_let_go(const struct self *self, uint64_t object)
{
    if (!explore_runs())
        set_clock(object, self->last);
}

uint64_t emit_releasing(struct self *self, uint64_t object)
{
    if (!begin(self))
        return 0;
    uint64_t time = cheap_time(self);
    set_clock(object, time);
    return time;
}

void emit_gave(struct self *self, enum operation op, uint64_t object,
               int result, uint64_t time, const void *where)
{
    self_count(self);
    if (time == 0)
        return;
    put(self, time,
        RECORD_WHERE(where, op, result == 0 ? STAGE_DID : STAGE_FAILED), object,
        result, 0);
    finish(self);
}

void emit_released(struct self *self, enum operation op, uint64_t object,
                   int result, uint64_t time, const void *where)
{
    emit_gave(self, op, object, result, time, where);
    if (result == 0)
        emit_holds_no_more(self, object);
}

static void sleep_for(uint32_t microseconds)
{
    struct timespec left = {.tv_sec = microseconds / 1000000,
                            .tv_nsec = microseconds % 1000000 * 1000};

    while (REAL(syscall)(SYS_nanosleep, &left, &left) != 0 && errno == EINTR)
        continue;
}

void emit_wait_while_paused(void)
{
    _Atomic uint32_t *paused = &self_area->paused;
    uint32_t now;

    while ((now = atomic_load_explicit(paused, memory_order_acquire)) != 0)
        REAL(syscall)(SYS_futex, paused, FUTEX_WAIT, now, NULL, NULL, 0);
}

bool announce_slowly(struct self *self, enum operation op, uint64_t object,
                     int64_t value, const void *where)
{
    int saved = errno;

    if (turn_controls()) {
        turn_on(self, op, object, value, NEVER, where);
        return true;
    }
    emit(self, op, STAGE_WANTS, object, value, where);
    sleep_for(atomic_load_explicit(&self_area->pace_us, memory_order_relaxed));
    emit_wait_while_paused();
    /* What is told next is done now, though its time may be a cheap one. */
    if (begin(self)) {
        self->last = true_time(self);
        finish(self);
    }
    errno = saved;
    return true;
}
