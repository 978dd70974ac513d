/* variable.c - which accesses to memory are operations, and their values. */
#include "runtime/variable.h"

#include "runtime/deed.h"
#include "runtime/emit.h"
#include "runtime/explore.h"
#include "runtime/image.h"
#include "runtime/real.h"
#include "runtime/region.h"
#include "runtime/rounds.h"
#include "runtime/stale.h"
#include "runtime/turn.h"

#include <string.h>

enum {
    MARKS = 1 << 16,
    ALONE_PERIOD = 1 << 14, /* Accesses. */
    ALONE_LOOKED_AT = 1 << 8
};

/* The stacks of this process's threads, by slot; and what is around all. */
static struct range stacks[AREA_SLOTS];
static struct range around_stacks = {UINTPTR_MAX, 0};

/* Parts of stacks that another thread has touched, eight bytes each, by a
   hash: two that share a mark are only looked at more closely than needed. */
static bool marks[MARKS];
static bool any_marks;

static uint32_t alone;     /* Accesses while nobody else was there. */
static uint32_t own_reads; /* Of a task's own stack, since it wrote to it. */

static struct range constants; /* The program's. */
static THREAD_LOCAL struct range own_stack;
static THREAD_LOCAL struct range own_thread_local;
static bool thread_local_known; /* Where one thread carries all tasks. */

/* Of what is about to be written. */
static THREAD_LOCAL int64_t value_before;

/* A write that was let through and is not told yet. */
static THREAD_LOCAL struct {
    const volatile void *address; /* NULL: none. */
    size_t size;
    enum operation op;
    const void *where;
} unsettled;

static bool *mark_of(uintptr_t address)
{
    uint64_t mixed = (uint64_t)(address >> 3) * UINT64_C(0x9e3779b97f4a7c15);

    return &marks[mixed >> 48 & (MARKS - 1)];
}

static void know_stack(size_t slot, struct range stack)
{
    stacks[slot] = stack;
    if (stack.low < around_stacks.low)
        around_stacks.low = stack.low;
    if (stack.high > around_stacks.high)
        around_stacks.high = stack.high;
}

static bool is_on_some_stack(uintptr_t address)
{
    if (LIKELY(address < around_stacks.low || address >= around_stacks.high))
        return false;
    for (uint32_t i = 0; i < self_area->scheduler.task_count; i++) {
        if (range_has(&stacks[i], address))
            return true;
    }
    return false;
}

bool variable_is_on_stack(uintptr_t address)
{
    return range_has(&own_stack, address) || is_on_some_stack(address);
}

static void mark_if_stack(uintptr_t address)
{
    if (is_on_some_stack(address)) {
        *mark_of(address) = true;
        any_marks = true;
    }
}

/* A few of very many. */
static bool is_looked_at(uint32_t *count)
{
    return UNLIKELY((++*count & (ALONE_PERIOD - 1)) >=
                    ALONE_PERIOD - ALONE_LOOKED_AT);
}

/* Nobody else is there to notice. But one who is alone may wait for ever. */
static bool is_operation_alone(void)
{
    return is_looked_at(&alone);
}

/* What a task has on its stack others may have been told of, who have not come
   to it yet. What is atomic is there for that; the rest is as it was before the
   task's next operation, but for what it does nothing but read: it may wait for
   that. */
static bool is_operation_on_stack(uintptr_t address, enum operation op)
{
    bool told = *mark_of(address) ||
                (op != OP_READ_VARIABLE && op != OP_WRITE_VARIABLE);

    if (scheduler_is_alone(&self_area->scheduler, 0))
        return told && is_operation_alone();
    if (op != OP_READ_VARIABLE)
        own_reads = 0;
    return told || (op == OP_READ_VARIABLE && is_looked_at(&own_reads));
}

static inline bool is_operation(struct self *self, uintptr_t address,
                                uint64_t key, enum operation op)
{
    const struct scheduler *s = &self_area->scheduler;

    if (range_has(&own_stack, address))
        return is_operation_on_stack(address, op);
    if (range_has(&own_thread_local, address))
        return *mark_of(address) &&
               (!scheduler_is_alone(s, 0) || is_operation_alone());
    if (range_has(&constants, address))
        return false;
    if (!object_is_private(key))
        return !scheduler_is_alone(s, 0) || is_operation_alone();
    uint32_t process = turn_task(self)->process;
    if (process == 0)
        return false;
    if (scheduler_is_alone(s, process))
        return is_operation_alone();
    mark_if_stack(address);
    return true;
}

/* The first eight bytes at most; shorter ones as signed numbers. */
static inline int64_t peek(const volatile void *address, size_t size)
{
    const void *plain = (const void *)(uintptr_t)address;
    int64_t value = 0;

    switch (size) {
    case 1:
        return *(const volatile int8_t *)address;
    case 2:
        memcpy(&value, plain, 2);
        return (int16_t)value;
    case 4:
        memcpy(&value, plain, 4);
        return (int32_t)value;
    default:
        memcpy(&value, plain, size < 8 ? size : 8);
        return value;
    }
}

