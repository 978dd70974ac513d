/* atomic.c - atomic operations, which the compiler leaves to the runtime.

   See tsan.c. Each is made here as a sequentially consistent one, whatever the
   program asks for: alone the stronger order is always allowed, and under
   control tasks move one at a time; what a weaker order could show is then a
   matter of choice, made before: an access to an older store than the newest
   is made in a cell that holds it (stale.h). */
#include "runtime/real.h"
#include "runtime/stale.h"
#include "runtime/variable.h"
#include "runtime/wide.h"

#define BEFORE(op, bits)                                                       \
    UNLIKELY(self_area != NULL)                                                \
    ? variable_stand(op, address, (bits) / 8, order, WHERE) : NULL

#define BEFORE_COMPARE(expected, bits)                                         \
    UNLIKELY(self_area != NULL)                                                \
    ? variable_stand_compare(address, (bits) / 8, order, failure, expected,    \
                             WHERE)                                            \
    : NULL

/* Where the access is made. */
#define PLACE(bits)                                                            \
    value##bits cell;                                                          \
    volatile value##bits *at = (volatile value##bits *)(uintptr_t)address;     \
    if (UNLIKELY(self != NULL) && UNLIKELY(stale_shown.stale)) {               \
        cell = (value##bits)stale_shown.value;                                 \
        at = &cell;                                                            \
    }

#define AFTER(op, stage, bits)                                                 \
    do {                                                                       \
        if (UNLIKELY(self != NULL)) {                                          \
            if (op != OP_ATOMIC_READ)                                          \
                variable_wrote(self, address, at, (bits) / 8, WHERE);          \
            variable_did(self, op, stage, address, at, (bits) / 8, WHERE);     \
        }                                                                      \
    } while (0)

#define LOAD(bits, load)                                                       \
    value##bits __tsan_atomic##bits##_load(                                    \
        const volatile value##bits *address, int order);                       \
    EXPORT value##bits __tsan_atomic##bits##_load(                             \
        const volatile value##bits *address, int order)                        \
    {                                                                          \
        struct self *self = BEFORE(OP_ATOMIC_READ, bits);                      \
        PLACE(bits)                                                            \
        value##bits value = load(at, __ATOMIC_SEQ_CST);                        \
        if (UNLIKELY(self != NULL))                                            \
            variable_look(self, address, at, (bits) / 8, true, WHERE);         \
        AFTER(OP_ATOMIC_READ, STAGE_DID, bits);                                \
        return value;                                                          \
    }

#define STORE(bits, store)                                                     \
    void __tsan_atomic##bits##_store(volatile value##bits *address,            \
                                     value##bits value, int order);            \
    EXPORT void __tsan_atomic##bits##_store(volatile value##bits *address,     \
                                            value##bits value, int order)      \
    {                                                                          \
        struct self *self = BEFORE(OP_ATOMIC_WRITE, bits);                     \
        PLACE(bits)                                                            \
        store(at, value, __ATOMIC_SEQ_CST);                                    \
        AFTER(OP_ATOMIC_WRITE, STAGE_DID, bits);                               \
    }

#define UPDATE(bits, name, builtin)                                            \
    value##bits __tsan_atomic##bits##_##name(volatile value##bits *address,    \
                                             value##bits value, int order);    \
    EXPORT value##bits __tsan_atomic##bits##_##name(                           \
        volatile value##bits *address, value##bits value, int order)           \
    {                                                                          \
        struct self *self = BEFORE(OP_ATOMIC_UPDATE, bits);                    \
        PLACE(bits)                                                            \
        value##bits before = builtin(at, value, __ATOMIC_SEQ_CST);             \
        AFTER(OP_ATOMIC_UPDATE, STAGE_DID, bits);                              \
        return before;                                                         \
    }

/* A weak exchange may fail for no reason; this one does not. */
#define COMPARE(bits, strength, compare)                                       \
    int __tsan_atomic##bits##_compare_exchange_##strength(                     \
        volatile value##bits *address, value##bits *expected,                  \
        value##bits value, int order, int failure);                            \
    EXPORT int __tsan_atomic##bits##_compare_exchange_##strength(              \
        volatile value##bits *address, value##bits *expected,                  \
        value##bits value, int order, int failure)                             \
    {                                                                          \
        struct self *self = BEFORE_COMPARE(expected, bits);                    \
        PLACE(bits)                                                            \
        bool did = compare(at, expected, value, false, __ATOMIC_SEQ_CST,       \
                           __ATOMIC_SEQ_CST);                                  \
        AFTER(OP_ATOMIC_UPDATE, did ? STAGE_DID : STAGE_FAILED, bits);         \
        return did;                                                            \
    }

#define COMPARE_VALUE(bits, compare)                                           \
    value##bits __tsan_atomic##bits##_compare_exchange_val(                    \
        volatile value##bits *address, value##bits expected,                   \
        value##bits value, int order, int failure);                            \
    EXPORT value##bits __tsan_atomic##bits##_compare_exchange_val(             \
        volatile value##bits *address, value##bits expected,                   \
        value##bits value, int order, int failure)                             \
    {                                                                          \
        struct self *self = BEFORE_COMPARE(&expected, bits);                   \
        PLACE(bits)                                                            \
        bool did = compare(at, &expected, value, false, __ATOMIC_SEQ_CST,      \
                           __ATOMIC_SEQ_CST);                                  \
        AFTER(OP_ATOMIC_UPDATE, did ? STAGE_DID : STAGE_FAILED, bits);         \
        return expected;                                                       \
    }

#define ATOMICS(bits, prefix, suffix)                                          \
    LOAD(bits, prefix##load##suffix)                                           \
    STORE(bits, prefix##store##suffix)                                         \
    UPDATE(bits, exchange, prefix##exchange##suffix)                           \
    UPDATE(bits, fetch_add, prefix##fetch_add)                                 \
    UPDATE(bits, fetch_sub, prefix##fetch_sub)                                 \
    UPDATE(bits, fetch_and, prefix##fetch_and)                                 \
    UPDATE(bits, fetch_or, prefix##fetch_or)                                   \
    UPDATE(bits, fetch_xor, prefix##fetch_xor)                                 \
    UPDATE(bits, fetch_nand, prefix##fetch_nand)                               \
    COMPARE(bits, strong, prefix##compare_exchange##suffix)                    \
    COMPARE(bits, weak, prefix##compare_exchange##suffix)                      \
    COMPARE_VALUE(bits, prefix##compare_exchange##suffix)

typedef uint8_t value8;
typedef uint16_t value16;
typedef uint32_t value32;
typedef uint64_t value64;

ATOMICS(8, __atomic_, _n)
ATOMICS(16, __atomic_, _n)
ATOMICS(32, __atomic_, _n)
ATOMICS(64, __atomic_, _n)
#if WIDE_ATOMICS
ATOMICS(128, wide_, )
#endif

void __tsan_atomic_thread_fence(int order);
EXPORT void __tsan_atomic_thread_fence(int order)
{
    if (UNLIKELY(self_area != NULL))
        variable_fence(order, WHERE);
    atomic_thread_fence(memory_order_seq_cst);
}

void __tsan_atomic_signal_fence(int order);
EXPORT void __tsan_atomic_signal_fence(int order)
{
    (void)order;
    atomic_signal_fence(memory_order_seq_cst);
}
