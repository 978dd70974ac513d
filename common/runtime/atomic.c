/* atomic.c - atomic operations, which the compiler leaves to the runtime.

   See tsan.c. Each is made here as a sequentially consistent one, whatever the
   program asks for: under control tasks move one at a time anyway, and alone
   the stronger order is always allowed. */
#include "runtime/deed.h"
#include "runtime/explore.h"
#include "runtime/real.h"
#include "runtime/variable.h"

#define BEFORE(op, bits)                                                       \
    UNLIKELY(self_area != NULL)                                                \
    ? variable_stand(op, address, (bits) / 8, order, WHERE) : NULL

#define BEFORE_COMPARE(expected, bits)                                         \
    UNLIKELY(self_area != NULL)                                                \
    ? variable_stand_compare(address, (bits) / 8, order, failure, expected,    \
                             WHERE)                                            \
    : NULL

#define AFTER(op, stage, bits)                                                 \
    do {                                                                       \
        if (UNLIKELY(self != NULL)) {                                          \
            if (op != OP_ATOMIC_READ)                                          \
                variable_wrote(self, address, (bits) / 8, WHERE);              \
            variable_did(self, op, stage, address, (bits) / 8, WHERE);         \
        }                                                                      \
    } while (0)

#define LOAD(bits)                                                             \
    value##bits __tsan_atomic##bits##_load(                                    \
        const volatile value##bits *address, int order);                       \
    EXPORT value##bits __tsan_atomic##bits##_load(                             \
        const volatile value##bits *address, int order)                        \
    {                                                                          \
        struct self *self = BEFORE(OP_ATOMIC_READ, bits);                      \
        value##bits value = __atomic_load_n(address, __ATOMIC_SEQ_CST);        \
        if (UNLIKELY(self != NULL))                                            \
            variable_look(self, address, (bits) / 8, true, WHERE);             \
        AFTER(OP_ATOMIC_READ, STAGE_DID, bits);                                \
        return value;                                                          \
    }

#define STORE(bits)                                                            \
    void __tsan_atomic##bits##_store(volatile value##bits *address,            \
                                     value##bits value, int order);            \
    EXPORT void __tsan_atomic##bits##_store(volatile value##bits *address,     \
                                            value##bits value, int order)      \
    {                                                                          \
        struct self *self = BEFORE(OP_ATOMIC_WRITE, bits);                     \
        __atomic_store_n(address, value, __ATOMIC_SEQ_CST);                    \
        AFTER(OP_ATOMIC_WRITE, STAGE_DID, bits);                               \
    }

#define UPDATE(bits, name, builtin)                                            \
    value##bits __tsan_atomic##bits##_##name(volatile value##bits *address,    \
                                             value##bits value, int order);    \
    EXPORT value##bits __tsan_atomic##bits##_##name(                           \
        volatile value##bits *address, value##bits value, int order)           \
    {                                                                          \
        struct self *self = BEFORE(OP_ATOMIC_UPDATE, bits);                    \
        value##bits before = builtin(address, value, __ATOMIC_SEQ_CST);        \
        AFTER(OP_ATOMIC_UPDATE, STAGE_DID, bits);                              \
        return before;                                                         \
    }

/* A weak exchange may fail for no reason; this one does not. */
#define COMPARE(bits, strength)                                                \
    int __tsan_atomic##bits##_compare_exchange_##strength(                     \
        volatile value##bits *address, value##bits *expected,                  \
        value##bits value, int order, int failure);                            \
    EXPORT int __tsan_atomic##bits##_compare_exchange_##strength(              \
        volatile value##bits *address, value##bits *expected,                  \
        value##bits value, int order, int failure)                             \
    {                                                                          \
        struct self *self = BEFORE_COMPARE(expected, bits);                    \
        bool did =                                                             \
            __atomic_compare_exchange_n(address, expected, value, false,       \
                                        __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);   \
        AFTER(OP_ATOMIC_UPDATE, did ? STAGE_DID : STAGE_FAILED, bits);         \
        return did;                                                            \
    }

#define COMPARE_VALUE(bits)                                                    \
    value##bits __tsan_atomic##bits##_compare_exchange_val(                    \
        volatile value##bits *address, value##bits expected,                   \
        value##bits value, int order, int failure);                            \
    EXPORT value##bits __tsan_atomic##bits##_compare_exchange_val(             \
        volatile value##bits *address, value##bits expected,                   \
        value##bits value, int order, int failure)                             \
    {                                                                          \
        struct self *self = BEFORE_COMPARE(&expected, bits);                   \
        bool did =                                                             \
            __atomic_compare_exchange_n(address, &expected, value, false,      \
                                        __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);   \
        AFTER(OP_ATOMIC_UPDATE, did ? STAGE_DID : STAGE_FAILED, bits);         \
        return expected;                                                       \
    }

#define ATOMICS(bits)                                                          \
    LOAD(bits)                                                                 \
    STORE(bits)                                                                \
    UPDATE(bits, exchange, __atomic_exchange_n)                                \
    UPDATE(bits, fetch_add, __atomic_fetch_add)                                \
    UPDATE(bits, fetch_sub, __atomic_fetch_sub)                                \
    UPDATE(bits, fetch_and, __atomic_fetch_and)                                \
    UPDATE(bits, fetch_or, __atomic_fetch_or)                                  \
    UPDATE(bits, fetch_xor, __atomic_fetch_xor)                                \
    UPDATE(bits, fetch_nand, __atomic_fetch_nand)                              \
    COMPARE(bits, strong)                                                      \
    COMPARE(bits, weak)                                                        \
    COMPARE_VALUE(bits)

typedef uint8_t value8;
typedef uint16_t value16;
typedef uint32_t value32;
typedef uint64_t value64;

ATOMICS(8)
ATOMICS(16)
ATOMICS(32)
ATOMICS(64)

void __tsan_atomic_thread_fence(int order);
EXPORT void __tsan_atomic_thread_fence(int order)
{
    if (explore_runs())
        explore_note_fence(order);
    else if (self_controlled && self_here.slot)
        deed_fence(&self_here, order);
    atomic_thread_fence(memory_order_seq_cst);
}

void __tsan_atomic_signal_fence(int order);
EXPORT void __tsan_atomic_signal_fence(int order)
{
    (void)order;
    atomic_signal_fence(memory_order_seq_cst);
}