static void settle(struct self *self)
{
    const volatile void *address = unsettled.address;
    unsettled.address = NULL;
    variable_wrote(self, address, address, unsettled.size, unsettled.where);
    variable_did(self, unsettled.op, STAGE_DID, address, address,
                 unsettled.size, unsettled.where);
}

void variable_settle(struct self *self)
{
    if (unsettled.address)
        settle(self);
}

/* The task's next want is made in its place. NULL: it is not controlled. */
static inline struct want *place_of(struct self *self, size_t size)
{
    if (!self || !turn_controls() || size == 0)
        return NULL;
    struct scheduled *task = turn_task(self);
    if (task->process == 0)
        return NULL;
    variable_settle(self);
    return &task->want;
}

/* Nobody notices it now. */
static void note(struct self *self, const volatile void *address,
                 const struct want *want)
{
    if (range_has(&own_thread_local, (uintptr_t)address))
        return;
    if (explore_runs())
        explore_note_access(self, want);
    else if (stale_follows())
        stale_note(self, want);
}

static inline __attribute__((always_inline)) struct self *
stand(struct self *self, const volatile void *address, struct want *want)
{
    want->object = region_key(address);
    bool has_ways = stale_follows() && stale_stand(self, want);
    if (!is_operation(self, (uintptr_t)address, want->object,
                      (enum operation)want->op) &&
        !has_ways) {
        note(self, address, want);
        return NULL;
    }
    want->value = peek(address, want->size); /* A wild address ends it here. */
    turn_access(self, want);
    return self;
}

/* What is there where the write will be made. */
static void look_before(const volatile void *address, size_t size)
{
    value_before =
        UNLIKELY(stale_shown.stale) ? stale_shown.value : peek(address, size);
}

/* A search must know of orders that are weaker than its own. */
static void look_at_order(int order, int failure)
{
    if (LIKELY(!explore_runs()))
        return;
    if (UNLIKELY(order != __ATOMIC_SEQ_CST || failure != __ATOMIC_SEQ_CST) &&
        self_area->scheduler.task_count > 1)
        stale_meet(WEAKNESS_ORDERS);
}

/* What a fence makes known, accesses with its order may be told, and may tell
   it. */
#define FENCES ((UINT64_MAX >> 2) - 1)

static void order_with_fences(struct want *want)
{
    if (UNLIKELY(stale_on) && explore_runs() &&
        (want->order_of_memory == __ATOMIC_SEQ_CST ||
         (want->compares && want->failure_order == __ATOMIC_SEQ_CST)) &&
        self_area->exploration.weakness == WEAKNESS_FENCES)
        want->other = FENCES;
}

static inline __attribute__((always_inline)) struct self *
stand_for(enum operation op, const volatile void *address, size_t size,
          int order, const void *where)
{
    struct self *self = watched();
    struct want *want = place_of(self, size);

    if (!want)
        return NULL;
    turn_make(want, op, 0, 0, where);
    want->size = (uint32_t)size;
    want->order_of_memory = (uint32_t)order;
    if (op != OP_READ_VARIABLE && op != OP_WRITE_VARIABLE)
        order_with_fences(want);
    self = stand(self, address, want);
    if (self && operation_effect(op) != EFFECT_LOOK)
        look_before(address, size);
    return self;
}

struct self *variable_stand(enum operation op, const volatile void *address,
                            size_t size, int order, const void *where)
{
    look_at_order(order, __ATOMIC_SEQ_CST);
    return stand_for(op, address, size, order, where);
}

struct self *variable_stand_compare(const volatile void *address, size_t size,
                                    int order, int failure,
                                    const volatile void *expected,
                                    const void *where)
{
    struct self *self = watched();
    struct want *want = place_of(self, size);

    if (!want)
        return NULL;
    look_at_order(order, failure);
    turn_make(want, OP_ATOMIC_UPDATE, 0, 0, where);
    want->size = (uint32_t)size;
    want->order_of_memory = (uint32_t)order;
    want->compares = true;
    want->failure_order = (uint32_t)failure;
    want->expected = peek(expected, size);
    order_with_fences(want);
    self = stand(self, address, want);
    if (self)
        look_before(address, size);
    return self;
}

void variable_fence(int order, const void *where)
{
    struct self *self = watched();
    struct want *want = place_of(self, 1);
    bool seq_cst = order == __ATOMIC_SEQ_CST;

    if (!want)
        return;
    if (explore_runs())
        stale_meet(seq_cst ? WEAKNESS_FENCES : WEAKNESS_ORDERS);
    if (seq_cst && self_area->scheduler.alive > 1) {
        turn_make(want, OP_FENCE, 0, 0, where);
        want->other = FENCES;
        turn_take(self, want);
    }
    if (explore_runs())
        explore_note_fence(order);
    else
        deed_fence(self, order);
    if (stale_follows())
        stale_did(self, false, 0);
    if (seq_cst && !explore_runs())
        emit(self, OP_FENCE, STAGE_DID, 0, 0, where);
}

