/* `list --json` and `run --json`: for programs, so it is parsed by one. */
#include "tests/support/capture.h"
#include "tests/support/stage.h"

#include "must.h"

#include <jansson.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Runs the lab, and parses all that it says. The status goes to `status`. */
static json_t *parse(const char *const *arguments,
                     const char *const *environment, int *status)
{
    const char *command[16] = {stage_lab()};
    json_error_t error;
    int count = 1;

    stage_usual();
    for (; *arguments; arguments++)
        command[count++] = *arguments;
    struct capture said = capture_run(
        command, &(struct capture_options){.environment = environment});
    json_t *value =
        json_loadb(said.output, said.output_length, JSON_ALLOW_NUL, &error);
    if (!value)
        print_error("%s: %s%s", error.text, said.output, said.error);
    assert_non_null(value);
    assert_string_equal(said.error, "");
    assert_int_equal(said.left, 0);
    *status = said.status;
    capture_fini(&said);
    return value;
}
#define PARSE(status, ...)                                                     \
    parse((const char *[]){__VA_ARGS__, NULL}, NULL, (status))

static const char *text(const json_t *value, const char *key)
{
    const char *found = json_string_value(json_object_get(value, key));

    if (!found)
        print_error("no text: %s\n", key);
    assert_non_null(found);
    return found;
}

static json_int_t number(const json_t *value, const char *key)
{
    const json_t *found = json_object_get(value, key);

    assert_true(json_is_integer(found));
    return json_integer_value(found);
}

static const json_t *list(const json_t *value, const char *key, size_t count)
{
    const json_t *found = json_object_get(value, key);

    assert_true(json_is_array(found));
    assert_int_equal(json_array_size(found), count);
    return found;
}

/* The member of a list whose `key` is this text. */
static const json_t *find(const json_t *all, const char *key, const char *name)
{
    for (size_t i = 0; i < json_array_size(all); i++) {
        const json_t *one = json_array_get(all, i);
        const char *found = json_string_value(json_object_get(one, key));

        if (found && strcmp(found, name) == 0)
            return one;
    }
    print_error("none is called %s\n", name);
    assert_true(false);
    return NULL;
}

static void lists_all_that_a_page_says(void **state)
{
    int status;
    json_t *all = PARSE(&status, "list", "--json");

    (void)state;
    assert_int_equal(status, 0);
    assert_int_equal(json_array_size(all), 4);
    const json_t *one = find(all, "lesson", "hazards/deadlock");
    assert_string_equal(text(one, "chapter"), "hazards");
    assert_string_equal(text(one, "name"), "deadlock");
    assert_string_equal(text(one, "title"), "Deadlock");
    assert_string_equal(text(one, "goal"), "both threads finish");
    assert_non_null(strstr(text(one, "python"), "threading.Lock"));
    assert_string_equal(text(one, "question"), "What will this program do?");
    assert_non_null(strstr(text(one, "source"), "4_hazards/deadlock.c"));
    assert_non_null(strstr(text(one, "page"), "4_hazards/deadlock.md"));
    assert_true(json_is_false(json_object_get(one, "predicted")));
    assert_int_equal(number(one, "runs"), 0);
    list(one, "outcomes", 2); /* No decoy is told. */
    json_decref(all);
}

static void tells_a_run_that_went_well(void **state)
{
    int status;
    json_t *run = PARSE(&status, "run", "--json", stage_program("term_says"),
                        "one", "two words");

    (void)state;
    assert_int_equal(status, 0);
    assert_string_equal(text(run, "verdict"), "ok");
    assert_string_equal(text(run, "message"), "");
    assert_true(json_is_null(json_object_get(run, "outcome")));
    assert_int_equal(number(run, "exit"), 0);
    assert_true(json_is_null(json_object_get(run, "signal")));
    assert_true(json_is_false(json_object_get(run, "ended_by_lab")));
    assert_true(json_is_real(json_object_get(run, "seconds")));
    assert_true(number(run, "operations") > 0);
    assert_int_equal(number(run, "lost"), 0);
    assert_int_equal(number(run, "tasks_unseen"), 0);
    list(run, "cycle", 0);
    list(run, "findings", 0);
    assert_string_equal(text(run, "output"), "argument 1 is <one>\n"
                                             "argument 2 is <two words>\n");
    assert_int_equal(number(run, "output_bytes"), 46);
    json_decref(run);
}

