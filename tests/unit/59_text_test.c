/* Distances between words, UTF-8, files. */
#include "tui/drawing/text.h"

#include "tests/support/stage.h"

#include <errno.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void counts_what_must_be_changed(void **state)
{
    (void)state;
    assert_int_equal(text_distance("", ""), 0);
    assert_int_equal(text_distance("lock", "lock"), 0);
    assert_int_equal(text_distance("lock", "look"), 1);
    assert_int_equal(text_distance("lock", "locks"), 1);
    assert_int_equal(text_distance("lock", "ock"), 1);
    assert_int_equal(text_distance("", "lock"), 4);
    assert_int_equal(text_distance("lock", ""), 4);
    assert_int_equal(text_distance("kitten", "sitting"), 3);
    assert_int_equal(text_distance("deadlock", "livelock"), 4);
}

static void counts_two_swapped_neighbours_once(void **state)
{
    (void)state;
    assert_int_equal(text_distance("lcok", "lock"), 1);
    assert_int_equal(text_distance("ab", "ba"), 1);
    assert_int_equal(text_distance("daedlcok", "deadlock"), 2);
    assert_int_equal(text_distance("ca", "abc"), 3); /* The restricted one. */
}

static void is_the_same_both_ways(void **state)
{
    static const char *const words[] = {"",          "a",         "lock",
                                        "lcok",      "rlock",     "deadlock",
                                        "semaphore", "sempahore", "starvation"};
    enum { WORDS = sizeof words / sizeof *words };

    (void)state;
    for (int i = 0; i < WORDS; i++) {
        for (int j = 0; j < WORDS; j++) {
            assert_int_equal(text_distance(words[i], words[j]),
                             text_distance(words[j], words[i]));
            assert_true((text_distance(words[i], words[j]) == 0) == (i == j));
        }
    }
}

static void is_far_from_a_word_longer_than_any(void **state)
{
    static char word[5000];

    (void)state;
    memset(word, 'x', sizeof word - 1);
    assert_true(text_distance(word, "lock") >= 64);
    assert_true(text_distance("lock", word) >= 64);
    assert_true(text_distance(word, word) >= 64);
    word[64] = '\0';
    assert_int_equal(text_distance(word, word), 0);
    assert_int_equal(text_distance(word, ""), 64);
}

static void reads_back_every_character_it_writes(void **state)
{
    (void)state;
    for (uint32_t character = 1; character <= 0x10ffff; character++) {
        char bytes[5];
        const char *at = bytes;

        if (character >= 0xd800 && character < 0xe000)
            continue; /* No characters: halves of some, in UTF-16. */
        text_encode(character, bytes);
        if (text_next(&at) != character || *at != '\0')
            fail_msg("U+%04X", character);
    }
}

static void always_comes_to_the_end_of_what_is_no_utf8(void **state)
{
    unsigned char bytes[5] = {0};
    unsigned seed = 1;

    (void)state;
    for (int i = 0; i < 200000; i++) {
        const char *at = (const char *)bytes;
        int characters = 0;

        for (int j = 0; j < 4; j++) {
            seed = seed * 1103515245 + 12345;
            bytes[j] = (unsigned char)(seed >> 16);
        }
        while (text_next(&at))
            assert_true(++characters <= 4);
        assert_true(at <= (const char *)bytes + 4);
        assert_int_equal(*at, '\0');
    }
}

static void finds_a_part_whatever_the_case(void **state)
{
    (void)state;
    assert_true(text_holds("A Deadlock here", "deadLOCK"));
    assert_true(text_holds("anything", ""));
    assert_false(text_holds("A Deadlock here", "deadlocks"));
    assert_false(text_holds("", "x"));
    assert_true(text_holds("Взаємне Блокування", "блок"));
    assert_true(text_holds("взаємне блокування", "ВЗАЄМ"));
    assert_false(text_holds("взаємне", "взаємна"));
}

static void counts_characters_and_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(text_prefix("lock", 2), 2);
    assert_int_equal(text_prefix("замок", 2), 4);
    assert_int_equal(text_prefix("замок", 9), 10);
    assert_int_equal(text_prefix("замок", 0), 0);
}

static void reads_a_whole_file(void **state)
{
    const char *path = stage_write("whole", "one\0two\n", 8);
    char *text = text_of_file(path);

    (void)state;
    assert_non_null(text);
    assert_memory_equal(text, "one\0two\n", 9); /* And a NUL behind. */
    free(text);
    text = text_of_file(stage_write("empty", "", 0));
    assert_string_equal(text, "");
    free(text);
}

static void refuses_what_is_no_file_of_text(void **state)
{
    (void)state;
    errno = 0;
    assert_null(text_of_file("/none/here"));
    assert_int_equal(errno, ENOENT);
    assert_null(text_of_file("/tmp"));
    assert_null(text_of_file("/dev/zero"));
    const char *fifo = stage_file("fifo");
    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_null(text_of_file(fifo)); /* And does not wait for it. */
    const char *huge = stage_write("huge", "", 0);
    assert_int_equal(truncate(huge, (16 << 20) + 1), 0);
    assert_null(text_of_file(huge));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_what_must_be_changed),
        cmocka_unit_test(counts_two_swapped_neighbours_once),
        cmocka_unit_test(is_the_same_both_ways),
        cmocka_unit_test(is_far_from_a_word_longer_than_any),
        cmocka_unit_test(reads_back_every_character_it_writes),
        cmocka_unit_test(always_comes_to_the_end_of_what_is_no_utf8),
        cmocka_unit_test(finds_a_part_whatever_the_case),
        cmocka_unit_test(counts_characters_and_not_bytes),
        cmocka_unit_test(reads_a_whole_file),
        cmocka_unit_test(refuses_what_is_no_file_of_text),
    };

    setlocale(LC_CTYPE, "C.UTF-8"); /* Whose letters have two forms. */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
