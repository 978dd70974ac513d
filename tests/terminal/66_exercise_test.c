/* 66_exercise_test.c - a student at work: from a copy of the exercises to one
   that is done, in a shell and on a screen. */
#include "tests/support/capture.h"
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"

#include "must.h"
#include "tui/drawing/text.h"

#include <jansson.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- Given: a student, with a state and a copy of his own. ---- */

struct student {
    const char *state;
    const char *folder; /* His copy. */
    char *line;         /* "XDG_STATE_HOME=..." */
};

static struct capture say_as(const struct student *student,
                             const char *const *arguments)
{
    const char *command[8] = {stage_lab()};
    const char *environment[] = {student->line, NULL};
    int count = 1;

    for (; *arguments; arguments++)
        command[count++] = *arguments;
    return capture_run(command,
                       &(struct capture_options){.environment = environment});
}
#define SAY(student, ...) say_as((student), (const char *[]){__VA_ARGS__, NULL})

static struct student new_student(const char *name)
{
    char *copy = must_print("%s/copy", name);

    static bool staged;

    stage_usual();
    if (!staged) {
        stage_exercise("4_hazards", "race_condition");
        stage_exercise("4_hazards", "deadlock");
        stage_exercise("4_hazards", "break_race_condition");
    }
    staged = true;
    struct student student = {.state = stage_state(name, ""),
                              .folder = stage_file("%s", copy)};
    student.line = must_print("XDG_STATE_HOME=%s", student.state);
    struct capture said = SAY(&student, "init", student.folder);
    if (said.status != 0)
        print_error("%s%s", said.output, said.error);
    assert_int_equal(said.status, 0);
    assert_non_null(strstr(said.output, "3 exercises copied"));
    assert_non_null(strstr(said.output, "they work"));
    assert_non_null(strstr(said.output, "interleave next"));
    assert_int_equal(said.left, 0);
    capture_fini(&said);
    free(copy);
    return student;
}

static char *file_of(const struct student *student, const char *name)
{
    return must_print("%s/4_hazards/%s.c", student->folder, name);
}

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* The student has found out how: as an editor saves, by renaming. */
static void solve(const struct student *student, const char *name)
{
    char *from = must_print("solutions/4_hazards/%s.c", name);
    char *to = file_of(student, name);
    char *fresh = must_print("%s.new", to);
    char *text = text_of_file(from);

    assert_non_null(text);
    write_text(fresh, text);
    assert_int_equal(rename(fresh, to), 0);
    free(text);
    free(fresh);
    free(to);
    free(from);
}

static void forget(struct student *student)
{
    free(student->line);
}

static void expect(struct capture said, int status, const char *words)
{
    if (said.status != status ||
        (!strstr(said.output, words) && !strstr(said.error, words)))
        print_error("status %d\n%s%s", said.status, said.output, said.error);
    assert_int_equal(said.status, status);
    assert_true(strstr(said.output, words) || strstr(said.error, words));
    assert_int_equal(said.left, 0);
    capture_fini(&said);
}

/* ---- In a shell. ---- */

static void a_check_names_what_is_wrong_and_the_layer_that_saw_it(void **state)
{
    struct student student = new_student("names");
    char *file = file_of(&student, "race_condition");

    (void)state;
    expect(SAY(&student, "check", "race_condition"), 1, "nothing changed yet");
    write_text(file, "int count_all(int ballots) { return 2 * ballots }\n");
    expect(SAY(&student, "check", "race_condition"), 1, "does not compile");
    write_text(file, "int count_all(int ballots) { return 2 * ballots; }\n");
    expect(SAY(&student, "check", "race_condition"), 1, "beside the point");
    write_text(file, "int count_all(int ballots)\n"
                     "{ for (;;) ballots = 1; return ballots; }\n");
    expect(SAY(&student, "check", "race_condition"), 1, "endless loop");
    solve(&student, "race_condition");
    expect(SAY(&student, "check", "race_condition"), 0, "all schedules (2 run");
    expect(SAY(&student, "next"), 0, "1 of 3 exercises done");
    expect(SAY(&student, "solution", "race_condition"), 0, "pthread_mutex");
    free(file);
    forget(&student);
}

