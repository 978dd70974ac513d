/* 66_export_test.c - pictures, films, traces and text of runs. */
#include "tests/support/exported.h"
#include "tests/support/stage.h"
#include "tui/drawing/canvas.h"
#include "tui/drawing/text.h"

#include <jansson.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vterm.h>

#include <cmocka.h>

enum { ROWS = 30, COLUMNS = 100, PATH = 512 };

/* ---- Pictures. ---- */

/* The screen that a picture is of. */
static struct canvas *rebuild(char *svg)
{
    struct canvas *canvas = canvas_new(ROWS, COLUMNS, false);

    for (char *at = svg; (at = strstr(at, "<text class")); at++) {
        int x = 0;
        int y = 0;
        char *place = strstr(at, " x=\"");
        char *text = strchr(at, '>') + 1;
        char *end = strstr(text, "</text>");

        assert_int_equal(sscanf(place, " x=\"%d\" y=\"%d\"", &x, &y), 2);
        *end = '\0';
        char *plain = exported_plain(text);
        canvas_text(canvas, canvas_box(canvas), (y - 21) / 17, (x - 8) / 8,
                    ROLE_TEXT, plain);
        free(plain);
        *end = '<';
    }
    return canvas;
}

static void a_picture_holds_the_whole_screen(void **state)
{
    (void)state;
    for (size_t i = 0; i < EXPORTED; i++) {
        struct capture svg = exported_as("svg", exported_recordings[i]);
        struct canvas *canvas = rebuild(svg.output);
        char *dump = canvas_dump(canvas);
        char *desc = strstr(svg.output, "<desc>") + strlen("<desc>");

        *strstr(desc, "</desc>") = '\0';
        char *said = exported_plain(desc);
        assert_non_null(strstr(dump, "who waits for whom"));
        assert_string_equal(dump, said);
        free(said);
        free(dump);
        canvas_free(canvas);
        capture_fini(&svg);
    }
}

static void a_picture_can_be_of_one_pane_at_one_step(void **state)
{
    struct capture svg = capture_run(
        (const char *[]){stage_lab(), "export", exported_recordings[0], "--to",
                         "svg", "--pane", "timeline", "--at", "6", "--size",
                         "60x5", NULL},
        NULL);
    char *end = strstr(svg.output, "</desc>");

    (void)state;
    assert_int_equal(svg.status, 0);
    *end = '\0';
    assert_non_null(strstr(svg.output, "main"));
    assert_null(strstr(svg.output, "who waits for whom"));
    capture_fini(&svg);
}

/* From the repository: its lessons are in the pictures. */
static void expect_picture(const char *file, const char *picture)
{
    const char *build = getenv("BUILD");
    char lab[PATH];
    char *drawn = text_of_file(picture);

    snprintf(lab, sizeof lab, "%s/interleave", build ? build : "build");
    struct capture svg =
        capture_run((const char *[]){lab, "export", file, "--to", "svg",
                                     "--size", "80x24", NULL},
                    NULL);
    assert_int_equal(svg.status, 0);
    assert_non_null(drawn);
    if (strcmp(svg.output, drawn) != 0)
        fail_msg("%s is out of date: make pictures", picture);
    free(drawn);
    capture_fini(&svg);
}

static void the_pictures_of_the_readme_are_what_the_lab_draws(void **state)
{
    (void)state;
    expect_picture(exported_recordings[0], "tui/pictures/deadlock.svg");
    expect_picture("lessons/4_hazards/race_condition.lost-update.sched",
                   "tui/pictures/lost-update.svg");
}

/* ---- Films. ---- */

static int nothing(VTermRect rect, void *user)
{
    (void)rect;
    (void)user;
    return 1;
}

