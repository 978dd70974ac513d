/* Help: the keys of the screen it was asked from, from the one table. */
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"
#include "tui/command.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static struct pseudo *open_lab(const char *lesson, int rows)
{
    stage_usual();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), lesson, NULL}, .rows = rows});

    pseudo_expect_row(p, -1, "quit");
    return p;
}

/* Each command that works there, and no other. */
static void expect_keys_of(struct pseudo *p, enum where where)
{
    pseudo_expect_row(p, 0, "keys");
    for (int i = 1; i < COMMAND_COUNT; i++) {
        enum command command = (enum command)i;
        char line[128];

        snprintf(line, sizeof line, "  %-12s%s", command_keys(command),
                 command_help(command));
        if (command_where(command) & where)
            pseudo_expect(p, line);
        else
            assert_false(pseudo_holds(p, line));
    }
}

static void names_the_keys_of_the_menu(void **state)
{
    struct pseudo *p = open_lab(NULL, 40);

    (void)state;
    pseudo_type(p, "?");
    expect_keys_of(p, IN_MENU);
}

static void names_the_keys_of_a_page(void **state)
{
    struct pseudo *p = open_lab("deadlock", 40);

    (void)state;
    pseudo_press(p, VTERM_KEY_FUNCTION(1));
    expect_keys_of(p, IN_PAGE);
}

static void names_the_keys_of_a_prediction(void **state)
{
    struct pseudo *p = open_lab("deadlock", 40);

    (void)state;
    pseudo_type(p, "\r");
    pseudo_expect(p, "What will this program do?");
    pseudo_type(p, "?");
    expect_keys_of(p, IN_QUESTION);
}

static void names_the_keys_and_the_marks_of_a_run(void **state)
{
    struct pseudo *p = open_lab("silent", 40);

    (void)state;
    pseudo_type(p, "\r");
    pseudo_expect(p, "the program ended: exit 0");
    pseudo_type(p, "?");
    expect_keys_of(p, IN_RUN);
    pseudo_expect(p, "> running   ? about to   # waits");
    pseudo_expect(p, "In the timeline: ─ running  ━ holding a lock");
}

static void names_the_keys_and_the_marks_when_stepping(void **state)
{
    stage_usual();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "step", "deadlock", NULL},
        .rows = 50});

    (void)state;
    pseudo_expect_row(p, 0, "STEP");
    pseudo_type(p, "?");
    expect_keys_of(p, IN_STEP);
    pseudo_expect(p, "> can move   # waits: not now");
}

static void names_the_keys_of_a_search(void **state)
{
    stage_usual();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "explore", "deadlock", NULL}});

    (void)state;
    pseudo_expect_row(p, 0, "EXPLORED");
    pseudo_type(p, "?");
    expect_keys_of(p, IN_EXPLORE);
}

static void names_the_keys_before_a_room(void **state)
{
    stage_usual();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "present", "deadlock", NULL}});

    (void)state;
    pseudo_expect_row(p, -1, "next stop");
    pseudo_type(p, "?");
    expect_keys_of(p, IN_PRESENT);
}

static void scrolls_to_its_end_on_a_small_screen(void **state)
{
    struct pseudo *p = open_lab("silent", 24);

    (void)state;
    pseudo_type(p, "\r");
    pseudo_expect(p, "the program ended: exit 0");
    pseudo_type(p, "?");
    pseudo_expect_row(p, 0, "keys");
    assert_false(pseudo_holds(p, "In the timeline: ─ running"));
    pseudo_type(p, "G");
    pseudo_expect(p, "In the timeline: ─ running");
    pseudo_type(p, "g");
    pseudo_expect_gone(p, "In the timeline: ─ running");
}

static void says_that_there_is_more_below(void **state)
{
    struct pseudo *p = open_lab("silent", 24);

    (void)state;
    pseudo_type(p, "\r");
    pseudo_expect(p, "the program ended: exit 0");
    pseudo_type(p, "?");
    pseudo_expect_row(p, 0, "keys");
    pseudo_expect(p, "more");
}

static void shows_its_end_however_small_the_screen(void **state)
{
    struct pseudo *p = open_lab("silent", 10);

    (void)state;
    pseudo_type(p, "\r");
    pseudo_expect(p, "the program ended: exit 0");
    pseudo_type(p, "?");
    pseudo_expect_row(p, 0, "keys");
    pseudo_type(p, "G");
    pseudo_expect(p, "In the timeline: ─ running");
}

static void closes_with_escape_and_with_its_own_key(void **state)
{
    struct pseudo *p = open_lab("deadlock", 40);

    (void)state;
    pseudo_type(p, "?");
    pseudo_expect_row(p, 0, "keys");
    pseudo_type(p, "\033");
    pseudo_expect_row(p, 0, "hazards › Deadlock");
    pseudo_type(p, "?");
    pseudo_expect_row(p, 0, "keys");
    pseudo_type(p, "?");
    pseudo_expect_row(p, 0, "hazards › Deadlock");
    pseudo_type(p, "?");
    pseudo_expect_row(p, 0, "keys");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
}

static void does_nothing_but_help_while_it_is_open(void **state)
{
    struct pseudo *p = open_lab("silent", 24);

    (void)state;
    pseudo_type(p, "?");
    pseudo_expect_row(p, 0, "keys");
    pseudo_type(p, "\rr");
    pseudo_type(p, "?");
    pseudo_expect_row(p, 0, "last › Silent");
    assert_false(pseudo_holds(p, "the program ended"));
}

static void lets_the_program_go_on(void **state)
{
    struct pseudo *p = open_lab("ticks", 24);

    (void)state;
    pseudo_type(p, "\r");
    pseudo_expect(p, "tick 5");
    pseudo_type(p, "?");
    pseudo_expect_row(p, 0, "keys");
    pseudo_type(p, "?");
    pseudo_expect_row(p, 0, "LIVE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(names_the_keys_of_the_menu),
        pseudo_test(names_the_keys_of_a_page),
        pseudo_test(names_the_keys_of_a_prediction),
        pseudo_test(names_the_keys_and_the_marks_of_a_run),
        pseudo_test(names_the_keys_and_the_marks_when_stepping),
        pseudo_test(names_the_keys_of_a_search),
        pseudo_test(names_the_keys_before_a_room),
        pseudo_test(scrolls_to_its_end_on_a_small_screen),
        pseudo_test(says_that_there_is_more_below),
        pseudo_test(shows_its_end_however_small_the_screen),
        pseudo_test(closes_with_escape_and_with_its_own_key),
        pseudo_test(does_nothing_but_help_while_it_is_open),
        pseudo_test(lets_the_program_go_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
