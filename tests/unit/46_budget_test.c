/* An exploration keeps to its time, whatever the program does. */
#include "tests/support/judged.h"
#include "tests/support/watched.h"

#include "must.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void who_only_computes_takes_no_longer_than_allowed(void **state)
{
    const struct exploring_options ways[] = {
        {.search.jobs = 1}, {.search.jobs = 2}, {.by_fork = true}};

    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct exploring_options options = ways[i];
        struct judged e = {.lesson = NULL};

        options.seconds = 1;
        e.path = must_print("%s/tests/programs/computes_long",
                            judged_build_folder());
        judged_path(&e, &options);
        assert_string_equal(e.verdicts->verdict, "inconclusive");
        assert_int_equal(e.verdicts->report->outcomes[0].ended, ENDED_COMPUTES);
        assert_true(exploring_seconds(e.exploring) < 2.5);
        judged_forget(&e);
    }
}

static int put_runtime_beside(void **state)
{
    (void)state;
    return watched_put_runtime_beside() ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_only_computes_takes_no_longer_than_allowed),
    };

    return cmocka_run_group_tests(tests, put_runtime_beside, NULL);
}
