/* What a student sees of a program of his own when he steps it; and what is
   kept of a lesson that he has broken. */
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"

#include "must.h"
#include "tui/drawing/text.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct pseudo *step_homework(void)
{
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "step",
                                    stage_program("homework.step"), NULL}});

    pseudo_expect_row(p, 0, "STEP 0/0");
    return p;
}

static void a_list_is_seen_as_its_nodes(void **state)
{
    struct pseudo *p = step_homework();

    (void)state;
    pseudo_type(p, "0000011111"); /* The thread is up to the second node. */
    pseudo_expect(p, "node 1       {value 5, next &node");
    pseudo_type(p, "q");
    pseudo_free(p);
}

static void a_lesson_broken_by_hand_is_kept(void **state)
{
    char *page = text_of_file("lessons/4_hazards/deadlock.md");
    const char *folder = stage_state("broken", "");
    char path[512];

    (void)state;
    MUST(page != NULL);
    stage_usual();
    stage_lesson("4_hazards", "broken", "4_hazards/deadlock", page);
    free(page);
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "step", "broken", NULL},
        .state = folder});
    pseudo_expect(p, "break it: deadlock, 0 moves, shortest known 9");
    pseudo_type(p, "000112212");
    pseudo_expect(p, "✓ deadlock in 9 moves: no way known is shorter");
    pseudo_type(p, "b");
    pseudo_expect(p, "break it: deadlock, 8 moves, best 9, yours 9");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
    pseudo_free(p);

    snprintf(path, sizeof path, "%s/interleave/progress", folder);
    char *kept = text_of_file(path);
    assert_non_null(kept);
    assert_non_null(strstr(kept, "hazards/broken "));
    assert_non_null(strstr(kept, " broken 9\n"));
    free(kept);
}

/* Or NULL. In static memory. */
static const char *compiled_folder(void)
{
    static char path[512];
    const char *below = getenv("TMPDIR");
    DIR *directory = opendir(below ? below : "/tmp");
    struct dirent *entry;
    bool found = false;

    MUST(directory != NULL);
    while (!found && (entry = readdir(directory))) {
        snprintf(path, sizeof path, "%s/%s/program", below ? below : "/tmp",
                 entry->d_name);
        found = strncmp(entry->d_name, "interleave-", 11) == 0 &&
                access(path, F_OK) == 0;
    }
    closedir(directory);
    return found ? path : NULL;
}

static void
what_was_compiled_does_not_outlive_a_lab_that_is_killed(void **state)
{
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "step",
                                    "tests/programs/homework.c", NULL}});

    (void)state;
    pseudo_expect_row(p, 0, "STEP 0/0");
    assert_non_null(compiled_folder());
    pseudo_signal(p, SIGKILL);
    assert_int_equal(pseudo_status(p), -SIGKILL);
    pseudo_expect_left(p, 0);
    assert_null(compiled_folder());
    pseudo_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(a_list_is_seen_as_its_nodes),
        pseudo_test(a_lesson_broken_by_hand_is_kept),
        pseudo_test(what_was_compiled_does_not_outlive_a_lab_that_is_killed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
