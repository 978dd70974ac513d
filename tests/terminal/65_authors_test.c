/* 65_authors_test.c - a lesson of one's own: begun, checked, listed, run and
   explored, in a folder of one's own. */
#include "tests/support/capture.h"
#include "tests/support/stage.h"
#include "tui/cli/cli.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

static char folder[512];
static char cache[600];

static int begin(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "%s", stage_file("mine"));
    snprintf(cache, sizeof cache, "XDG_CACHE_HOME=%s", stage_file("cache"));
    stage_usual();
    return mkdir(folder, 0700);
}

static struct capture run(const char *command, const char *one,
                          const char *other)
{
    const char *environment[] = {cache, NULL};
    struct capture_options options = {.environment = environment};

    return capture_run((const char *[]){stage_lab(), command, "--lessons",
                                        folder, one, other, NULL},
                       &options);
}

static void expect(struct capture said, int status, const char *words)
{
    if (said.status != status ||
        (!strstr(said.output, words) && !strstr(said.error, words)))
        print_error("status %d: %s%s", said.status, said.error, said.output);
    assert_int_equal(said.status, status);
    assert_true(strstr(said.output, words) || strstr(said.error, words));
    assert_int_equal(said.left, 0);
    capture_fini(&said);
}

static void a_new_lesson_is_two_files_that_can_be_run(void **state)
{
    (void)state;
    expect(run("list", NULL, NULL), EXIT_MISUSE, "no lessons in");
    expect(run("new", "lesson", "1_first/mine"), 0, "mine.md");
    expect(run("list", NULL, NULL), 0, "mine");
    expect(run("run", "--pace=0", "mine"), 0, "count = 2");
    expect(run("explore", "mine", NULL), 0, "ok: all schedules");
}

static void lint_says_what_is_left_to_write(void **state)
{
    (void)state;
    expect(run("lint", "mine", NULL), 1, "first/mine: no goal");
    expect(run("lint", "--quick", "yours"), EXIT_MISUSE, "no such lesson");
}

static void the_folder_may_be_named_before_the_command(void **state)
{
    (void)state;
    expect(capture_run(
               (const char *[]){stage_lab(), "--lessons", folder, "list", NULL},
               NULL),
           0, "mine");
}

static void what_is_there_is_not_written_over(void **state)
{
    (void)state;
    expect(run("new", "lesson", "1_first/mine"), EXIT_MISUSE, "File exists");
}

static void what_cannot_be_made_is_refused(void **state)
{
    (void)state;
    expect(run("new", "lesson", "mine"), EXIT_MISUSE, "not CHAPTER/NAME");
    expect(run("new", "lesson", "../mine"), EXIT_MISUSE, "not CHAPTER/NAME");
    expect(run("new", "poem", "1_first/mine"), EXIT_MISUSE, "poem");
    expect(run("new", "lesson", NULL), EXIT_MISUSE, "CHAPTER/NAME");
    expect(capture_run((const char *[]){stage_lab(), "list", "--lessons",
                                        "/none/here", NULL},
                       NULL),
           EXIT_MISUSE, "/none/here: no such folder");
}

static void a_page_that_lies_is_found_out(void **state)
{
    char page[1024];

    (void)state;
    expect(run("new", "lesson", "1_first/liar"), 0, "liar.md");
    snprintf(page, sizeof page,
             "cd '%s/1_first' && sed -i 's/count = 2/count = 3/' liar.md",
             folder);
    assert_int_equal(system(page), 0);
    expect(run("lint", "liar", NULL), 1,
           "can happen, and is not listed: \"count = 2\"");
}

static void a_program_that_does_not_compile_says_so(void **state)
{
    char broken[1024];

    (void)state;
    expect(run("new", "lesson", "1_first/broken"), 0, "broken.md");
    snprintf(broken, sizeof broken, "echo nonsense >> '%s/1_first/broken.c'",
             folder);
    assert_int_equal(system(broken), 0);
    expect(run("run", "broken", NULL), EXIT_MISUSE, "does not compile");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_lesson_is_two_files_that_can_be_run),
        cmocka_unit_test(lint_says_what_is_left_to_write),
        cmocka_unit_test(the_folder_may_be_named_before_the_command),
        cmocka_unit_test(what_is_there_is_not_written_over),
        cmocka_unit_test(what_cannot_be_made_is_refused),
        cmocka_unit_test(a_page_that_lies_is_found_out),
        cmocka_unit_test(a_program_that_does_not_compile_says_so),
    };

    return cmocka_run_group_tests(tests, begin, NULL);
}