static void a_check_is_one_object_of_json(void **state)
{
    struct student student = new_student("json");
    struct capture said = SAY(&student, "check", "--json", "deadlock");
    json_t *all = json_loads(said.output, 0, NULL);

    (void)state;
    assert_int_equal(said.status, 1);
    assert_non_null(all);
    assert_string_equal(json_string_value(json_object_get(all, "verdict")),
                        "unchanged");
    assert_string_equal(json_string_value(json_object_get(all, "wrong")),
                        "deadlock");
    assert_int_equal(json_array_size(json_object_get(all, "layers")), 4);
    assert_true(json_array_size(json_object_get(all, "story")) > 2);
    assert_int_equal(
        access(json_string_value(json_object_get(all, "schedule")), R_OK), 0);
    json_decref(all);
    capture_fini(&said);
    forget(&student);
}

static void hints_come_one_by_one_and_then_the_solution(void **state)
{
    struct student student = new_student("hints");

    (void)state;
    expect(SAY(&student, "solution", "deadlock"), 2, "first the hints, 0 of 4");
    expect(SAY(&student, "hint", "deadlock"), 0, "hint 1 of 4");
    expect(SAY(&student, "hint", "deadlock"), 0, "hint 2 of 4");
    expect(SAY(&student, "hint", "deadlock"), 0, "hint 3 of 4");
    expect(SAY(&student, "solution", "deadlock"), 2, "3 of 4");
    expect(SAY(&student, "hint", "deadlock"), 0, "the last one");
    expect(SAY(&student, "hint", "deadlock"), 0, "hint 4 of 4");
    expect(SAY(&student, "solution", "deadlock"), 2, "--yes");
    expect(SAY(&student, "solution", "--yes", "deadlock"), 0, "first->lock");
    forget(&student);
}

static void reset_keeps_what_was_there_and_init_overwrites_nothing(void **state)
{
    struct student student = new_student("reset");
    char *file = file_of(&student, "deadlock");
    char *backup = must_print("%s.bak", file);

    (void)state;
    write_text(file, "mine\n");
    expect(SAY(&student, "init", student.folder), 0, "3 of yours left");
    char *text = text_of_file(file);
    assert_string_equal(text, "mine\n");
    free(text);
    expect(SAY(&student, "reset", "deadlock"), 0, ".bak");
    text = text_of_file(backup);
    assert_string_equal(text, "mine\n");
    free(text);
    text = text_of_file(file);
    assert_non_null(strstr(text, "transfer"));
    free(text);
    free(backup);
    free(file);
    forget(&student);
}

static void what_is_not_there_is_said_in_a_line(void **state)
{
    struct student student = new_student("misuse");

    (void)state;
    expect(SAY(&student, "check", "deadlok"), 2, "did you mean deadlock?");
    expect(SAY(&student, "check"), 2, "name an exercise");
    expect(SAY(&student, "check", "deadlock", "--file", "nowhere.c"), 2,
           "nowhere.c: cannot be read");
    expect(SAY(&student, "check", "--step", "deadlock"), 2,
           "no schedule has failed");
    forget(&student);
}

static void watch_checks_again_when_it_is_saved(void **state)
{
    struct student student = new_student("watch");
    const char *environment[] = {student.line, NULL};
    const char *polling[] = {student.line, "INTERLEAVE_POLL=1", NULL};
    const char *const command[] = {stage_lab(), "watch", "--plain",
                                   "race_condition", NULL};

    (void)state;
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = command, .rows = 40, .environment = environment});
    pseudo_expect(p, "nothing changed yet");
    pseudo_expect(p, " s"); /* The line at its end. */
    solve(&student, "race_condition");
    pseudo_expect(p, "race_condition: ok");
    pseudo_type(p, "\003");
    assert_int_equal(pseudo_status(p), 0);
    p = pseudo_start(&(struct pseudo_options){
        .command = command, .rows = 40, .environment = polling});
    pseudo_expect(p, "looked at");
    pseudo_expect(p, "race_condition: ok");
    char *file = file_of(&student, "race_condition");
    write_text(file, "no longer C\n");
    pseudo_expect(p, "does not compile");
    pseudo_type(p, "\003");
    assert_int_equal(pseudo_status(p), 0);
    free(file);
    forget(&student);
}

