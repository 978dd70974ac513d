/* `run --plain`: a run in sentences, and what its exit status says. */
#include "tests/support/capture.h"
#include "tests/support/stage.h"

#include <ctype.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct capture run(const char *const *arguments,
                          const struct capture_options *options)
{
    const char *command[16] = {stage_lab(), "run", "--plain"};
    int count = 3;

    stage_usual();
    for (; *arguments; arguments++)
        command[count++] = *arguments;
    return capture_run(command, options);
}
#define RUN(...) run((const char *[]){__VA_ARGS__, NULL}, NULL)

static void expect_words(const struct capture *said, const char *words)
{
    if (!strstr(said->output, words))
        print_error("no \"%s\" in:\n%s%s", words, said->output, said->error);
    assert_non_null(strstr(said->output, words));
}

static void tells_one_that_ends_well_and_exits_0(void **state)
{
    struct capture said = RUN("silent");

    (void)state;
    assert_int_equal(said.status, 0);
    assert_string_equal(said.error, "");
    expect_words(&said, "main begins\n");
    expect_words(&said, "main exits with status 0\n");
    expect_words(&said, "the program ended: exit 0 after ");
    assert_int_equal(said.left, 0);
    capture_fini(&said);
}

/* What stands in panes on a screen. */
static void tells_what_became_of_the_jobs_of_a_pool(void **state)
{
    stage_real("7_pool", "pool_failure");
    struct capture said = RUN("pool_failure");

    (void)state;
    assert_int_equal(said.status, 0);
    expect_words(&said, "main gave the pool job 6\n");
    expect_words(&said, "finished job 6\n");
    expect_words(&said, "gave up job 2\n");
    expect_words(&said, "\nworkers: 0 jobs wait, 5 finished\n  P1 ");
    expect_words(&said, "job 2 killed by SIGKILL, 0 finished\n");
    capture_fini(&said);
}

static void tells_what_the_clients_of_a_manager_ask(void **state)
{
    stage_real("6_exchange", "manager");
    struct capture said = RUN("manager");

    (void)state;
    assert_int_equal(said.status, 0);
    expect_words(&said, "P1 serves clients\n");
    expect_words(&said, "main asks the manager for a new list\n");
    expect_words(&said, "P2 asks the manager for dict 2: set\n"
                        "P2 is about to write");
    expect_words(&said, "P1 now has list 1: 3 items, 1 a proxy\n");
    expect_words(&said, "P2 has the manager's answer\n");
    expect_words(&said, "\nclients of P1: 14 calls answered\n"
                        "  main ended, 9 answered\n"
                        "  P2 ended, 5 answered\n");
    capture_fini(&said);
}

/* Without its bars and branches. */
static void tells_what_memory_processes_share(void **state)
{
    stage_real("1_processes", "start_methods");
    struct capture said = RUN("start_methods");

    (void)state;
    assert_int_equal(said.status, 0);
    expect_words(&said,
                 "\nmemory: pages of its own, and still shared\n  main ");
    expect_words(&said, "\n  P1 fork ");
    expect_words(&said, " own, 0 shared, exit 0\n");
    capture_fini(&said);
}

/* It is told from its first event, however quick it was. */
static void tells_every_run_from_its_start(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++) {
        struct capture said = RUN("silent");

        assert_int_equal(strncmp(said.output, "main begins\n", 12), 0);
        capture_fini(&said);
    }
}

static void tells_things_in_the_order_in_which_they_happened(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        struct capture said = RUN("silent");
        const char *begins = strstr(said.output, "main begins");
        const char *exits = strstr(said.output, "main exits");
        const char *ended = strstr(said.output, "process main ended");

        assert_non_null(begins);
        assert_true(exits > begins);
        assert_true(ended > exits);
        capture_fini(&said);
    }
}

static void ends_a_deadlock_names_its_cycle_and_exits_1(void **state)
{
    struct capture said = RUN("quick");

    (void)state;
    assert_int_equal(said.status, 1);
    assert_string_equal(said.error, "");
    expect_words(&said, "T1 took left (deadlock.c:");
    /* Who comes to a lock before the other has it was only about to take it. */
    assert_true(strstr(said.output, "T1 waits for right, held by T2 (dead") ||
                strstr(said.output, "T2 waits for left, held by T1 (dead"));
    expect_words(&said, "Deadlock: ");
    expect_words(&said, "T1 waits for right, held by T2");
    expect_words(&said, "T2 waits for left, held by T1");
    expect_words(&said, "the program was ended by the lab after ");
    expect_words(&said, "what happened: It deadlocks: neither thread");
    assert_int_equal(said.left, 0);
    capture_fini(&said);
}