static char *screen_text(VTerm *terminal)
{
    struct canvas *canvas = canvas_new(ROWS, COLUMNS, false);
    VTermScreen *screen = vterm_obtain_screen(terminal);

    for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < COLUMNS; column++) {
            VTermScreenCell cell;

            vterm_screen_get_cell(screen, (VTermPos){row, column}, &cell);
            canvas_put(canvas, canvas_box(canvas), row, column, ROLE_TEXT,
                       cell.chars[0] ? cell.chars[0] : ' ');
        }
    }
    char *dump = canvas_dump(canvas);
    canvas_free(canvas);
    return dump;
}

static void a_film_ends_with_the_picture_of_the_end(void **state)
{
    static const VTermScreenCallbacks callbacks = {.damage = nothing};
    struct capture cast = exported_as("cast", exported_recordings[0]);
    struct capture svg = exported_as("svg", exported_recordings[0]);
    VTerm *terminal = vterm_new(ROWS, COLUMNS);
    double before = -1;

    (void)state;
    vterm_set_utf8(terminal, 1);
    vterm_screen_set_callbacks(vterm_obtain_screen(terminal), &callbacks, NULL);
    vterm_screen_reset(vterm_obtain_screen(terminal), 1);
    char *line = strtok(cast.output, "\n");
    json_t *header = json_loads(line, 0, NULL);
    assert_int_equal(json_integer_value(json_object_get(header, "version")), 2);
    assert_int_equal(json_integer_value(json_object_get(header, "width")),
                     COLUMNS);
    json_decref(header);
    while ((line = strtok(NULL, "\n"))) {
        json_t *frame = json_loads(line, 0, NULL);
        const char *bytes = json_string_value(json_array_get(frame, 2));

        assert_true(json_number_value(json_array_get(frame, 0)) > before);
        before = json_number_value(json_array_get(frame, 0));
        vterm_input_write(terminal, bytes, strlen(bytes));
        json_decref(frame);
    }
    char *shown = screen_text(terminal);
    struct canvas *canvas = rebuild(svg.output);
    char *expected = canvas_dump(canvas);
    assert_string_equal(shown, expected);
    free(shown);
    free(expected);
    canvas_free(canvas);
    vterm_free(terminal);
    capture_fini(&svg);
    capture_fini(&cast);
}

/* ---- Traces. ---- */

enum { TASKS = 64, ASYNC = 256 };

static const double resolution = 0.001; /* A nanosecond. */

struct rules {
    double ends[TASKS]; /* Of each thread's last slice. */
    json_int_t open[ASYNC];
    size_t open_count;
    size_t slices;
};

static void expect_slice(struct rules *rules, json_t *event)
{
    json_int_t tid = json_integer_value(json_object_get(event, "tid"));
    double from = json_number_value(json_object_get(event, "ts"));
    double lasts = json_number_value(json_object_get(event, "dur"));

    assert_true(tid > 0 && tid < TASKS);
    assert_true(lasts > 0);
    assert_true(from + resolution / 2 >= rules->ends[tid]);
    rules->ends[tid] = from + lasts;
    rules->slices++;
}

static void expect_async(struct rules *rules, json_t *event, bool begins)
{
    json_int_t id = json_integer_value(json_object_get(event, "id"));
    size_t at = 0;

    while (at < rules->open_count && rules->open[at] != id)
        at++;
    assert_int_equal(at < rules->open_count, !begins);
    if (begins) {
        assert_true(rules->open_count < ASYNC);
        rules->open[rules->open_count++] = id;
    } else {
        rules->open[at] = rules->open[--rules->open_count];
    }
}

static void expect_event(struct rules *rules, json_t *event)
{
    const char *phase = json_string_value(json_object_get(event, "ph"));

    assert_non_null(phase);
    assert_true(json_is_string(json_object_get(event, "name")));
    assert_true(json_is_integer(json_object_get(event, "pid")));
    assert_true(json_is_integer(json_object_get(event, "tid")));
    assert_int_equal(strlen(phase), 1);
    assert_non_null(strchr("MXibe", *phase));
    if (*phase != 'M')
        assert_true(json_number_value(json_object_get(event, "ts")) >= 0);
    if (*phase == 'M')
        assert_true(json_is_string(
            json_object_get(json_object_get(event, "args"), "name")));
    if (*phase == 'X')
        expect_slice(rules, event);
    if (*phase == 'b' || *phase == 'e') {
        assert_true(json_is_string(json_object_get(event, "cat")));
        expect_async(rules, event, *phase == 'b');
    }
}