/* ---- On a screen. ---- */

static void the_lab_shows_the_task_checks_and_steps(void **state)
{
    struct student student = new_student("screen");
    const char *environment[] = {student.line, "EDITOR=true", "VISUAL=", NULL};

    (void)state;
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command =
            (const char *[]){stage_lab(), "watch", "race_condition", NULL},
        .environment = environment});
    pseudo_expect_row(p, 1, "no ballot gets lost");
    pseudo_expect_row(p, 0, "NOT CHECKED YET");
    pseudo_type(p, "c");
    pseudo_expect_row(p, 0, "nothing changed yet");
    pseudo_expect(p, "data race");
    pseudo_expect_row(p, -1, "step through it");
    pseudo_type(p, "\r");
    pseudo_expect_row(p, 0, "LOOKING BACK");
    pseudo_type(p, "\033");
    pseudo_expect_row(p, 0, "nothing changed yet");
    pseudo_type(p, "n");
    pseudo_expect_row(p, -1, "not done yet");
    pseudo_type(p, "i");
    pseudo_expect(p, "Hint 1 of 4");
    pseudo_type(p, "e");
    solve(&student, "race_condition");
    pseudo_expect_row(p, 0, "DONE");
    pseudo_type(p, "n");
    pseudo_expect_row(p, 0, "one ballot gets lost");
    pseudo_type(p, "x");
    pseudo_expect_row(p, -1, "x again");
    pseudo_type(p, "x");
    pseudo_expect_row(p, -1, ".bak");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
    forget(&student);
}

/* T1 and T2 read before either writes. */
static void type_moves(struct pseudo *p)
{
    static const char *const moves[] = {"0", "0", "1", "1", "2",
                                        "2", "2", "1", "0", "0"};
    char place[16];

    for (int i = 0; i < 10; i++) {
        pseudo_type(p, moves[i]);
        snprintf(place, sizeof place, "STEP %d/", i + 2);
        pseudo_expect_row(p, 0, place);
    }
}

static void what_is_to_be_broken_is_stepped_and_saved(void **state)
{
    struct student student = new_student("breaks");
    const char *environment[] = {student.line, NULL};

    (void)state;
    expect(SAY(&student, "check", "break_race_condition"), 1,
           "interleave watch break_race_condition");
    expect(SAY(&student, "check", "--step", "break_race_condition"), 2,
           "interleave watch break_race_condition");
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "watch",
                                    "break_race_condition", NULL},
        .environment = environment});
    pseudo_expect_row(p, 0, "NOT CHECKED YET");
    pseudo_type(p, "\r"); /* Checks, since there is nothing to step. */
    pseudo_expect_row(p, 0, "nothing changed yet");
    pseudo_type(p, "\r");
    pseudo_expect_row(p, 0, "STEP 1/1");
    type_moves(p);
    pseudo_type(p, "W");
    pseudo_expect_row(p, -1, "saved in your schedule");
    pseudo_type(p, "\033");
    pseudo_expect_row(p, 0, "DONE");
    pseudo_expect(p, "11: no way known is shorter");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
    expect(SAY(&student, "check", "break_race_condition"), 0, "11 moves");
    forget(&student);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_check_names_what_is_wrong_and_the_layer_that_saw_it),
        cmocka_unit_test(a_check_is_one_object_of_json),
        cmocka_unit_test(hints_come_one_by_one_and_then_the_solution),
        cmocka_unit_test(
            reset_keeps_what_was_there_and_init_overwrites_nothing),
        cmocka_unit_test(what_is_not_there_is_said_in_a_line),
        pseudo_test(watch_checks_again_when_it_is_saved),
        pseudo_test(the_lab_shows_the_task_checks_and_steps),
        pseudo_test(what_is_to_be_broken_is_stepped_and_saved),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