static void sets_the_prediction_beside_it(void **state)
{
    char home[256];
    struct capture said;

    (void)state;
    stage_usual();
    snprintf(home, sizeof home, "XDG_STATE_HOME=%s",
             stage_state("plain", "hazards/quick predicted 2 happened 0 "
                                  "runs 0\n"));
    said = run(
        (const char *[]){"quick", NULL},
        &(struct capture_options){.environment = (const char *[]){home, NULL}});
    expect_words(&said,
                 "you said: Both threads finish. (it can happen, but not this "
                 "time)");
    capture_fini(&said);
}

static void exits_1_where_the_program_failed(void **state)
{
    struct capture said =
        run((const char *[]){stage_program("term_says"), NULL},
            &(struct capture_options){
                .environment = (const char *[]){"TERM_STATUS=3", NULL}});

    (void)state;
    assert_int_equal(said.status, 1);
    expect_words(&said, "the program ended: exit 3");
    capture_fini(&said);
}

static void names_the_line_of_a_crash_and_exits_1(void **state)
{
    struct capture said = RUN(stage_program("term_crash"));

    (void)state;
    assert_int_equal(said.status, 1);
    expect_words(&said, "| about to crash");
    expect_words(&said, "killed by SIGSEGV");
    expect_words(&said, "(term_crash.c:");
    assert_int_equal(said.left, 0);
    capture_fini(&said);
}

static void hands_arguments_over_as_they_are(void **state)
{
    struct capture said = RUN(stage_program("term_says"), "--plain", "-x",
                              "a b", "", "$HOME", "run");

    (void)state;
    assert_int_equal(said.status, 0);
    expect_words(&said, "| argument 1 is <--plain>\n");
    expect_words(&said, "| argument 2 is <-x>\n");
    expect_words(&said, "| argument 3 is <a b>\n");
    expect_words(&said, "| argument 4 is <>\n");
    expect_words(&said, "| argument 5 is <$HOME>\n");
    expect_words(&said, "| argument 6 is <run>\n");
    capture_fini(&said);
}

static void feeds_it_a_file(void **state)
{
    const char *file = stage_write("input", "one\ntwo\nend", 11);
    struct capture said = RUN("--input", file, stage_program("term_says"));

    (void)state;
    assert_int_equal(said.status, 0);
    expect_words(&said, "| input: one\n");
    expect_words(&said, "| input: two\n");
    expect_words(&said, "| input: end\n"); /* The line is finished. */
    capture_fini(&said);
}

static void passes_its_own_input_on(void **state)
{
    const char *file = stage_write("piped", "from outside\n", 13);
    struct capture said =
        run((const char *[]){stage_program("term_says"), NULL},
            &(struct capture_options){.input = file});

    (void)state;
    expect_words(&said, "| input: from outside\n");
    capture_fini(&said);
}

static void begins_lines_with_the_time(void **state)
{
    struct capture said = RUN("--times", "quick");
    int times = 0;
    double latest = 0;

    (void)state;
    for (char *line = strtok(said.output, "\n"); line;
         line = strtok(NULL, "\n")) {
        char *end;
        double time = strtod(line, &end);

        if (end == line || strncmp(end, "  ", 2) != 0)
            continue;
        assert_true(time >= latest);
        latest = time;
        times++;
    }
    assert_true(times > 10);
    capture_fini(&said);
}

static void waits_as_long_as_it_is_told_to(void **state)
{
    struct capture slow = RUN("--pace", "30", "quick");
    struct capture fast = RUN("--pace", "0", "quick");
    const char *took = strstr(slow.output, "by the lab after ");

    (void)state;
    assert_non_null(took);
    assert_true(atof(took + 17) >= 0.1); /* Nine operations, some at once. */
    took = strstr(fast.output, " after ");
    assert_non_null(took);
    capture_fini(&slow);
    capture_fini(&fast);
}

static void only_counts_where_that_is_asked_for(void **state)
{
    struct capture said =
        RUN("--count", stage_program("term_says"), "one", "two");

    (void)state;
    assert_int_equal(said.status, 0);
    assert_int_equal(capture_lines(said.output), 1);
    expect_words(&said, "the program ended: exit 0 after ");
    const char *operations = strstr(said.output, " s and ");
    assert_non_null(operations);
    assert_true(atoi(operations + 7) >= 4);
    capture_fini(&said);
}

static void shows_binary_output_without_control_characters(void **state)
{
    struct capture said = RUN(stage_program("term_binary"));

    (void)state;
    expect_words(&said, "| before\n");
    expect_words(&said, "| after\n");
    for (size_t i = 0; i < said.output_length; i++) {
        unsigned char byte = (unsigned char)said.output[i];

        assert_true(byte >= ' ' || byte == '\n' || byte == '\t');
        assert_int_not_equal(byte, 0x7f);
    }
    capture_fini(&said);
}

