/* The terminal changes its size. */
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char predicted[] = "hazards/quick predicted 1 happened 0 runs 0\n";

static struct pseudo *run_deadlock(int rows, int columns)
{
    stage_usual();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "run", "quick", NULL},
        .state = stage_state("resize", predicted),
        .rows = rows,
        .columns = columns});

    pseudo_expect_row(p, -1, "quit");
    return p;
}

/* The first row and the last are where they belong. */
static void expect_whole(struct pseudo *p)
{
    pseudo_expect_row(p, 0, "Interleave");
    pseudo_expect_row(p, 1, "goal: both threads finish");
    pseudo_expect_row(p, -1, "q quit");
    pseudo_expect_row(p, -3, "Deadlock: T");
}

static void fits_every_size_it_is_given(void **state)
{
    static const int sizes[][2] = {{12, 40}, {45, 160}, {24, 80},  {100, 300},
                                   {10, 40}, {24, 80},  {23, 200}, {60, 79}};
    struct pseudo *p = run_deadlock(24, 80);

    (void)state;
    pseudo_expect(p, "Deadlock: T");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        pseudo_resize(p, sizes[i][0], sizes[i][1]);
        expect_whole(p);
    }
}

static void waits_while_it_is_too_small_and_recovers_by_itself(void **state)
{
    static const int sizes[][2] = {{5, 20}, {1, 1}, {9, 80}, {24, 39}, {2, 3}};
    struct pseudo *p = run_deadlock(24, 80);

    (void)state;
    pseudo_expect(p, "Deadlock: T");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        pseudo_resize(p, sizes[i][0], sizes[i][1]);
        pseudo_expect_gone(p, "goal");
        pseudo_expect_row(p, 0, sizes[i][1] >= 20 ? "too small" : "t");
        pseudo_resize(p, 24, 80);
        expect_whole(p);
    }
}

static void can_be_opened_and_left_while_it_is_too_small(void **state)
{
    struct pseudo *p;

    (void)state;
    p = pseudo_start(
        &(struct pseudo_options){.command = (const char *[]){stage_lab(), NULL},
                                 .rows = 5,
                                 .columns = 20});
    pseudo_expect_row(p, 0, "too small");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
}

static void says_all_of_it_where_there_is_room(void **state)
{
    struct pseudo *p;

    (void)state;
    p = pseudo_start(
        &(struct pseudo_options){.command = (const char *[]){stage_lab(), NULL},
                                 .rows = 5,
                                 .columns = 20});
    pseudo_expect(p, "larger"); /* Not just "too small: make me l". */
}

/* A terminal that is made smaller loses what no longer fits, even if it is
   as large as before by the time the lab looks. And the second change may come
   just before the lab waits: it is not missed. */
static void draws_anew_when_it_was_smaller_for_a_moment(void **state)
{
    struct pseudo *p = run_deadlock(24, 80);

    (void)state;
    pseudo_expect(p, "✓ as you said");
    pseudo_type(p, "x"); /* From now on nothing changes by itself. */
    pseudo_expect_row(p, 0, "ENDED");
    pseudo_settle(p);
    char *before = strdup(pseudo_screen(p));
    for (int i = 0; i < 30; i++) {
        pseudo_resize(p, 20, 50);
        pseudo_resize(p, 24, 80);
        pseudo_expect_screen(p, before);
    }
    free(before);
}

static void survives_many_sizes_in_a_row(void **state)
{
    struct pseudo *p = run_deadlock(24, 80);

    (void)state;
    pseudo_expect(p, "✓ as you said");
    for (int i = 0; i < 200; i++)
        pseudo_resize(p, 1 + i * 37 % 120, 1 + i * 53 % 310);
    pseudo_resize(p, 30, 90);
    pseudo_type(p, "\f"); /* Ctrl-L: draw anew. */
    expect_whole(p);
}

static void keeps_the_menu_in_sight(void **state)
{
    struct pseudo *p;

    (void)state;
    p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), NULL}});
    pseudo_expect_row(p, -1, "quit");
    pseudo_type(p, "G");
    pseudo_expect(p, "▶   Silent");
    pseudo_resize(p, 10, 40);
    pseudo_expect_row(p, -1, "q quit");
    pseudo_expect(p, "▶   Silent");
    assert_false(pseudo_holds(p, "goal")); /* No preview beside it. */
    pseudo_resize(p, 45, 160);
    pseudo_expect(p, "goal");
    pseudo_expect(p, "▶   Silent");
}

static void asks_its_question_in_a_small_terminal(void **state)
{
    struct pseudo *p;

    (void)state;
    p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "quick", NULL},
        .rows = 10,
        .columns = 40});
    pseudo_expect_row(p, -1, "quit");
    pseudo_type(p, "\r");
    pseudo_expect(p, "What will this program do?");
    pseudo_expect(p, "1  It deadlocks: neither thread");
    pseudo_type(p, "3");
    pseudo_expect(p, "▶ 3");
}

static void refreshes_on_ctrl_l(void **state)
{
    struct pseudo *p = run_deadlock(24, 80);

    (void)state;
    pseudo_expect(p, "✓ as you said");
    pseudo_type(p, "x");
    pseudo_expect_row(p, 0, "ENDED");
    pseudo_settle(p);
    char *before = strdup(pseudo_screen(p));
    pseudo_scribble(p, "\033[5;5HSOMEBODY ELSE WROTE HERE");
    assert_true(pseudo_holds(p, "SOMEBODY"));
    pseudo_type(p, "\f");
    pseudo_expect_screen(p, before);
    free(before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(fits_every_size_it_is_given),
        pseudo_test(waits_while_it_is_too_small_and_recovers_by_itself),
        pseudo_test(can_be_opened_and_left_while_it_is_too_small),
        pseudo_test(says_all_of_it_where_there_is_room),
        pseudo_test(draws_anew_when_it_was_smaller_for_a_moment),
        pseudo_test(survives_many_sizes_in_a_row),
        pseudo_test(keeps_the_menu_in_sight),
        pseudo_test(asks_its_question_in_a_small_terminal),
        pseudo_test(refreshes_on_ctrl_l),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
