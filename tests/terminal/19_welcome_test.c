/* The first start: what a student sees who has never been here. */
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct pseudo *start(const char *state, const char *argument)
{
    stage_usual();
    return pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), argument, NULL},
        .state = state});
}

static void says_what_it_is_where_things_are_kept_and_how_to_begin(void **state)
{
    struct pseudo *p = start(stage_state("new", ""), NULL);

    (void)state;
    pseudo_expect_row(p, 0, "welcome");
    pseudo_expect(p, "A lab for concurrency in C.");
    pseudo_expect(p, "What you answer and do is kept in");
    pseudo_expect(p, "Enter opens the first lesson, Ticks");
    pseudo_expect_row(p, -1, "Enter first lesson  ? help  Esc all lessons");
    pseudo_type(p, "\r");
    pseudo_expect(p, "A clock that never stops");
    pseudo_expect_row(p, 0, "Ticks");
    pseudo_type(p, "\033");
    pseudo_expect_row(p, 0, "4 lessons, 0 run");
}

static void is_shown_once(void **state)
{
    const char *kept = stage_state("once", "");
    struct pseudo *p = start(kept, NULL);

    (void)state;
    pseudo_expect_row(p, 0, "welcome");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
    p = start(kept, NULL);
    pseudo_expect_row(p, 0, "4 lessons, 0 run");
}

static void escape_leads_to_all_lessons(void **state)
{
    struct pseudo *p = start(stage_state("all", ""), NULL);

    (void)state;
    pseudo_expect_row(p, 0, "welcome");
    pseudo_type(p, "\033");
    pseudo_expect_row(p, 0, "4 lessons, 0 run");
}

static void who_was_here_before_is_not_welcomed(void **state)
{
    const char *kept = "hazards/deadlock predicted 1 happened 1 runs 3\n";
    struct pseudo *p = start(stage_state("before", kept), NULL);

    (void)state;
    pseudo_expect_row(p, 0, "4 lessons, 1 run");
}

static void who_names_a_lesson_gets_it(void **state)
{
    struct pseudo *p = start(stage_state("named", ""), "ticks");

    (void)state;
    pseudo_expect(p, "A clock that never stops");
}

static void says_so_where_nothing_can_be_kept(void **state)
{
    /* A file is where the folder would be made. */
    struct pseudo *p = start(stage_write("no_folder", "", 0), NULL);

    (void)state;
    pseudo_expect(p, "Nothing can be kept");
    pseudo_type(p, "\r");
    pseudo_expect(p, "A clock that never stops");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(says_what_it_is_where_things_are_kept_and_how_to_begin),
        pseudo_test(is_shown_once),
        pseudo_test(escape_leads_to_all_lessons),
        pseudo_test(who_was_here_before_is_not_welcomed),
        pseudo_test(who_names_a_lesson_gets_it),
        pseudo_test(says_so_where_nothing_can_be_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