static void is_ended_by_a_signal_with_all_it_started(void **state)
{
    struct capture said = run(
        (const char *[]){stage_program("term_stubborn"), NULL},
        &(struct capture_options){.signal = SIGINT, .signal_at = "settled"});

    (void)state;
    assert_int_equal(said.status, 128 + SIGINT);
    expect_words(&said, "ended by the lab");
    assert_int_equal(said.left, 0);
    capture_fini(&said);
}

static void finds_a_program_in_path(void **state)
{
    struct capture said = RUN("true");

    (void)state;
    assert_int_equal(said.status, 0);
    expect_words(&said, "the program ended: exit 0");
    capture_fini(&said);
}

/* As step and explore do; nothing of it stays. */
static void compiles_a_source_file_first(void **state)
{
    struct capture said =
        RUN(stage_write("homework.c", "int main(void) { return 7; }", 28));

    (void)state;
    assert_int_equal(said.status, 1);
    expect_words(&said, "the program ended: exit 7");
    assert_int_equal(said.left, 0);
    capture_fini(&said);
    said = RUN(stage_write("broken.c", "int main(", 9));
    assert_int_equal(said.status, 2);
    assert_non_null(strstr(said.error, "broken.c does not compile"));
    assert_int_equal(said.left, 0);
    capture_fini(&said);
}

static void compiles_cplusplus_by_its_own_compiler(void **state)
{
    static const char source[] =
        "#include <thread>\n"
        "#include <string>\n"
        "int main() { std::string s; std::thread t([&] { s = \"yes\"; });\n"
        "t.join(); return s == \"yes\" ? 7 : 8; }\n";
    static const char *const names[] = {"home.cpp", "home.cc", "home.cxx"};

    (void)state;
    if (system("command -v g++ >/dev/null") != 0)
        skip();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct capture said =
            RUN(stage_write(names[i], source, sizeof source - 1));

        assert_int_equal(said.status, 1);
        expect_words(&said, "the program ended: exit 7");
        capture_fini(&said);
    }
    const char *none[] = {"INTERLEAVE_CC=/none/such", NULL};
    struct capture said =
        run((const char *[]){stage_write("home.cpp", source, sizeof source - 1),
                             NULL},
            &(struct capture_options){.environment = none});
    assert_int_equal(said.status, 2);
    assert_non_null(strstr(said.error, "cannot run the compiler /none/such; "
                                       "install it, or name another in"));
    capture_fini(&said);
}

static void lists_the_lessons(void **state)
{
    struct capture said;

    (void)state;
    stage_usual();
    said = capture_run((const char *[]){stage_lab(), "list", NULL}, NULL);
    assert_int_equal(said.status, 0);
    expect_words(&said, "first\n  ticks ");
    /* Columns are as wide as what is in them. */
    expect_words(&said, "hazards\n  deadlock  Deadlock        pending\n");
    expect_words(&said, "last\n  silent ");
    assert_true(strstr(said.output, "first") < strstr(said.output, "hazards"));
    assert_true(strstr(said.output, "hazards") < strstr(said.output, "last"));
    struct capture same = capture_run(
        (const char *[]){stage_lab(), "list", "--plain", NULL}, NULL);
    assert_string_equal(said.output, same.output);
    capture_fini(&said);
    capture_fini(&same);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_one_that_ends_well_and_exits_0),
        cmocka_unit_test(tells_every_run_from_its_start),
        cmocka_unit_test(tells_things_in_the_order_in_which_they_happened),
        cmocka_unit_test(ends_a_deadlock_names_its_cycle_and_exits_1),
        cmocka_unit_test(sets_the_prediction_beside_it),
        cmocka_unit_test(exits_1_where_the_program_failed),
        cmocka_unit_test(names_the_line_of_a_crash_and_exits_1),
        cmocka_unit_test(hands_arguments_over_as_they_are),
        cmocka_unit_test(feeds_it_a_file),
        cmocka_unit_test(passes_its_own_input_on),
        cmocka_unit_test(begins_lines_with_the_time),
        cmocka_unit_test(waits_as_long_as_it_is_told_to),
        cmocka_unit_test(only_counts_where_that_is_asked_for),
        cmocka_unit_test(shows_binary_output_without_control_characters),
        cmocka_unit_test(is_ended_by_a_signal_with_all_it_started),
        cmocka_unit_test(finds_a_program_in_path),
        cmocka_unit_test(compiles_a_source_file_first),
        cmocka_unit_test(compiles_cplusplus_by_its_own_compiler),
        cmocka_unit_test(lists_the_lessons),
        cmocka_unit_test(tells_what_became_of_the_jobs_of_a_pool),
        cmocka_unit_test(tells_what_the_clients_of_a_manager_ask),
        cmocka_unit_test(tells_what_memory_processes_share),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
