/* 36_time_test.c - when the operations of a watched program happened. */
#include "tests/support/watched.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { MAIN = 1, KEPT = 1 };

static struct watched *run(bool timed)
{
    return watched_run_with(
        &(struct watched_options){.program = "keeps", .timed = timed});
}

static void knows_exactly_for_how_long_a_lock_was_had(void **state)
{
    struct watched *w = run(true);
    unsigned long least, most;

    (void)state;
    assert_int_equal(sscanf(w->output, "%lu %lu", &least, &most), 2);
    assert_true(w->model->timed);
    assert_int_equal(task_tenure(model_task(w->model, MAIN), KEPT)->times, 5);
    unsigned long had = task_owned_ns(w->model, MAIN, KEPT);
    /* Two clocks that differ by less than a hundredth. */
    assert_in_range(had, least - least / 100, most + most / 100);
    watched_free(w);
}

static void does_not_say_so_of_times_that_are_less_fine(void **state)
{
    struct watched *w = run(false);

    (void)state;
    assert_false(w->model->timed);
    watched_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_exactly_for_how_long_a_lock_was_had),
        cmocka_unit_test(does_not_say_so_of_times_that_are_less_fine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
