/* 70_value_test.c - values in values, as text and as bytes. */
#include "parallel/value.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

enum { ROOM = 4096 };

static struct value everything(void)
{
    struct value list = value_list(), map = value_map();

    value_append(&list, value_nothing());
    value_append(&list, value_bool(true));
    value_append(&list, value_int(-7));
    value_append(&list, value_double(2.5));
    value_append(&list, value_text("it's"));
    value_append(&list, value_bytes("\0\xff", 2));
    value_append(&list, value_reference(3));
    value_put(&map, value_text("one"), value_int(1));
    value_put(&map, value_int(2), value_list());
    value_append(&list, map);
    return list;
}

static void prints_as_python_would(void **state)
{
    struct value list = everything();
    char *text = NULL;
    size_t size;
    FILE *file = open_memstream(&text, &size);

    (void)state;
    value_print(&list, file);
    fclose(file);
    assert_string_equal(text, "[None, True, -7, 2.5, 'it\\'s', b'\\x00\\xff', "
                              "<object 3>, {'one': 1, 2: []}]");
    free(text);
    value_free(&list);
    assert_int_equal(list.type, PACK_NOTHING);
}

static void is_the_same_after_a_journey(void **state)
{
    struct value list = everything(), read;
    unsigned char bytes[ROOM];
    struct unpack unpack;
    struct pack pack;
    size_t size;

    (void)state;
    pack_begin(&pack, bytes, sizeof bytes);
    value_pack(&list, &pack);
    assert_int_equal(pack_end(&pack, &size), 0);
    unpack_begin(&unpack, bytes, size);
    assert_int_equal(value_unpack(&read, &unpack), 0);
    assert_int_equal(unpack_end(&unpack), 0);
    assert_true(value_equal(&list, &read));
    value_free(&read);
    for (size_t cut = 2; cut < size; cut++) { /* Any part is refused. */
        unpack_begin(&unpack, bytes, cut);
        assert_int_equal(value_unpack(&read, &unpack), EBADMSG);
    }
    value_free(&list);
}

static void copies_all_that_is_in_it(void **state)
{
    struct value list = everything();
    struct value copy = value_copy(&list);

    (void)state;
    assert_true(value_equal(&list, &copy));
    value_free(value_at(&copy, 4));
    assert_string_equal(value_at(&list, 4)->text, "it's");
    assert_false(value_equal(&list, &copy));
    value_free(&copy);
    value_free(&list);
}

static void finds_and_replaces_by_key(void **state)
{
    struct value map = value_map(), one = value_int(1);
    struct value real = value_double(1);

    (void)state;
    assert_int_equal(value_put(&map, value_int(1), value_text("a")), 0);
    assert_int_equal(value_put(&map, value_int(1), value_text("b")), 0);
    assert_int_equal(map.size, 2);
    assert_string_equal(value_find(&map, &one)->text, "b");
    assert_null(value_find(&map, &real));
    assert_int_equal(value_append(&map, value_int(1)), EINVAL);
    assert_int_equal(value_put(&one, value_int(1), value_int(1)), EINVAL);
    assert_null(value_at(&map, 0));
    value_free(&map);
}

static struct value nest(unsigned depth)
{
    struct value value = value_list();

    while (depth-- > 0) {
        struct value outer = value_list();

        value_append(&outer, value);
        value = outer;
    }
    return value;
}

static void goes_so_deep_and_no_deeper(void **state)
{
    struct value deep = nest(VALUE_DEPTH), deeper = nest(VALUE_DEPTH + 1), read;
    unsigned char bytes[ROOM];
    struct unpack unpack;
    struct pack pack;
    size_t size;

    (void)state;
    pack_begin(&pack, bytes, sizeof bytes);
    value_pack(&deeper, &pack);
    assert_int_equal(pack_end(&pack, &size), ELOOP);
    pack_begin(&pack, bytes, sizeof bytes);
    value_pack(&deep, &pack);
    assert_int_equal(pack_end(&pack, &size), 0);
    unpack_begin(&unpack, bytes, size);
    assert_int_equal(value_unpack(&read, &unpack), 0);
    value_free(&read);
    pack_begin(&pack, bytes, sizeof bytes); /* By somebody hostile. */
    for (int i = 0; i < VALUE_DEPTH + 2; i++)
        pack_list(&pack, 1);
    pack_int(&pack, 1);
    pack_end(&pack, &size);
    unpack_begin(&unpack, bytes, size);
    assert_int_equal(value_unpack(&read, &unpack), EBADMSG);
    value_free(&deep);
    value_free(&deeper);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_as_python_would),
        cmocka_unit_test(is_the_same_after_a_journey),
        cmocka_unit_test(copies_all_that_is_in_it),
        cmocka_unit_test(finds_and_replaces_by_key),
        cmocka_unit_test(goes_so_deep_and_no_deeper),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
