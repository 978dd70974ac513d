/* The prediction: asked before the first run, kept, shown beside what
   happened. */
#include "tests/support/process.h"
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"
#include "tui/drawing/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct pseudo *open_page(const char *state)
{
    stage_usual();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "quick", NULL},
        .state = state});

    pseudo_expect_row(p, -1, "quit");
    return p;
}

static struct pseudo *open_question(void)
{
    struct pseudo *p = open_page(NULL);

    pseudo_type(p, "\r");
    pseudo_expect(p, "What will this program do?");
    return p;
}

static void is_asked_before_the_first_run(void **state)
{
    struct pseudo *p = open_page(NULL);

    (void)state;
    pseudo_expect_row(p, -1, "predict, then run");
    pseudo_type(p, "\r");
    pseudo_expect(p, "What will this program do?");
    pseudo_expect(p, "▶ 1  It deadlocks: neither thread finishes.");
    pseudo_expect(p, "  2  Both threads finish.");
    pseudo_expect(p, "  3  One thread finishes");
    pseudo_expect_left(p, 1); /* Nothing runs yet. */
}

static void is_chosen_with_arrows_letters_or_digits(void **state)
{
    struct pseudo *p = open_question();

    (void)state;
    pseudo_press(p, VTERM_KEY_DOWN);
    pseudo_expect(p, "▶ 2");
    pseudo_type(p, "j");
    pseudo_expect(p, "▶ 3");
    pseudo_type(p, "j");
    pseudo_type(p, "k");
    pseudo_expect(p, "▶ 2");
    pseudo_type(p, "1");
    pseudo_expect(p, "▶ 1");
    pseudo_type(p, "9"); /* There are three. */
    pseudo_type(p, "G");
    pseudo_expect(p, "▶ 3");
    pseudo_type(p, "g");
    pseudo_expect(p, "▶ 1");
}

static void can_be_left_without_an_answer(void **state)
{
    struct pseudo *p = open_question();

    (void)state;
    pseudo_type(p, "2\033");
    pseudo_expect_row(p, -1, "predict, then run");
    pseudo_type(p, "\r");
    pseudo_expect(p, "What will this program do?");
}

static void stands_beside_what_happened_when_it_is_right(void **state)
{
    struct pseudo *p = open_question();

    (void)state;
    pseudo_type(p, "1\r");
    pseudo_expect_row(p, 0, "LIVE");
    pseudo_expect_row(p, -2, "✓ as you said: It deadlocks: neither thread");
}

static void stands_beside_what_happened_when_it_is_wrong(void **state)
{
    struct pseudo *p = open_question();

    (void)state;
    pseudo_type(p, "3\r");
    pseudo_expect(p, "✗ you said: One thread finishes");
    pseudo_expect(p, "It did: It deadlocks");
}

static void is_not_called_wrong_when_it_can_happen(void **state)
{
    struct pseudo *p = open_question();

    (void)state;
    pseudo_type(p, "2\r");
    pseudo_expect(p, "~ it can be, as you said: Both threads finish.");
    pseudo_expect(p, "This time: It deadlocks");
    pseudo_expect_gone(p, "✗");
}

static void is_asked_only_once(void **state)
{
    struct pseudo *p = open_question();

    (void)state;
    pseudo_type(p, "2\r");
    pseudo_expect(p, "This time: It deadlocks");
    pseudo_type(p, "\033");
    pseudo_expect_row(p, -1, "Enter run it");
    pseudo_type(p, "\r");
    pseudo_expect_row(p, 0, "LIVE");
    pseudo_expect(p, "This time: It deadlocks");
}

static void is_kept_when_the_lab_is_left(void **state)
{
    char *folder = process_make_folder();
    struct pseudo *p = open_page(folder);

    (void)state;
    pseudo_type(p, "\r");
    pseudo_expect(p, "What will this program do?");
    pseudo_type(p, "3\r");
    pseudo_expect(p, "✗ you said: One thread finishes");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
    pseudo_free(p);

    p = open_page(folder);
    pseudo_expect_row(p, -1, "Enter run it");
    pseudo_type(p, "\r");
    pseudo_expect(p, "✗ you said: One thread finishes");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
    pseudo_free(p);

    char path[128];
    snprintf(path, sizeof path, "%s/interleave/progress", folder);
    char *kept = text_of_file(path);
    assert_non_null(kept);
    assert_string_equal(kept, "welcomed\n"
                              "hazards/quick predicted 3 happened 1 runs 2\n");
    free(kept);
    process_remove_folder(folder);
    free(folder);
}

/* Even root cannot make a folder where a file is. */
static void works_where_nothing_can_be_kept(void **state)
{
    const char *file = stage_write("a_file", "", 0);
    struct pseudo *p = open_page(file);

    (void)state;
    pseudo_type(p, "\r");
    pseudo_expect(p, "What will this program do?");
    pseudo_type(p, "1\r");
    pseudo_expect(p, "✓ as you said");
    pseudo_type(p, "\033");
    pseudo_expect_row(p, -1, "Enter run it");
}

static void has_room_for_both_answers_at_80_columns(void **state)
{
    struct pseudo *p = open_question();

    (void)state;
    pseudo_type(p, "3\r");
    pseudo_expect(p, "✗ you said: One thread finishes");
    pseudo_expect(p, "One thread finishes, the other waits for ever.");
    pseudo_expect(p, "It deadlocks: neither thread finishes.");
}

static void is_judged_again_in_each_run(void **state)
{
    struct pseudo *p = open_question();

    (void)state;
    pseudo_type(p, "1\r");
    pseudo_expect(p, "✓ as you said");
    pseudo_type(p, "r");
    pseudo_expect_gone(p, "✓ as you said");
    pseudo_expect(p, "✓ as you said");
}

static void says_that_an_answer_could_not_be_kept(void **state)
{
    const char *file = stage_write("another_file", "", 0);
    struct pseudo *p = open_page(file);

    (void)state;
    pseudo_type(p, "\r");
    pseudo_expect(p, "What will this program do?");
    pseudo_type(p, "1\r");
    pseudo_expect_row(p, -1, "your answer cannot be kept");
}

/* "42." is no list without items. */
static void an_answer_may_be_a_number(void **state)
{
    (void)state;
    stage_usual();
    stage_lesson("4_hazards", "number", "4_hazards/deadlock",
                 "title: Number\nquestion: How many?\n"
                 "outcome: 42. | otherwise\ndecoy: 7) or so.\n\n# Number\n");
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "number", NULL}});

    pseudo_expect_row(p, -1, "predict, then run");
    pseudo_type(p, "\r");
    pseudo_expect(p, "▶ 1  42.");
    pseudo_expect(p, "  2  7) or so.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(is_asked_before_the_first_run),
        pseudo_test(is_chosen_with_arrows_letters_or_digits),
        pseudo_test(can_be_left_without_an_answer),
        pseudo_test(stands_beside_what_happened_when_it_is_right),
        pseudo_test(stands_beside_what_happened_when_it_is_wrong),
        pseudo_test(is_not_called_wrong_when_it_can_happen),
        pseudo_test(is_asked_only_once),
        pseudo_test(is_kept_when_the_lab_is_left),
        pseudo_test(works_where_nothing_can_be_kept),
        pseudo_test(has_room_for_both_answers_at_80_columns),
        pseudo_test(is_judged_again_in_each_run),
        pseudo_test(says_that_an_answer_could_not_be_kept),
        pseudo_test(an_answer_may_be_a_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
