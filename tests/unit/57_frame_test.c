/* 57_frame_test.c - what stands around each screen, and the screen of keys. */
#include "tui/lab.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct screen *const screens[] = {
    &welcome_screen, &menu_screen, &page_screen,   &question_screen,
    &run_screen,     &step_screen, &explore_screen};
enum { COUNT = sizeof screens / sizeof *screens };

/* A lab that shows one screen; labels are the usual ones. */
static struct screen plain;

static struct lab lab_with(const struct screen *screen)
{
    plain = (struct screen){.where = screen->where};
    return (struct lab){.screens = {&plain}, .screen_count = 1};
}

/* The frame at a width, as text. */
static char *framed(const struct lab *lab, int columns)
{
    struct canvas *canvas = canvas_new(3, columns, true);

    frame_draw(lab, canvas, "hazards > Deadlock", "LIVE");
    char *dump = canvas_dump(canvas);
    canvas_free(canvas);
    return dump;
}

static void says_where_one_is_above_and_what_keys_do_below(void **state)
{
    struct lab lab = lab_with(&page_screen);
    char *dump = framed(&lab, 60);

    (void)state;
    assert_string_equal(
        dump, " Interleave  hazards > Deadlock                        LIVE\n\n"
              " Enter open  r run  s step  ? help  Esc back  q quit\n");
    free(dump);
}

/* Help, back and quit are there, whatever else has no room. */
static void always_says_how_to_get_help_and_away(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT; i++) {
        struct lab lab = lab_with(screens[i]);

        for (int columns = 40; columns <= 200; columns++) {
            char *dump = framed(&lab, columns);
            const char *footer = strrchr(dump, '\n') - 1;

            while (footer > dump && footer[-1] != '\n')
                footer--;
            if (!strstr(footer, "? help  Esc back  q quit\n"))
                fail_msg("%d columns: %s", columns, footer);
            free(dump);
        }
    }
}

/* What one steps with comes before what only saves pressing it. */
static void eighty_columns_hold_what_one_steps_with(void **state)
{
    struct lab lab = lab_with(&step_screen);
    char *dump = framed(&lab, 80);

    (void)state;
    assert_non_null(strstr(dump, "\n 0-9 move  n next  b back  f forward"));
    assert_non_null(strstr(dump, "q quit\n"));
    free(dump);
}

static void shows_a_notice_in_place_of_the_keys(void **state)
{
    struct lab lab = lab_with(&menu_screen);

    (void)state;
    strcpy(lab.notice, "no lesson speaks of that");
    char *dump = framed(&lab, 40);
    assert_non_null(strstr(dump, "\n no lesson speaks of that\n"));
    assert_null(strstr(dump, "quit"));
    free(dump);
}

static void cuts_a_title_that_is_too_long(void **state)
{
    struct lab lab = lab_with(&page_screen);
    char *dump = framed(&lab, 30);

    (void)state;
    assert_int_equal(strncmp(dump, " Interleave  hazards > ~ LIVE\n", 30), 0);
    free(dump);
}

static void leaves_a_row_above_and_one_below(void **state)
{
    struct lab lab = lab_with(&menu_screen);
    struct canvas *canvas = canvas_new(24, 80, true);
    struct box area = frame_draw(&lab, canvas, "", "");

    (void)state;
    assert_int_equal(area.row, 1);
    assert_int_equal(area.rows, 22);
    assert_int_equal(area.columns, 80);
    canvas_free(canvas);
}

static void moves_as_a_command_says_within_what_there_is(void **state)
{
    (void)state;
    assert_int_equal(frame_scroll(COMMAND_DOWN, 3, 9, 5), 4);
    assert_int_equal(frame_scroll(COMMAND_UP, 3, 9, 5), 2);
    assert_int_equal(frame_scroll(COMMAND_SCREEN_DOWN, 3, 9, 5), 8);
    assert_int_equal(frame_scroll(COMMAND_SCREEN_DOWN, 8, 9, 5), 9);
    assert_int_equal(frame_scroll(COMMAND_SCREEN_UP, 3, 9, 5), 0);
    assert_int_equal(frame_scroll(COMMAND_TOP, 3, 9, 5), 0);
    assert_int_equal(frame_scroll(COMMAND_BOTTOM, 3, 9, 5), 9);
    assert_int_equal(frame_scroll(COMMAND_UP, 0, 9, 5), 0);
    assert_int_equal(frame_scroll(COMMAND_DOWN, 9, 9, 5), 9);
    assert_int_equal(frame_scroll(COMMAND_ZOOM, 3, 9, 5), 3);
    assert_int_equal(frame_scroll(COMMAND_BOTTOM, 3, -4, 5), 0);
}

/* The keys of the screen it was asked from, drawn on one tall screen. */
static void the_help_lists_all_keys_that_work_there_and_no_others(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT; i++) {
        struct lab lab = {.screens = {screens[i], &help_screen},
                          .screen_count = 2};
        struct canvas *canvas = canvas_new(COMMAND_COUNT + 12, 80, true);

        help_screen.draw(&lab, canvas);
        char *dump = canvas_dump(canvas);
        for (int c = 1; c < COMMAND_COUNT; c++) {
            enum command command = (enum command)c;
            bool works = command_where(command) & screens[i]->where;
            char line[128];

            snprintf(line, sizeof line, "\n  %-12s%s\n", command_keys(command),
                     command_help(command));
            if (!strstr(dump, line) == works)
                fail_msg("screen %d, %s: %s", i, works ? "missing" : "too much",
                         line);
        }
        free(dump);
        canvas_free(canvas);
    }
}

static void the_help_can_be_read_to_its_end_on_any_screen(void **state)
{
    struct lab lab = {.screens = {&run_screen, &help_screen},
                      .screen_count = 2};
    const char *last = command_help(COMMAND_QUIT);

    (void)state;
    for (int rows = 10; rows < 60; rows += 7) {
        struct canvas *canvas = canvas_new(rows, 80, true);

        lab.rows = rows;
        lab.help_scroll = 0;
        help_screen.act(&lab, COMMAND_BOTTOM);
        help_screen.draw(&lab, canvas);
        char *dump = canvas_dump(canvas);
        assert_non_null(strstr(dump, last));
        assert_non_null(strstr(dump, "In the timeline"));
        free(dump);
        canvas_free(canvas);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_where_one_is_above_and_what_keys_do_below),
        cmocka_unit_test(always_says_how_to_get_help_and_away),
        cmocka_unit_test(eighty_columns_hold_what_one_steps_with),
        cmocka_unit_test(shows_a_notice_in_place_of_the_keys),
        cmocka_unit_test(cuts_a_title_that_is_too_long),
        cmocka_unit_test(leaves_a_row_above_and_one_below),
        cmocka_unit_test(moves_as_a_command_says_within_what_there_is),
        cmocka_unit_test(the_help_lists_all_keys_that_work_there_and_no_others),
        cmocka_unit_test(the_help_can_be_read_to_its_end_on_any_screen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
