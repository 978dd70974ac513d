/* 59_exercise_test.c - an exercise's page, answers by name, progress, saves. */
#include "tests/support/folder.h"
#include "tui/exercises/answer.h"
#include "tui/exercises/exercise.h"
#include "tui/exercises/lint.h"
#include "tui/exercises/watcher.h"
#include "tui/keeping/place.h"
#include "tui/keeping/progress.h"

#include "must.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static int keep_state_there(void **state)
{
    return folder_make(state) || setenv("XDG_STATE_HOME", folder, 1);
}

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* ---- The page. ---- */

static void reads_header_task_and_hints(void **state)
{
    struct exercise exercise = {.name = must_copy("bread")};
    char *problems = NULL;

    (void)state;
    exercise_parse(&exercise,
                   "title: Bread\norder: 20\ngoal: it is sold\n"
                   "lesson: locks/condition\nfails: lost-wakeup\n"
                   "parallel: yes\ntasks: 3\nschedules: 500\n\n"
                   "The task.\n\n## Hint 1: a question\n\nWhy?\n\n"
                   "## Hint 2: the idea\n\nSo.\nAnd so.\n",
                   &problems);
    assert_null(problems);
    assert_string_equal(exercise.title, "Bread");
    assert_string_equal(exercise.goal, "it is sold");
    assert_string_equal(exercise.fails, "lost-wakeup");
    assert_true(exercise.parallel);
    assert_false(exercise.may_sleep);
    assert_int_equal(exercise.tasks, 3);
    assert_int_equal(exercise.schedules, 500);
    assert_string_equal(exercise.task, "The task.");
    assert_int_equal(exercise.hint_count, 2);
    assert_string_equal(exercise.hints[0], "Why?");
    assert_string_equal(exercise.hints[1], "So.\nAnd so.");
    exercise_fini(&exercise);
}

static void names_what_it_cannot_read(void **state)
{
    struct exercise exercise = {.name = must_copy("bread")};
    char *problems = NULL;

    (void)state;
    exercise_parse(&exercise,
                   "colour: red\nparallel: maybe\nfails: badly\ntasks: few\n\n"
                   "## Hint 1\na\n## Hint 2\nb\n## Hint 3\nc\n## Hint 4\nd\n"
                   "## Hint 5\ne\n",
                   &problems);
    assert_non_null(problems);
    assert_non_null(strstr(problems, "no such key: colour"));
    assert_non_null(strstr(problems, "parallel: neither yes nor no: maybe"));
    assert_non_null(strstr(problems, "fails: not a verdict: badly"));
    assert_non_null(strstr(problems, "tasks: not a number: few"));
    assert_non_null(strstr(problems, "more than 4 hints"));
    assert_int_equal(exercise.hint_count, 4);
    free(problems);
    exercise_fini(&exercise);
}

static void is_found_by_name_chapter_and_path(void **state)
{
    struct shelf *shelf = shelf_read("exercises", "solutions");
    const char *nearest;
    static const char *const names[] = {
        "race_condition",
        "hazards/race_condition",
        "race_condition.c",
        "4_hazards/race_condition",
        "4_hazards/race_condition.c",
        "/home/me/work/4_hazards/race_condition.c"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct exercise *found = shelf_find(shelf, names[i], &nearest);

        assert_non_null(found);
        assert_string_equal(found->name, "race_condition");
    }
    assert_null(shelf_find(shelf, "race_conditoin", &nearest));
    assert_string_equal(nearest, "race_condition");
    assert_null(shelf_find(shelf, "locks/race_condition", &nearest));
    assert_non_null(shelf_of_lesson(shelf, "hazards/deadlock"));
    assert_null(shelf_of_lesson(shelf, "hazards/nothing"));
    shelf_free(shelf);
}

static void what_is_to_be_broken_has_a_schedule_and_a_program(void **state)
{
    struct shelf *shelf = shelf_read("exercises", "solutions");
    const char *nearest;
    const struct exercise *lesson =
        shelf_find(shelf, "4_hazards/break_deadlock.sched", &nearest);
    const struct exercise *own =
        shelf_find(shelf, "break_race_condition", &nearest);
    const struct exercise *code = shelf_find(shelf, "deadlock.c", &nearest);

    (void)state;
    assert_non_null(lesson);
    assert_string_equal(lesson->breaks, "deadlock");
    assert_int_equal(lesson->breaks_moves, 9);
    assert_false(lesson->own_program);
    assert_non_null(strstr(lesson->program, "lessons/4_hazards/deadlock.c"));
    assert_non_null(own);
    assert_true(own->own_program);
    assert_string_equal(own->program,
                        "exercises/4_hazards/break_race_condition.c");
    assert_string_equal(own->stub,
                        "exercises/4_hazards/break_race_condition.sched");
    assert_non_null(code);
    assert_string_equal(code->breaks, "");
    assert_null(code->program);
    shelf_free(shelf);
}

/* ---- What authors are told. ---- */

static void no_exercise_has_anything_to_mend(void **state)
{
    struct shelf *shelf = shelf_read("exercises", "solutions");

    (void)state;
    assert_true(shelf->count > 10);
    for (size_t i = 0; i < shelf->count; i++) {
        char *problems = lint_exercise(&shelf->exercises[i]);

        if (*problems)
            print_error("%s: %s", shelf->exercises[i].name, problems);
        assert_string_equal(problems, "");
        free(problems);
    }
    shelf_free(shelf);
}

