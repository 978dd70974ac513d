/* A recorded run is told in the same sentences as the run itself. */
#include "tests/support/capture.h"
#include "tests/support/stage.h"

#include <jansson.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct capture record(const char *path, const char *how,
                             const char *program)
{
    stage_usual();
    return capture_run((const char *[]){stage_lab(), "run", how, "--record",
                                        path, program, NULL},
                       NULL);
}

static struct capture replay(const char *path, const char *how)
{
    struct capture said = capture_run(
        (const char *[]){stage_lab(), "replay", how, path, NULL}, NULL);

    assert_int_equal(said.status, 0);
    assert_string_equal(said.error, "");
    assert_int_equal(said.left, 0);
    return said;
}

/* The sentences, without how it ended: that is told by who was there. */
static void keep_sentences(struct capture *said)
{
    char *ending = strstr(said->output, "the program ");

    if (ending)
        *ending = '\0';
}

static void same_sentences(const char *name, const char *program)
{
    const char *path = stage_file("%s", name);
    struct capture live = record(path, "--plain", program);
    struct capture again = replay(path, "--plain");

    keep_sentences(&live);
    keep_sentences(&again);
    assert_true(strlen(live.output) > 10);
    assert_string_equal(again.output, live.output);
    capture_fini(&live);
    capture_fini(&again);
}

static void tells_the_same_sentences(void **state)
{
    (void)state;
    same_sentences("deadlock.ilv", "quick");
    same_sentences("crash.ilv", stage_program("term_crash"));
    same_sentences("says.ilv", stage_program("term_says"));
}

static void tells_the_same_of_one_that_exits_at_once(void **state)
{
    (void)state;
    for (int i = 0; i < 10; i++)
        same_sentences("silent.ilv", stage_program("term_silent"));
}

static void tells_the_same_output_byte_for_byte(void **state)
{
    (void)state;
    same_sentences("binary.ilv", stage_program("term_binary"));
}

static void tells_the_same_ending(void **state)
{
    const char *path = stage_file("ending.ilv");
    struct capture live = record(path, "--plain", "quick");
    struct capture again = replay(path, "--plain");
    const char *ending = strstr(live.output, "the program ");

    (void)state;
    assert_non_null(ending);
    assert_non_null(strstr(ending, "was ended by the lab"));
    assert_non_null(strstr(again.output, "was ended by the lab"));
    capture_fini(&live);
    capture_fini(&again);
}

static void tells_what_happened_of_a_lesson(void **state)
{
    const char *path = stage_file("outcome.ilv");
    struct capture live = record(path, "--plain", "quick");
    struct capture again = replay(path, "--plain");

    (void)state;
    assert_non_null(strstr(live.output, "what happened: It deadlocks"));
    assert_non_null(strstr(again.output, "what happened: It deadlocks"));
    capture_fini(&live);
    capture_fini(&again);
}

static void tells_times_too(void **state)
{
    const char *path = stage_file("times.ilv");
    struct capture live = record(path, "--plain", "quick");
    struct capture again =
        capture_run((const char *[]){stage_lab(), "replay", "--plain",
                                     "--times", path, NULL},
                    NULL);

    (void)state;
    assert_int_equal(again.status, 0);
    assert_non_null(strstr(again.output, "  main begins"));
    assert_int_not_equal(again.output[0], 'm');
    capture_fini(&live);
    capture_fini(&again);
}

static json_t *parse(const struct capture *said)
{
    json_error_t error;
    json_t *value = json_loads(said->output, 0, &error);

    assert_non_null(value);
    return value;
}

static void has_the_same_verdict_tasks_and_objects_as_json(void **state)
{
    static const char *const keys[] = {"verdict", "operations", "output",
                                       "output_bytes", "lost"};
    const char *path = stage_file("json.ilv");
    struct capture said = record(path, "--json", "quick");
    json_t *live = parse(&said);
    capture_fini(&said);
    said = replay(path, "--json");
    json_t *again = parse(&said);
    capture_fini(&said);

    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        assert_true(json_equal(json_object_get(live, keys[i]),
                               json_object_get(again, keys[i])));
    assert_int_equal(json_array_size(json_object_get(live, "tasks")),
                     json_array_size(json_object_get(again, "tasks")));
    assert_int_equal(json_array_size(json_object_get(live, "objects")),
                     json_array_size(json_object_get(again, "objects")));
    assert_true(json_equal(json_object_get(live, "cycle"),
                           json_object_get(again, "cycle")));
    json_decref(live);
    json_decref(again);
}

static void runs_nothing_when_it_is_replayed(void **state)
{
    char command[512];
    const char *program = stage_file("gone");
    const char *path = stage_file("gone.ilv");

    (void)state;
    snprintf(command, sizeof command, "cp '%s' '%s'",
             stage_program("term_says"), program);
    assert_int_equal(system(command), 0);
    struct capture live = record(path, "--plain", program);
    assert_int_equal(unlink(program), 0);
    struct capture again = replay(path, "--plain");
    assert_non_null(strstr(again.output, "main begins"));
    capture_fini(&live);
    capture_fini(&again);
}

static void is_readable_though_the_lab_was_killed(void **state)
{
    const char *path = stage_file("killed.ilv");
    struct capture live;

    (void)state;
    stage_usual();
    live = capture_run(
        (const char *[]){stage_lab(), "run", "--plain", "--record", path,
                         stage_program("term_ticks"), NULL},
        &(struct capture_options){.signal = SIGKILL, .signal_at = "tick 30\n"});
    assert_int_equal(live.status, -SIGKILL);
    struct capture again = replay(path, "--plain");
    assert_non_null(strstr(again.output, "| tick 10\n"));
    capture_fini(&live);
    capture_fini(&again);
}

static void goes_on_where_the_disk_is_full(void **state)
{
    struct capture said = record("/dev/full", "--plain", "quick");

    (void)state;
    assert_int_equal(said.status, 1); /* That of the deadlock. */
    assert_non_null(strstr(said.output, "Deadlock: "));
    assert_int_equal(capture_lines(said.error), 1);
    assert_non_null(strstr(said.error, "No space left on device"));
    capture_fini(&said);
}

static void does_not_grow_with_what_was_not_kept(void **state)
{
    const char *path = stage_file("flood.ilv");
    struct stat status;

    (void)state;
    stage_usual();
    struct capture said = capture_run(
        (const char *[]){stage_lab(), "run", "--json", "--record", path,
                         stage_program("term_flood"), "100", NULL},
        NULL);
    assert_int_equal(said.status, 0);
    assert_int_equal(stat(path, &status), 0);
    assert_true(status.st_size < 64 << 20);
    capture_fini(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_the_same_sentences),
        cmocka_unit_test(tells_the_same_of_one_that_exits_at_once),
        cmocka_unit_test(tells_the_same_output_byte_for_byte),
        cmocka_unit_test(tells_the_same_ending),
        cmocka_unit_test(tells_what_happened_of_a_lesson),
        cmocka_unit_test(tells_times_too),
        cmocka_unit_test(has_the_same_verdict_tasks_and_objects_as_json),
        cmocka_unit_test(runs_nothing_when_it_is_replayed),
        cmocka_unit_test(is_readable_though_the_lab_was_killed),
        cmocka_unit_test(goes_on_where_the_disk_is_full),
        cmocka_unit_test(does_not_grow_with_what_was_not_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
