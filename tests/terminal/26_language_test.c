/* The lab in Ukrainian, on a system that has no such locale. */
#include "tests/support/capture.h"
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"

#include "must.h"
#include "tui/drawing/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The one that was built, with the real lessons and what is translated. */
static const char *lab(void)
{
    static char path[256];
    const char *build = getenv("BUILD");

    snprintf(path, sizeof path, "%s/interleave",
             build && *build ? build : "build");
    return path;
}

static struct pseudo *open_lab(const char *argument, const char *variable)
{
    return pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){lab(), variable ? argument : "--lang",
                                    variable ? NULL : "uk", argument, NULL},
        .environment = (const char *[]){variable, NULL},
        .state = stage_state("uk", "welcomed\n")});
}

/* Title and keys are there as a whole, and what says where it is too. */
static void expect_screen(struct pseudo *p, const char *title, const char *text)
{
    pseudo_expect_row(p, 0, title);
    pseudo_expect(p, text);
    pseudo_expect_row(p, -1, "q вийти");
    pseudo_settle(p);
    if (strstr(pseudo_row(p, 0), "…") || strstr(pseudo_row(p, 23), "…"))
        fail_msg("cut: %s", pseudo_row(p, 0));
}

static void speaks_ukrainian_when_told_to(void **state)
{
    struct pseudo *p = open_lab(NULL, NULL);

    (void)state;
    expect_screen(p, "паралельність наживо", "/ пошук");
    pseudo_type(p, "/deadlock\r\r");
    expect_screen(p, "Взаємне блокування", "Двом потокам");
    pseudo_expect_row(p, -1, "Enter передбачити");
}

static void speaks_the_language_of_the_locale(void **state)
{
    (void)state;
    expect_screen(open_lab(NULL, "LANG=uk_UA.UTF-8"), "паралельність наживо",
                  "Enter відкрити");
    expect_screen(open_lab(NULL, "LANGUAGE=uk"), "паралельність наживо",
                  "Enter відкрити");
}

static void speaks_it_on_every_screen(void **state)
{
    struct pseudo *p = open_lab("deadlock", NULL);

    (void)state;
    expect_screen(p, "небезпеки › Взаємне блокування", "Двом потокам");
    pseudo_type(p, "?");
    expect_screen(p, "клавіші", "наступний урок");
    pseudo_type(p, "\033");
    expect_screen(p, "небезпеки › Взаємне блокування", "Двом потокам");
    pseudo_type(p, "\r");
    expect_screen(p, "перед запуском", "Оберіть, чого чекаєте");
    pseudo_type(p, "\r");
    pseudo_expect(p, "ВЗАЄМНЕ БЛОКУВАННЯ");
    expect_screen(p, "НАЖИВО", "хто на кого чекає");
    pseudo_type(p, "s");
    expect_screen(p, "КРОК 0/0", "Ще ніхто не ходив: оберіть, хто почне.");
    pseudo_type(p, "nnn");
    expect_screen(p, "КРОК 3/3", "задачі: можуть ходити");
    pseudo_type(p, "w");
    pseudo_expect(p, "Esc закрити");
    pseudo_type(p, "\033");
    pseudo_expect_gone(p, "Esc закрити");
    pseudo_type(p, "e");
    expect_screen(p, "ДОСЛІДЖЕНО", "T1 чекає на right, його має T2.");
    pseudo_expect(p, "взаємне блокування  ");
}

static void says_what_events_are_in_ukrainian(void **state)
{
    struct capture said =
        capture_run((const char *[]){lab(), "run", "--lang", "uk", "--plain",
                                     "deadlock", NULL},
                    NULL);

    (void)state;
    assert_int_equal(said.status, 1);
    assert_non_null(strstr(said.output, "main створює T1 (deadlock.c:"));
    assert_non_null(strstr(said.output, "T1 займає left (deadlock.c:21)\n"));
    assert_non_null(strstr(said.output, "\nВзаємне блокування: "));
    assert_string_equal(said.error, "");
    capture_fini(&said);
}

/* What programs read, and what they are to read again, is in English. */
static void is_english_for_programs(void **state)
{
    struct capture said =
        capture_run((const char *[]){lab(), "--lang", "uk", "run", "--json",
                                     "deadlock", NULL},
                    NULL);

    (void)state;
    assert_int_equal(said.status, 1);
    assert_non_null(strstr(said.output, "\"Deadlock: "));
    capture_fini(&said);
}

/* A schedule that is saved in one language is followed in another. */
static void writes_schedules_in_english(void **state)
{
    const char *folder = stage_state("schedules", "welcomed\n");
    char *variable = must_print("XDG_STATE_HOME=%s", folder);
    char *path =
        must_print("%s/interleave/schedules/deadlock.deadlock.sched", folder);
    struct capture said =
        capture_run((const char *[]){lab(), "explore", "--lang", "uk",
                                     "--plain", "deadlock", NULL},
                    &(struct capture_options){
                        .environment = (const char *[]){variable, NULL}});
    char *schedule = text_of_file(path);

    (void)state;
    assert_int_equal(said.status, 1);
    assert_non_null(strstr(said.output, "взаємне блокування: "));
    assert_non_null(schedule);
    assert_non_null(strstr(schedule, "\nname deadlock\nmain: begin\n"));
    assert_non_null(strstr(schedule, "\nT1: lock left, line 21\n"));
    free(schedule);
    free(path);
    free(variable);
    capture_fini(&said);
}

static void is_english_where_there_is_only_ascii(void **state)
{
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){lab(), "--ascii", "--lang", "uk", NULL},
        .state = stage_state("ascii", "welcomed\n")});

    (void)state;
    pseudo_expect_row(p, -1, "q quit");
    assert_true(pseudo_is_ascii(p));
}

static void says_what_languages_there_are(void **state)
{
    struct capture said = capture_run(
        (const char *[]){lab(), "list", "--lang", "xx", NULL}, NULL);

    (void)state;
    assert_int_equal(said.status, 2);
    assert_string_equal(said.error, "interleave: --lang: xx: no such language; "
                                    "there are en, uk\n");
    capture_fini(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(speaks_ukrainian_when_told_to),
        pseudo_test(speaks_the_language_of_the_locale),
        pseudo_test(speaks_it_on_every_screen),
        cmocka_unit_test(says_what_events_are_in_ukrainian),
        cmocka_unit_test(is_english_for_programs),
        cmocka_unit_test(writes_schedules_in_english),
        pseudo_test(is_english_where_there_is_only_ascii),
        cmocka_unit_test(says_what_languages_there_are),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