static void knows_the_tasks_and_processes(void **state)
{
    int status;
    json_t *run = PARSE(&status, "run", "--json", stage_program("term_silent"));
    const json_t *task = json_array_get(list(run, "tasks", 1), 0);
    const json_t *process = json_array_get(list(run, "processes", 1), 0);

    (void)state;
    assert_string_equal(text(task, "task"), "main");
    assert_string_equal(text(task, "process"), "main");
    assert_non_null(strstr(text(task, "state"), "ended"));
    assert_true(number(task, "operations") > 0);
    assert_int_equal(number(task, "most_passed_over"), 0);
    assert_true(json_is_real(json_object_get(task, "cpu_seconds")));
    assert_string_equal(text(process, "process"), "main");
    assert_true(json_is_null(json_object_get(process, "parent")));
    assert_true(number(process, "pid") > 1);
    assert_non_null(strstr(text(process, "program"), "term_silent"));
    assert_string_equal(text(process, "fate"), "exit 0");
    json_decref(run);
}

static void tells_a_deadlock_with_its_cycle(void **state)
{
    int status;
    json_t *run = PARSE(&status, "run", "--json", "quick");

    (void)state;
    assert_int_equal(status, 1);
    assert_string_equal(text(run, "verdict"), "deadlock");
    assert_true(json_is_true(json_object_get(run, "ended_by_lab")));
    assert_non_null(strstr(text(run, "outcome"), "It deadlocks"));
    const json_t *cycle = list(run, "cycle", 2);
    const json_t *first = find(cycle, "task", "T1");
    const json_t *second = find(cycle, "task", "T2");
    assert_string_equal(text(first, "waits_for"), "right");
    assert_string_equal(text(first, "held_by"), "T2");
    assert_int_equal(strncmp(text(first, "at"), "deadlock.c:", 11), 0);
    assert_string_equal(text(second, "waits_for"), "left");
    assert_string_equal(text(second, "held_by"), "T1");
    assert_non_null(strstr(text(run, "message"), "Deadlock: "));
    json_decref(run);
}

static void tells_what_was_held(void **state)
{
    int status;
    json_t *run = PARSE(&status, "run", "--json", "quick");
    const json_t *left =
        find(json_object_get(run, "objects"), "object", "left");

    (void)state;
    assert_string_equal(text(left, "kind"), "mutex");
    assert_int_equal(number(left, "acquired"), 1);
    assert_int_equal(number(left, "waited_for"), 1);
    assert_non_null(strstr(text(left, "state"), "held by T1"));
    json_decref(run);
}

static void tells_a_crash(void **state)
{
    int status;
    json_t *run = PARSE(&status, "run", "--json", stage_program("term_crash"));

    (void)state;
    assert_int_equal(status, 1);
    assert_string_equal(text(run, "verdict"), "crash");
    assert_int_equal(number(run, "signal"), SIGSEGV);
    assert_true(json_is_null(json_object_get(run, "exit")));
    json_decref(run);
}

static void names_the_line_of_a_crash(void **state)
{
    int status;
    json_t *run = PARSE(&status, "run", "--json", stage_program("term_crash"));
    char *all = json_dumps(json_object_get(run, "findings"), JSON_ENCODE_ANY);

    (void)state;
    assert_non_null(strstr(all, "term_crash.c:"));
    free(all);
    json_decref(run);
}

