/* Two labs at once, of one student. */
#include "tests/support/process.h"
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"
#include "tui/drawing/text.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct pseudo *open_lab(const char *command, const char *lesson,
                               const char *state)
{
    stage_usual();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), command, lesson, NULL},
        .state = state});

    pseudo_expect_row(p, -1, "quit");
    return p;
}

static void run_side_by_side(void **state)
{
    struct pseudo *one = open_lab("run", "ticks", NULL);
    struct pseudo *other = open_lab("run", "quick", NULL);

    (void)state;
    pseudo_expect(other, "Deadlock: T");
    pseudo_expect(one, "tick 9");
    pseudo_type(one, " ");
    pseudo_expect_row(one, 0, "PAUSED");
    pseudo_expect_row(other, 0, "LIVE");
    pseudo_type(other, "q");
    assert_int_equal(pseudo_status(other), 0);
    pseudo_type(one, " ");
    pseudo_expect_row(one, 0, "LIVE");
    pseudo_expect_left(one, 3);
}

static void one_that_is_killed_does_not_hurt_the_other(void **state)
{
    struct pseudo *one = open_lab("run", "ticks", NULL);
    struct pseudo *other = open_lab("run", "ticks", NULL);

    (void)state;
    pseudo_expect(one, "tick 3");
    pseudo_expect(other, "tick 3");
    pseudo_signal(one, SIGKILL);
    assert_int_equal(pseudo_status(one), -SIGKILL);
    pseudo_expect_left(one, 0);
    pseudo_expect_left(other, 3);
    pseudo_expect(other, "tick 99");
}

/* The progress file is written whole: one answer is lost to the other lab at
   the worst, never the file. */
static void leave_a_whole_progress_file(void **state)
{
    char *folder = process_make_folder();
    struct pseudo *one = open_lab("quick", NULL, folder);
    struct pseudo *other = open_lab("silent", NULL, folder);
    char path[128];
    char line[64];
    int predicted;
    int happened;
    int runs;

    (void)state;
    pseudo_type(one, "\r");
    pseudo_expect(one, "What will this program do?");
    pseudo_type(one, "1\r");
    pseudo_type(other, "\r");
    pseudo_expect(one, "as you said");
    pseudo_expect_row(other, 0, "ENDED");
    pseudo_type(one, "q");
    pseudo_type(other, "q");
    assert_int_equal(pseudo_status(one), 0);
    assert_int_equal(pseudo_status(other), 0);
    snprintf(path, sizeof path, "%s/interleave/progress", folder);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_true(fscanf(file, "welcomed%63[\n]", line) != EOF); /* It may say. */
    for (int got = 0;
         (got = fscanf(file, "%63s predicted %d happened %d runs %d\n", line,
                       &predicted, &happened, &runs)) != EOF;)
        assert_int_equal(got, 4);
    fclose(file);
    process_remove_folder(folder);
    free(folder);
}

static void do_not_forget_what_the_other_noted(void **state)
{
    char *folder = process_make_folder();
    struct pseudo *one = open_lab("quick", NULL, folder);
    struct pseudo *other = open_lab("silent", NULL, folder);
    char path[128];

    (void)state;
    pseudo_type(one, "\r");
    pseudo_expect(one, "What will this program do?");
    pseudo_type(one, "1\r");
    pseudo_expect(one, "as you said");
    pseudo_type(one, "q");
    assert_int_equal(pseudo_status(one), 0);
    pseudo_type(other, "\r");
    pseudo_expect_row(other, 0, "ENDED");
    pseudo_type(other, "q");
    assert_int_equal(pseudo_status(other), 0);
    snprintf(path, sizeof path, "%s/interleave/progress", folder);
    char *kept = text_of_file(path);
    assert_non_null(kept);
    bool quick = strstr(kept, "hazards/quick predicted 1 happened 1") != NULL;
    bool silent = strstr(kept, "last/silent") != NULL;
    free(kept);
    process_remove_folder(folder);
    free(folder);
    assert_true(quick);
    assert_true(silent);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(run_side_by_side),
        pseudo_test(one_that_is_killed_does_not_hurt_the_other),
        pseudo_test(leave_a_whole_progress_file),
        pseudo_test(do_not_forget_what_the_other_noted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