static void a_first_hint_with_the_solution_is_refused(void **state)
{
    struct shelf *shelf = shelf_read("exercises", "solutions");
    const char *nearest;
    const struct exercise *found = shelf_find(shelf, "deadlock", &nearest);
    struct exercise *exercise = &shelf->exercises[found - shelf->exercises];

    (void)state;
    free(exercise->hints[0]);
    free(exercise->goal);
    exercise->goal = must_copy("");
    exercise->hints[0] =
        must_copy("Write MUST(pthread_mutex_lock(&first->lock)); and the same "
                  "for the second one, then all is well.");
    char *problems = lint_exercise(exercise);
    assert_non_null(strstr(problems, "no goal"));
    assert_non_null(strstr(problems, "hint 1 has the solution's code"));
    free(problems);
    shelf_free(shelf);
}

/* ---- Answers. ---- */

static void a_message_says_what_it_comes_to(void **state)
{
    const char *rest;

    (void)state;
    assert_int_equal(answer_of_message("starvation: it waits", &rest),
                     ANSWER_STARVATION);
    assert_string_equal(rest, "it waits");
    assert_int_equal(answer_of_message("x == 2", &rest), ANSWER_WRONG);
    assert_string_equal(rest, "x == 2");
    assert_int_equal(answer_of_message("data race", &rest), ANSWER_WRONG);
    for (int i = ANSWER_OK; i < ANSWER_COUNT; i++) {
        enum check_answer answer = (enum check_answer)i;

        assert_int_equal(answer_named(answer_name(answer)), answer);
        assert_int_equal(answer_named(answer_word(answer)), answer);
    }
    assert_int_equal(answer_named("nonsense"), ANSWER_NONE);
}

/* ---- Progress. ---- */

static void of_two_machines_the_most_counts(void **state)
{
    char *path = must_print("%s/progress", place_state());

    (void)state;
    write_text(path,
               "exercise hazards/x attempts 4 hints 1 passed 0 shown 1\n"
               "exercise hazards/x attempts 2 hints 3 passed 1 shown 0\n");
    struct progress *progress = progress_read();
    const struct exercise_line *line =
        progress_find_exercise(progress, "hazards/x");
    assert_non_null(line);
    assert_int_equal(line->attempts, 4);
    assert_int_equal(line->hints, 3);
    assert_true(line->passed);
    assert_true(line->shown);
    progress_free(progress);
    unlink(path);
    free(path);
}

static void attempts_of_two_labs_add_up(void **state)
{
    struct progress *one = progress_read();
    struct progress *other = progress_read();

    (void)state;
    progress_of_exercise(one, "hazards/y")->attempts++;
    progress_of_exercise(other, "hazards/y")->attempts += 2;
    assert_true(progress_write(one));
    assert_true(progress_write(other));
    progress_of_exercise(one, "hazards/y")->passed = true;
    assert_true(progress_write(one));
    struct progress *now = progress_read();
    assert_int_equal(progress_find_exercise(now, "hazards/y")->attempts, 3);
    assert_true(progress_find_exercise(now, "hazards/y")->passed);
    progress_free(now);
    progress_free(other);
    progress_free(one);
}

/* ---- Saves. ---- */

static void expect_one_save(const char *path, struct watcher *watcher)
{
    char *fresh = must_print("%s.new", path);
    uint64_t now = 1000000; /* The watcher's clock is ours. */

    assert_false(watcher_saved(watcher, now));
    write_text(path, "one more\n");
    write_text(fresh, "and another\n"); /* As editors do. */
    assert_int_equal(rename(fresh, path), 0);
    now += WATCHER_POLLS_MS;
    assert_false(watcher_saved(watcher, now));
    assert_in_range(watcher_patience(watcher, now), 1, WATCHER_QUIET_MS);
    now += WATCHER_QUIET_MS;
    assert_true(watcher_saved(watcher, now));
    now += 2 * WATCHER_POLLS_MS;
    assert_false(watcher_saved(watcher, now));
    free(fresh);
}

static void saves_that_come_together_are_one(void **state)
{
    char *path = must_print("%s/saved.c", folder);

    (void)state;
    write_text(path, "first\n");
    struct watcher *watcher = watcher_new(path);
    expect_one_save(path, watcher);
    watcher_free(watcher);
    setenv("INTERLEAVE_POLL", "1", 1);
    write_text(path, "first\n");
    watcher = watcher_new(path);
    assert_true(watcher_polls(watcher));
    assert_int_equal(watcher_descriptor(watcher), -1);
    expect_one_save(path, watcher);
    watcher_free(watcher);
    unsetenv("INTERLEAVE_POLL");
    unlink(path);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_header_task_and_hints),
        cmocka_unit_test(names_what_it_cannot_read),
        cmocka_unit_test(is_found_by_name_chapter_and_path),
        cmocka_unit_test(what_is_to_be_broken_has_a_schedule_and_a_program),
        cmocka_unit_test(no_exercise_has_anything_to_mend),
        cmocka_unit_test(a_first_hint_with_the_solution_is_refused),
        cmocka_unit_test(a_message_says_what_it_comes_to),
        cmocka_unit_test(of_two_machines_the_most_counts),
        cmocka_unit_test(attempts_of_two_labs_add_up),
        cmocka_unit_test(saves_that_come_together_are_one),
    };

    return cmocka_run_group_tests(tests, keep_state_there, folder_remove);
}