static void is_valid_json_whatever_is_printed(void **state)
{
    int status;
    json_t *run = PARSE(&status, "run", "--json", stage_program("term_binary"));
    const char *output = text(run, "output");

    (void)state;
    assert_int_equal(status, 0);
    assert_int_equal(strncmp(output, "before\n", 7), 0);
    json_decref(run);
}

/* A NUL byte ends nothing: what comes after it was printed too. */
static void keeps_what_stands_behind_a_nul_byte(void **state)
{
    int status;
    json_t *run = PARSE(&status, "run", "--json", stage_program("term_binary"));
    const json_t *output = json_object_get(run, "output");
    size_t length = json_string_length(output);

    (void)state;
    assert_int_equal(length, number(run, "output_bytes"));
    assert_true(length > 256);
    assert_string_equal(json_string_value(output) + length - 6, "after\n");
    json_decref(run);
}

static void counts_a_gigabyte_and_keeps_its_beginning(void **state)
{
    int status;
    json_t *run =
        PARSE(&status, "run", "--json", stage_program("term_flood"), "1024");
    json_int_t bytes = number(run, "output_bytes");

    (void)state;
    assert_int_equal(status, 0);
    assert_true(bytes == (json_int_t)1024 * 1024 * 1024);
    size_t kept = json_string_length(json_object_get(run, "output"));
    assert_true(kept > 1 << 16);
    assert_true(kept < 64 << 20);
    json_decref(run);
}

static void without_a_command_it_lists_the_lessons(void **state)
{
    int status;
    json_t *all = PARSE(&status, "--json");

    (void)state;
    assert_int_equal(status, 0);
    assert_int_equal(json_array_size(all), 4);
    json_decref(all);
}

static void tells_a_run_that_was_stepped(void **state)
{
    const char *moves = stage_write("two_moves", "n\nn\n", 4);
    int status;
    json_t *run = PARSE(&status, "step", "--json", "deadlock", "--schedule",
                        "deadlock", "--moves", moves);

    (void)state;
    assert_int_equal(status, 1);
    assert_string_equal(text(run, "verdict"), "deadlock");
    list(run, "cycle", 2);
    assert_int_equal(number(run, "operations"), 9);
    json_decref(run);
}

static void tells_what_a_search_found(void **state)
{
    int status;
    json_t *all = PARSE(&status, "explore", "--json", "deadlock");

    (void)state;
    assert_int_equal(status, 1);
    assert_string_equal(text(all, "verdict"), "deadlock");
    list(all, "others", 0);
    list(all, "outcomes", 3);
    assert_true(json_is_true(json_object_get(all, "complete")));
    assert_int_equal(number(all, "preemptions"), 0);
    assert_true(json_is_true(json_object_get(all, "minimal")));
    assert_true(strstr(text(all, "schedule"), "deadlock.deadlock.sched"));
    json_decref(all);
}

/* The last test: the others know of no exercise. */
static void lists_the_exercises_and_how_far_they_are(void **state)
{
    int status;

    (void)state;
    stage_usual();
    stage_exercise("4_hazards", "deadlock");
    char *home = must_print(
        "XDG_STATE_HOME=%s",
        stage_state("lists", "exercise hazards/deadlock attempts 4 hints 2 "
                             "passed 1 shown 0\n"));
    const char *environment[] = {home, NULL};
    json_t *all =
        parse((const char *[]){"list", "--json", NULL}, environment, &status);
    const json_t *one = find(all, "exercise", "hazards/deadlock");
    assert_int_equal(status, 0);
    assert_string_equal(text(one, "of"), "hazards/deadlock");
    assert_non_null(strstr(text(one, "goal"), "every transfer ends"));
    assert_string_equal(text(one, "break"), "");
    assert_non_null(strstr(text(one, "source"), "4_hazards/deadlock.c"));
    assert_int_equal(number(one, "attempts"), 4);
    assert_int_equal(number(one, "hints"), 2);
    assert_true(json_is_true(json_object_get(one, "passed")));
    assert_true(json_is_false(json_object_get(one, "shown")));
    free(home);
    json_decref(all);
}