static void a_trace_keeps_the_rules_of_its_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < EXPORTED; i++) {
        struct capture trace = exported_as("perfetto", exported_recordings[i]);
        json_t *all = json_loads(trace.output, 0, NULL);
        json_t *events = json_object_get(all, "traceEvents");
        struct rules rules = {.slices = 0};
        size_t at;
        json_t *event;

        assert_true(json_is_array(events));
        json_array_foreach(events, at, event)
        {
            expect_event(&rules, event);
        }
        assert_int_equal(rules.open_count, 0);
        assert_true(rules.slices > 5);
        json_decref(all);
        capture_fini(&trace);
    }
}

/* ---- Text, schedules, and what is refused. ---- */

static const char schedule[] = "lessons/4_hazards/deadlock.deadlock.sched";

static void a_schedule_is_run_and_told(void **state)
{
    const char *build = getenv("BUILD");
    char program[PATH];

    (void)state;
    snprintf(program, sizeof program, "%s/lessons/4_hazards/deadlock.step",
             build ? build : "build");
    struct capture text =
        capture_run((const char *[]){stage_lab(), "export", schedule, program,
                                     "--to", "text", NULL},
                    NULL);
    assert_int_equal(text.status, 0);
    assert_non_null(strstr(text.output, "T1 took left"));
    assert_non_null(strstr(text.output, "Deadlock: T2 waits for left, held by "
                                        "T1; T1 waits for right, held by T2."));
    capture_fini(&text);
}

static void expect_refusal(const char *const *command, const char *reason)
{
    struct capture said = capture_run(command, NULL);

    assert_int_equal(said.status, 2);
    assert_int_equal(capture_lines(said.error), 1);
    if (!strstr(said.error, reason))
        fail_msg("%s", said.error);
    capture_fini(&said);
}

#define EXPORT(...)                                                            \
    (const char *[])                                                           \
    {                                                                          \
        stage_lab(), "export", __VA_ARGS__, NULL                               \
    }

static void what_cannot_be_exported_is_said_in_a_line(void **state)
{
    (void)state;
    expect_refusal(EXPORT("--to", "html"), "name a recording");
    expect_refusal(EXPORT(exported_recordings[0]), "in which form");
    expect_refusal(EXPORT(exported_recordings[0], "--to", "pdf"), "pdf");
    expect_refusal(EXPORT("none.ilv", "--to", "svg"), "none.ilv");
    expect_refusal(EXPORT("none.sched", "--to", "svg"), "none.sched");
    expect_refusal(
        EXPORT(exported_recordings[0], "--to", "svg", "--size", "3x3"), "3x3");
    expect_refusal(
        EXPORT(exported_recordings[0], "--to", "svg", "--pane", "attic"),
        "attic");
    expect_refusal(EXPORT(exported_recordings[0], "deadlock", "--to", "svg"),
                   "deadlock");
    expect_refusal(EXPORT(exported_recordings[0], "--to", "svg", "-o",
                          "/nowhere/at/all.svg"),
                   "/nowhere/at/all.svg");
    expect_refusal(EXPORT(schedule, "none", "--to", "svg"), "none");
    expect_refusal(EXPORT(schedule, "/bin/true", "--to", "svg"), schedule);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_holds_the_whole_screen),
        cmocka_unit_test(a_picture_can_be_of_one_pane_at_one_step),
        cmocka_unit_test(the_pictures_of_the_readme_are_what_the_lab_draws),
        cmocka_unit_test(a_film_ends_with_the_picture_of_the_end),
        cmocka_unit_test(a_trace_keeps_the_rules_of_its_form),
        cmocka_unit_test(a_schedule_is_run_and_told),
        cmocka_unit_test(what_cannot_be_exported_is_said_in_a_line),
    };

    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
