/* equivalence_atomic.c - atomic operations on 1 to 16 bytes, which the compiler
   leaves to the runtime where it makes memory visible. */
#include "case.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

__extension__ typedef unsigned __int128 wide;

static _Atomic uint8_t value1;
static _Atomic uint16_t value2;
static _Atomic uint32_t value4;
static _Atomic uint64_t value8;
static _Atomic wide value16;

static void show(const char *what, wide value)
{
    say(" %s=%llx:%llx", what, (unsigned long long)(value >> 64),
        (unsigned long long)value);
}

#define HEX(call) show(#call, (wide)(call))

/* Each with what it returns and what it leaves. */
#define OPERATIONS(value, type)                                                \
    do {                                                                       \
        const type ones = (type) ~(type)0;                                     \
        type expected = 5;                                                     \
        atomic_store(&(value), ones);                                          \
        HEX(atomic_load(&(value)));                                            \
        HEX(atomic_fetch_add(&(value), 2));                                    \
        HEX(atomic_fetch_sub(&(value), 3));                                    \
        HEX(atomic_fetch_and(&(value), (type)(ones << 1)));                    \
        HEX(atomic_fetch_xor(&(value), ones));                                 \
        HEX(atomic_fetch_or(&(value), 8));                                     \
        HEX(__atomic_fetch_nand((type *)&(value), 12, __ATOMIC_SEQ_CST));      \
        HEX(atomic_exchange(&(value), 7));                                     \
        SHOW(atomic_compare_exchange_strong(&(value), &expected, 9));          \
        HEX(expected);                                                         \
        SHOW(atomic_compare_exchange_strong(&(value), &expected, ones));       \
        HEX(atomic_load_explicit(&(value), memory_order_relaxed));             \
        HEX(value++);                                                          \
        HEX(value);                                                            \
    } while (0)

/* The older ones, which not all processors have for 16 bytes. */
#define OLDER_OPERATIONS(value, type)                                          \
    do {                                                                       \
        HEX(__sync_fetch_and_add((type *)&(value), 1));                        \
        HEX(__sync_val_compare_and_swap((type *)&(value), 0, 77));             \
        SHOW(__sync_bool_compare_and_swap((type *)&(value), 77, 78));          \
        HEX(__sync_lock_test_and_set((type *)&(value), 3));                    \
    } while (0)

static void of_one_byte(void)
{
    OPERATIONS(value1, uint8_t);
    OLDER_OPERATIONS(value1, uint8_t);
}

static void of_two_bytes(void)
{
    OPERATIONS(value2, uint16_t);
    OLDER_OPERATIONS(value2, uint16_t);
}

static void of_four_bytes(void)
{
    OPERATIONS(value4, uint32_t);
    OLDER_OPERATIONS(value4, uint32_t);
}

static void of_eight_bytes(void)
{
    OPERATIONS(value8, uint64_t);
    OLDER_OPERATIONS(value8, uint64_t);
}

static void of_sixteen_bytes(void)
{
    OPERATIONS(value16, wide);
}

/* A carry from one half to the other is never lost. */
static void *add_to_both_halves(void *nothing)
{
    for (int i = 0; i < 20; i++)
        atomic_fetch_add(&value16, ((wide)1 << 64) + UINT64_MAX);
    return nothing;
}

static void of_sixteen_bytes_by_two(void)
{
    pthread_t threads[2];

    atomic_store(&value16, 0);
    for (int i = 0; i < 2; i++)
        NEED(pthread_create(&threads[i], NULL, add_to_both_halves, NULL) == 0);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    HEX(atomic_load(&value16));
}

struct pair {
    uint64_t first;
    uint64_t second;
};
static _Atomic struct pair pair;

static void *move_pair(void *nothing)
{
    struct pair before = atomic_load(&pair);

    for (int i = 0; i < 10; i++) {
        struct pair after;

        do
            after = (struct pair){before.first + 1, before.second + 2};
        while (!atomic_compare_exchange_weak(&pair, &before, after));
    }
    return nothing;
}

static void of_structures(void)
{
    pthread_t thread;
    struct pair now;

    atomic_store(&pair, ((struct pair){1, 2}));
    NEED(pthread_create(&thread, NULL, move_pair, NULL) == 0);
    move_pair(NULL);
    pthread_join(thread, NULL);
    now = atomic_load(&pair);
    SHOW(now.first);
    SHOW(now.second);
}

/* No operation is refused where it lies. */
struct __attribute__((packed)) packed {
    char first;
    uint16_t two;
    uint32_t four;
    uint64_t eight;
    wide sixteen;
};
static struct packed packed;
static wide plain;

static void *write_unaligned(void *nothing)
{
    packed.two = 0x1234;
    packed.four = 0x12345678;
    packed.eight += 0x123456789abcdef0;
    packed.sixteen = ((wide)1 << 100) + 5;
    plain = packed.sixteen + packed.two;
    return nothing;
}

static void unaligned(void)
{
    pthread_t thread;

    NEED(pthread_create(&thread, NULL, write_unaligned, NULL) == 0);
    pthread_join(thread, NULL);
    HEX(packed.two);
    HEX(packed.four);
    HEX(packed.eight);
    HEX(packed.sixteen);
    HEX(plain);
}

static const struct one_case cases[] = {
    CASE(of_one_byte),    CASE(of_two_bytes),     CASE(of_four_bytes),
    CASE(of_eight_bytes), CASE(of_sixteen_bytes), CASE(of_sixteen_bytes_by_two),
    CASE(of_structures),  CASE(unaligned),
};
CASES_MAIN(cases)