static void tells_the_workers_of_a_pool(void **state)
{
    int status, killed = 0, finished = 0;

    (void)state;
    stage_real("7_pool", "pool_failure");
    json_t *run = PARSE(&status, "run", "--json", "pool_failure");
    const json_t *workers = json_object_get(run, "workers");
    assert_int_equal(status, 0);
    assert_int_equal(number(run, "jobs_waiting"), 0);
    assert_true(json_array_size(workers) >= 2);
    for (size_t i = 0; i < json_array_size(workers); i++) {
        const json_t *one = json_array_get(workers, i);

        finished += (int)number(one, "jobs_finished");
        assert_true(json_is_true(json_object_get(one, "ended")));
        if (!json_is_null(json_object_get(one, "job_in_hand"))) {
            assert_int_equal(number(one, "job_in_hand"), 2);
            killed++;
        }
    }
    assert_int_equal(finished, 5);
    assert_int_equal(killed, 1);
    list(run, "clients", 0);
    list(run, "managed", 0);
    json_decref(run);
}

static void tells_a_manager_and_its_clients(void **state)
{
    int status;

    (void)state;
    stage_real("6_exchange", "manager");
    json_t *run = PARSE(&status, "run", "--json", "manager");
    const json_t *clients = list(run, "clients", 2);
    const json_t *managed = list(run, "managed", 2);
    assert_int_equal(status, 0);
    assert_int_equal(number(find(clients, "task", "main"), "answered"), 9);
    assert_int_equal(number(find(clients, "task", "P2"), "answered"), 5);
    assert_string_equal(text(find(clients, "task", "P2"), "server"), "P1");
    const json_t *table = find(managed, "object", "list 1");
    assert_string_equal(text(table, "server"), "P1");
    assert_int_equal(number(table, "count"), 3);
    assert_int_equal(number(table, "proxies"), 1);
    assert_true(json_is_false(json_object_get(table, "deleted")));
    assert_true(json_is_null(json_object_get(run, "jobs_waiting")));
    list(run, "workers", 0);
    json_decref(run);
}

/* The forked child has main's pages, the spawned one does not. */
static void tells_what_memory_processes_share(void **state)
{
    int status;

    (void)state;
    stage_real("1_processes", "start_methods");
    json_t *run = PARSE(&status, "run", "--json", "start_methods");
    const json_t *processes = json_object_get(run, "processes");
    const json_t *forked = find(processes, "process", "P1");
    const json_t *spawned = find(processes, "process", "P2");
    assert_int_equal(status, 0);
    assert_true(number(forked, "shared_pages") >= 500);
    assert_true(number(forked, "own_pages") < 500);
    assert_int_equal(number(spawned, "shared_pages"), 0);
    json_decref(run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_all_that_a_page_says),
        cmocka_unit_test(tells_a_run_that_went_well),
        cmocka_unit_test(knows_the_tasks_and_processes),
        cmocka_unit_test(tells_a_deadlock_with_its_cycle),
        cmocka_unit_test(tells_what_was_held),
        cmocka_unit_test(tells_a_crash),
        cmocka_unit_test(names_the_line_of_a_crash),
        cmocka_unit_test(is_valid_json_whatever_is_printed),
        cmocka_unit_test(keeps_what_stands_behind_a_nul_byte),
        cmocka_unit_test(counts_a_gigabyte_and_keeps_its_beginning),
        cmocka_unit_test(tells_a_run_that_was_stepped),
        cmocka_unit_test(tells_what_a_search_found),
        cmocka_unit_test(without_a_command_it_lists_the_lessons),
        cmocka_unit_test(lists_the_exercises_and_how_far_they_are),
        cmocka_unit_test(tells_the_workers_of_a_pool),
        cmocka_unit_test(tells_a_manager_and_its_clients),
        cmocka_unit_test(tells_what_memory_processes_share),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
