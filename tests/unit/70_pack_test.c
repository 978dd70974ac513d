/* 70_pack_test.c - values come back; hostile bytes do no harm. */
#include "parallel/pack.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include <float.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 512, ROUNDS = 200000 };

static size_t pack_one_of_each(unsigned char *bytes, size_t room)
{
    struct pack pack;
    size_t size;

    pack_begin(&pack, bytes, room);
    pack_nothing(&pack);
    pack_bool(&pack, true);
    pack_bool(&pack, false);
    pack_int(&pack, INT64_MIN);
    pack_double(&pack, -DBL_MAX);
    pack_text(&pack, "answer");
    pack_bytes(&pack, "\0\xff", 2);
    pack_list(&pack, 2);
    pack_int(&pack, -1);
    pack_list(&pack, 0);
    pack_map(&pack, 1);
    pack_text(&pack, "");
    pack_int(&pack, 7);
    return pack_end(&pack, &size) ? 0 : size;
}

static void gives_back_what_was_packed(void **state)
{
    unsigned char bytes[ROOM];
    struct unpack unpack;
    bool flag;
    int64_t number;
    double real;
    const char *text;
    const void *blob;
    size_t length;
    uint32_t count;

    (void)state;
    size_t size = pack_one_of_each(bytes, sizeof bytes);
    assert_int_equal(unpack_begin(&unpack, bytes, size), 0);
    unpack_nothing(&unpack);
    unpack_bool(&unpack, &flag);
    assert_true(flag);
    unpack_bool(&unpack, &flag);
    assert_false(flag);
    assert_int_equal(unpack_next(&unpack), PACK_INT);
    unpack_int(&unpack, &number);
    assert_true(number == INT64_MIN);
    unpack_double(&unpack, &real);
    assert_true(real == -DBL_MAX);
    unpack_text(&unpack, &text, &length);
    assert_int_equal(length, 6);
    assert_memory_equal(text, "answer", 6);
    unpack_bytes(&unpack, &blob, &length);
    assert_int_equal(length, 2);
    assert_memory_equal(blob, "\0\xff", 2);
    unpack_list(&unpack, &count);
    assert_int_equal(count, 2);
    unpack_skip(&unpack);
    unpack_skip(&unpack);
    assert_int_equal(unpack_next(&unpack), PACK_MAP);
    unpack_skip(&unpack);
    assert_int_equal(unpack_next(&unpack), PACK_END);
    assert_int_equal(unpack_end(&unpack), 0);
}

static void says_when_there_is_no_room(void **state)
{
    unsigned char bytes[ROOM];

    (void)state;
    size_t size = pack_one_of_each(bytes, sizeof bytes);
    assert_int_not_equal(size, 0);
    for (size_t room = 0; room < size; room++)
        assert_int_equal(pack_one_of_each(bytes, room), 0);
    assert_int_equal(pack_one_of_each(bytes, size), size);
}

static void is_read_as_what_it_is_or_not_at_all(void **state)
{
    unsigned char bytes[ROOM];
    struct unpack unpack;
    struct pack pack;
    size_t size;
    int64_t number;

    (void)state;
    pack_begin(&pack, bytes, sizeof bytes);
    pack_text(&pack, "7");
    assert_int_equal(pack_end(&pack, &size), 0);
    unpack_begin(&unpack, bytes, size);
    unpack_int(&unpack, &number);
    assert_int_equal(number, 0);
    assert_int_equal(unpack_end(&unpack), EBADMSG);
    /* Values left over, another version, another format. */
    unpack_begin(&unpack, bytes, size);
    assert_int_equal(unpack_end(&unpack), EBADMSG);
    bytes[1]++;
    assert_int_equal(unpack_begin(&unpack, bytes, size), EBADMSG);
    bytes[0]++;
    assert_int_equal(unpack_begin(&unpack, bytes, size), EBADMSG);
}

static void believes_no_count_that_cannot_be(void **state)
{
    static const unsigned char list[] = {'P',  1,    'l',  0xff,
                                         0xff, 0xff, 0xff, 'n'};
    static const unsigned char text[] = {'P', 1, 's', 2, 0, 0, 0, 'x'};
    struct unpack unpack;
    uint32_t count;
    const char *at;
    size_t length;

    (void)state;
    unpack_begin(&unpack, list, sizeof list);
    unpack_list(&unpack, &count);
    assert_int_equal(count, 0);
    assert_int_equal(unpack_end(&unpack), EBADMSG);
    unpack_begin(&unpack, text, sizeof text);
    unpack_text(&unpack, &at, &length);
    assert_int_equal(length, 0);
    assert_int_equal(unpack_end(&unpack), EBADMSG);
}

/* Exactly as many bytes as there are, so that ASan sees one too many. */
static void read_all(const unsigned char *bytes, size_t size)
{
    unsigned char *exact = malloc(size ? size : 1);
    struct unpack unpack;

    assert_non_null(exact);
    memcpy(exact, bytes, size);
    unpack_begin(&unpack, exact, size);
    for (size_t i = 0; i < size && unpack_next(&unpack) != PACK_END; i++)
        unpack_skip(&unpack);
    unpack_end(&unpack);
    free(exact);
}

static void survives_cut_and_changed_messages(void **state)
{
    unsigned char bytes[ROOM];
    unsigned seed = 5;

    (void)state;
    size_t size = pack_one_of_each(bytes, sizeof bytes);
    for (size_t cut = 0; cut < size; cut++)
        read_all(bytes, cut);
    for (int i = 0; i < ROUNDS; i++) {
        unsigned char changed[ROOM];

        memcpy(changed, bytes, size);
        for (int change = 0; change < 3; change++)
            changed[(size_t)rand_r(&seed) % size] =
                (unsigned char)rand_r(&seed);
        read_all(changed, size);
    }
}

static void goes_over_what_is_deep_without_a_deep_stack(void **state)
{
    enum { DEEP = 5 * 1000 * 1000 };
    unsigned char *bytes = malloc(DEEP);
    struct unpack unpack;
    struct pack pack;
    size_t size;

    (void)state;
    assert_non_null(bytes);
    pack_begin(&pack, bytes, DEEP);
    for (int i = 0; i < DEEP / 5 - 1; i++)
        pack_list(&pack, 1);
    pack_nothing(&pack);
    assert_int_equal(pack_end(&pack, &size), 0);
    unpack_begin(&unpack, bytes, size);
    unpack_skip(&unpack);
    assert_int_equal(unpack_end(&unpack), 0);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_back_what_was_packed),
        cmocka_unit_test(says_when_there_is_no_room),
        cmocka_unit_test(is_read_as_what_it_is_or_not_at_all),
        cmocka_unit_test(believes_no_count_that_cannot_be),
        cmocka_unit_test(survives_cut_and_changed_messages),
        cmocka_unit_test(goes_over_what_is_deep_without_a_deep_stack),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
