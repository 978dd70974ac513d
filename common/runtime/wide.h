/* wide.h - atomic operations on 16 bytes.

   Compilers leave these to a library of their own, libatomic, but make of the
   older __sync builtins what the processor has: one exchange, where the value
   is as expected, of which all others are made. */
#ifndef RUNTIME_WIDE_H
#define RUNTIME_WIDE_H

#include <stdbool.h>
#include <stdint.h>

#if defined(__SIZEOF_INT128__) && (defined(__x86_64__) || defined(__aarch64__))
#define WIDE_ATOMICS 1

__extension__ typedef unsigned __int128 value128;

#if defined(__x86_64__)
#define WIDE_TARGET __attribute__((target("cx16")))
#else
#define WIDE_TARGET
#endif

/* Returns what was there: if that is as expected, it is now `value`. */
WIDE_TARGET static inline value128 wide_swap(volatile value128 *address,
                                             value128 expected, value128 value)
{
    return __sync_val_compare_and_swap(address, expected, value);
}

WIDE_TARGET static inline value128 wide_load(const volatile value128 *address,
                                             int order)
{
    (void)order;
    return wide_swap((volatile value128 *)(uintptr_t)address, 0, 0);
}

WIDE_TARGET static inline bool wide_compare_exchange(volatile value128 *address,
                                                     value128 *expected,
                                                     value128 value, bool weak,
                                                     int order, int failure)
{
    value128 found = wide_swap(address, *expected, value);
    bool did = found == *expected;

    (void)weak;
    (void)order;
    (void)failure;
    *expected = found;
    return did;
}

#define WIDE_UPDATE(name, changed)                                             \
    WIDE_TARGET static inline value128 wide_##name(volatile value128 *address, \
                                                   value128 value, int order)  \
    {                                                                          \
        value128 before = wide_load(address, order);                           \
        while (!wide_compare_exchange(address, &before, changed, false, order, \
                                      order))                                  \
            continue;                                                          \
        return before;                                                         \
    }

WIDE_UPDATE(exchange, value)
WIDE_UPDATE(fetch_add, before + value)
WIDE_UPDATE(fetch_sub, before - value)
WIDE_UPDATE(fetch_and, before &value)
WIDE_UPDATE(fetch_or, before | value)
WIDE_UPDATE(fetch_xor, before ^ value)
WIDE_UPDATE(fetch_nand, ~(before &value))

WIDE_TARGET static inline void wide_store(volatile value128 *address,
                                          value128 value, int order)
{
    wide_exchange(address, value, order);
}

#else
#define WIDE_ATOMICS 0
#endif
#endif
