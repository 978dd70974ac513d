/* 30_table_test.c - the two small tools of watching: a table, and sources. */
#include "tests/support/folder.h"
#include "tests/support/made.h"
#include "watch/source.h"
#include "watch/table.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- The table. ---- */

static void finds_nothing_in_an_empty_table(void **state)
{
    struct table table = {0};

    (void)state;
    assert_int_equal(table_find(&table, 1, 2), 0);
    table_fini(&table);
}

static void finds_what_was_set_and_nothing_else(void **state)
{
    struct table table = {0};

    (void)state;
    table_set(&table, 1, 2, 7);
    table_set(&table, 2, 1, 8);
    table_set(&table, 0, 0, 9);
    assert_int_equal(table_find(&table, 1, 2), 7);
    assert_int_equal(table_find(&table, 2, 1), 8);
    assert_int_equal(table_find(&table, 0, 0), 9);
    assert_int_equal(table_find(&table, 1, 1), 0);
    assert_int_equal(table_find(&table, 2, 2), 0);
    table_fini(&table);
}

static void replaces_a_number_that_was_there(void **state)
{
    struct table table = {0};

    (void)state;
    table_set(&table, 5, 5, 1);
    table_set(&table, 5, 5, 2);
    assert_int_equal(table_find(&table, 5, 5), 2);
    assert_int_equal(table.used, 1);
    table_fini(&table);
}

/* Addresses: multiples of 64, in two spaces. */
static void keeps_all_of_many_pairs_that_look_alike(void **state)
{
    enum { MANY = 20000 };
    struct table table = {0};

    (void)state;
    for (uint32_t i = 0; i < MANY; i++)
        table_set(&table, 0x7f0000000000 + i * UINT64_C(64), i % 2, i + 1);
    for (uint32_t i = 0; i < MANY; i++) {
        uint64_t address = 0x7f0000000000 + i * UINT64_C(64);

        assert_int_equal(table_find(&table, address, i % 2), i + 1);
        assert_int_equal(table_find(&table, address, 1 - i % 2), 0);
    }
    assert_int_equal(table.used, MANY);
    assert_true(table.room >= 2 * MANY);
    assert_int_equal(table.room & (table.room - 1), 0);
    table_fini(&table);
    assert_int_equal(table_find(&table, 1, 2), 0);
}

static void keeps_random_pairs(void **state)
{
    enum { MANY = 5000 };
    struct table table = {0};
    uint64_t seed = 1;

    (void)state;
    for (uint32_t i = 1; i <= MANY; i++) {
        uint64_t a = made_number(&seed);

        table_set(&table, a, made_number(&seed), i);
    }
    seed = 1;
    for (uint32_t i = 1; i <= MANY; i++) {
        uint64_t a = made_number(&seed);

        assert_int_equal(table_find(&table, a, made_number(&seed)), i);
    }
    table_fini(&table);
}

/* ---- Sources. ---- */

static const char *file_with(const char *name, const void *bytes, size_t length)
{
    static char path[256];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, length), length);
    close(fd);
    return path;
}

static const char *line_of(struct sources *sources, const char *file, int line,
                           size_t size)
{
    static char text[64];

    memset(text, '#', sizeof text);
    sources_line(sources, file, line, text, size);
    assert_int_equal(text[size], '#');
    return text;
}

static void reads_a_file_once(void **state)
{
    struct sources *sources = sources_new();
    const char *file = file_with("once.c", "first\n", 6);

    (void)state;
    const char *text = sources_text(sources, file);
    assert_string_equal(text, "first\n");
    file_with("once.c", "second\n", 7);
    assert_ptr_equal(sources_text(sources, file), text);
    assert_string_equal(text, "first\n");
    sources_free(sources);
    sources_free(NULL);
}

static void reads_lines_and_what_follows_them(void **state)
{
    struct sources *sources = sources_new();
    const char *file = file_with("lines.c", "one\ntwo(\n  three)\n", 18);

    (void)state;
    assert_string_equal(line_of(sources, file, 1, 60), "one two(   three) ");
    assert_string_equal(line_of(sources, file, 2, 60), "two(   three) ");
    assert_string_equal(line_of(sources, file, 3, 4), "  t");
    assert_string_equal(line_of(sources, file, 4, 60), "");
    assert_string_equal(line_of(sources, file, 5, 60), "");
    assert_string_equal(line_of(sources, file, 0, 60), "");
    assert_string_equal(line_of(sources, file, -1, 60), "");
    assert_string_equal(line_of(sources, file, 1, 1), "");
    assert_string_equal(line_of(sources, "/nowhere.c", 1, 60), "");
    sources_free(sources);
}

static void has_no_text_for_what_is_none(void **state)
{
    struct sources *sources = sources_new();
    char fifo[256];

    (void)state;
    assert_null(sources_text(sources, "/nowhere/at/all.c"));
    assert_null(sources_text(sources, folder));
    assert_null(sources_text(sources, ""));
    assert_null(sources_text(sources, file_with("nul.c", "a\0b", 3)));
    snprintf(fifo, sizeof fifo, "%s/fifo", folder);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_null(sources_text(sources, fifo));
    sources_free(sources);
}

static void refuses_a_file_of_more_than_a_megabyte(void **state)
{
    enum { MEGABYTE = 1 << 20 };
    struct sources *sources = sources_new();
    char *text = calloc(MEGABYTE + 2, 1);

    (void)state;
    assert_non_null(text);
    memset(text, 'a', MEGABYTE + 1);
    assert_null(
        sources_text(sources, file_with("large.c", text, MEGABYTE + 1)));
    const char *kept =
        sources_text(sources, file_with("enough.c", text, MEGABYTE));
    assert_non_null(kept);
    assert_int_equal(strlen(kept), MEGABYTE);
    free(text);
    sources_free(sources);
}

static void takes_a_file_of_the_same_name_for_one_that_is_gone(void **state)
{
    struct sources *sources = sources_new();

    (void)state;
    sources_substitute(sources, file_with("lesson.c", "installed\n", 10));
    assert_string_equal(sources_text(sources, "/built/elsewhere/lesson.c"),
                        "installed\n");
    assert_null(sources_text(sources, "/built/elsewhere/other.c"));
    assert_string_equal(sources_text(sources, file_with("own.c", "own\n", 4)),
                        "own\n");
    sources_free(sources);
}

static void prefers_the_file_itself_to_its_substitute(void **state)
{
    struct sources *sources = sources_new();
    char other[256];

    (void)state;
    snprintf(other, sizeof other, "%s/sub", folder);
    assert_int_equal(mkdir(other, 0700), 0);
    sources_substitute(sources, file_with("sub/same.c", "substitute\n", 11));
    assert_string_equal(
        sources_text(sources, file_with("same.c", "itself\n", 7)), "itself\n");
    sources_free(sources);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_nothing_in_an_empty_table),
        cmocka_unit_test(finds_what_was_set_and_nothing_else),
        cmocka_unit_test(replaces_a_number_that_was_there),
        cmocka_unit_test(keeps_all_of_many_pairs_that_look_alike),
        cmocka_unit_test(keeps_random_pairs),
        cmocka_unit_test(reads_a_file_once),
        cmocka_unit_test(reads_lines_and_what_follows_them),
        cmocka_unit_test(has_no_text_for_what_is_none),
        cmocka_unit_test(refuses_a_file_of_more_than_a_megabyte),
        cmocka_unit_test(takes_a_file_of_the_same_name_for_one_that_is_gone),
        cmocka_unit_test(prefers_the_file_itself_to_its_substitute),
    };

    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
