/* 11_object_test.c - keys name the same object alike, and others apart. */
#include "trace/object.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Numbers that look random and are the same each time: SplitMix64. */
static uint64_t next(uint64_t *seed)
{
    uint64_t z = (*seed += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

enum { ROUNDS = 20000 };

static void gives_back_region_and_offset(void **state)
{
    uint64_t seed = 1;

    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        uint32_t region = (uint32_t)next(&seed) & 0xffffff;
        uint64_t offset = next(&seed) >> (64 - OBJECT_OFFSET_BITS);
        uint64_t key = object_in_region(region, offset);

        assert_int_equal(object_region(key), region);
        assert_true(object_offset(key) == offset);
    }
}

static void keeps_the_three_classes_apart(void **state)
{
    uint64_t seed = 2;

    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        uint64_t address = next(&seed) >> 17; /* 47 bits, as on x86-64. */
        uint64_t shared = object_in_region((uint32_t)next(&seed), next(&seed));
        uint64_t inode = object_inode((enum kind)(next(&seed) % KIND_COUNT),
                                      next(&seed), next(&seed));

        assert_true(object_is_private(address));
        assert_false(object_is_shared(address));
        assert_false(object_is_inode(address));
        assert_false(object_is_private(shared));
        assert_true(object_is_shared(shared));
        assert_false(object_is_inode(shared));
        assert_false(object_is_private(inode));
        assert_false(object_is_shared(inode));
        assert_true(object_is_inode(inode));
    }
}

static void gives_back_the_kind_of_an_inode(void **state)
{
    uint64_t seed = 3;

    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        enum kind kind = (enum kind)(next(&seed) % KIND_COUNT);

        assert_int_equal(
            object_inode_kind(object_inode(kind, next(&seed), next(&seed))),
            kind);
    }
}

static void names_the_same_inode_alike(void **state)
{
    (void)state;
    assert_true(object_inode(KIND_PIPE, 14, 99123) ==
                object_inode(KIND_PIPE, 14, 99123));
}

/* The same number on two devices, two numbers on one device, and a pipe and a
   socket of one number are six different things. */
static void tells_inodes_apart(void **state)
{
    uint64_t keys[] = {
        object_inode(KIND_PIPE, 14, 99123),
        object_inode(KIND_PIPE, 15, 99123),
        object_inode(KIND_PIPE, 14, 99124),
        object_inode(KIND_SOCKET, 14, 99123),
        object_inode(KIND_FILE, 14, 99123),
        object_inode(KIND_FILE, 99123, 14),
    };

    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        for (size_t j = 0; j < i; j++)
            assert_true(keys[i] != keys[j]);
    }
}

static void tells_neighbours_in_a_region_apart(void **state)
{
    (void)state;
    assert_true(object_in_region(7, 0) != object_in_region(7, 1));
    assert_true(object_in_region(7, 0) != object_in_region(8, 0));
    assert_true(object_in_region(0, 8) != object_in_region(8, 0));
}

/* An offset or a number that is too large must not spill into the rest. */
static void lets_large_numbers_wrap_in_their_place(void **state)
{
    uint64_t key = object_in_region(0x12abcdef, UINT64_MAX);

    (void)state;
    assert_true(object_is_shared(key));
    assert_int_equal(object_region(key), 0xabcdef);
    assert_true(object_offset(key) == (UINT64_C(1) << OBJECT_OFFSET_BITS) - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_back_region_and_offset),
        cmocka_unit_test(keeps_the_three_classes_apart),
        cmocka_unit_test(gives_back_the_kind_of_an_inode),
        cmocka_unit_test(names_the_same_inode_alike),
        cmocka_unit_test(tells_inodes_apart),
        cmocka_unit_test(tells_neighbours_in_a_region_apart),
        cmocka_unit_test(lets_large_numbers_wrap_in_their_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