int64_t variable_value(const volatile void *address, size_t size)
{
    return peek(address, size);
}

/* A text of some characters that ends within what was accessed; NULL: it is
   something else. */
static const char *text_in(const volatile void *address, size_t size)
{
    const char *text = (const char *)(uintptr_t)address;
    size_t length = size > 2 ? strnlen(text, size) : 0;

    if (length < 2 || length == size)
        return NULL;
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] < ' ' || text[i] == 127)
            return NULL;
    }
    return text;
}

void variable_did(struct self *self, enum operation op, enum stage stage,
                  const volatile void *address, const volatile void *at,
                  size_t size, const void *where)
{
    if (UNLIKELY(stale_on) && stale_follows() && op != OP_READ_VARIABLE &&
        op != OP_WRITE_VARIABLE)
        stale_did(self, at != address, peek(at, size));
    if (explore_runs())
        return; /* Nobody is told. */
    int saved = errno;

    const char *text = text_in(at, size);
    if (text)
        emit_text(self, op, stage, region_key(address), peek(at, size), text,
                  where);
    else
        emit(self, op, stage, region_key(address), peek(at, size), where);
    errno = saved;
}

/* ---- Going round in circles. ---- */

static uint64_t look_of(const volatile void *address, const volatile void *at,
                        size_t size, const void *where)
{
    return ((uint64_t)(uintptr_t)where ^ (uint64_t)(uintptr_t)address << 20 ^
            (uint64_t)peek(at, size)) *
           UINT64_C(0x9e3779b97f4a7c15);
}

void variable_look(struct self *self, const volatile void *address,
                   const volatile void *at, size_t size, bool closely,
                   const void *where)
{
    rounds_look(self, look_of(address, at, size, where), closely);
}

void variable_wrote(struct self *self, const volatile void *address,
                    const volatile void *at, size_t size, const void *where)
{
    if (size > sizeof value_before || peek(at, size) != value_before)
        rounds_changed(self);
    else
        rounds_look(self, look_of(address, at, size, where), true);
}

const void *variable_stack_end(void)
{
    return (const void *)own_stack.high;
}

void variable_access(enum operation op, const volatile void *address,
                     size_t size, const void *where)
{
    struct self *self = stand_for(op, address, size, 0, where);

    if (!self)
        return;
    if (op == OP_WRITE_VARIABLE) {
        unsettled.address = address;
        unsettled.size = size;
        unsettled.op = op;
        unsettled.where = where;
    } else {
        variable_look(self, address, address, size, false, where);
        variable_did(self, op, STAGE_DID, address, address, size, where);
    }
}

bool variable_seen;

void variable_note(enum operation op, const volatile void *address, size_t size,
                   const void *where)
{
    struct self *self = explore_runs() ? watched() : NULL;

    if (!self || range_has(&own_thread_local, (uintptr_t)address) ||
        range_has(&constants, (uintptr_t)address))
        return;
    struct want want = turn_want(op, region_key(address), 0, where);
    want.size = (uint32_t)size;
    explore_note_access(self, &want);
}

void variable_read_text(const char *text, const void *where)
{
    if (variable_seen && text)
        variable_note(OP_READ_VARIABLE, text, strlen(text) + 1, where);
}

/* ---- A thread's own memory. ---- */

void variable_know_stack(struct self *self)
{
    pthread_attr_t attributes;
    void *low = NULL;
    size_t size = 0;

    if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
        pthread_attr_getstack(&attributes, &low, &size);
        pthread_attr_destroy(&attributes);
    }
    own_stack = (struct range){(uintptr_t)low, (uintptr_t)low + size};
    know_stack((size_t)(self->slot - self_area->slots), own_stack);
    image_find(&constants, &own_thread_local);
}

void variable_know(unsigned task, char *stack, size_t size)
{
    know_stack(task, (struct range){(uintptr_t)stack, (uintptr_t)stack + size});
}

void variable_enter(char *stack, size_t size)
{
    own_stack = (struct range){(uintptr_t)stack, (uintptr_t)stack + size};
    if (!thread_local_known)
        image_find(&constants, &own_thread_local);
    thread_local_known = true;
}

void variable_reset(void)
{
    if (any_marks)
        memset(marks, 0, sizeof marks);
    any_marks = false;
    alone = 0;
    own_reads = 0;
    unsettled.address = NULL;
    rounds_reset();
}

void variable_forget_stack(struct self *self)
{
    stacks[self->slot - self_area->slots] = (struct range){0};
}
