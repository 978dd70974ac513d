/* The command line: what is said to misuse, and what each command says of
   itself. Misuse is answered by one line on standard error and status 2. */
#include "tests/support/capture.h"
#include "tests/support/stage.h"
#include "tui/cli/cli.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* Runs the lab with arguments, as many as there are before NULL. */
static struct capture say(const char *const *arguments)
{
    const char *command[16] = {stage_lab()};
    int count = 1;

    stage_usual();
    for (; *arguments; arguments++)
        command[count++] = *arguments;
    return capture_run(command, NULL);
}
#define SAY(...) say((const char *[]){__VA_ARGS__, NULL})

/* One line, which holds the words; nothing else, and nothing left behind. */
static void expect_misuse(struct capture said, const char *words)
{
    if (said.status != EXIT_MISUSE || capture_lines(said.error) != 1 ||
        !strstr(said.error, words))
        print_error("status %d: %s", said.status, said.error);
    assert_int_equal(said.status, EXIT_MISUSE);
    assert_string_equal(said.output, "");
    assert_int_equal(capture_lines(said.error), 1);
    assert_int_equal(strncmp(said.error, "interleave", 10), 0);
    assert_non_null(strstr(said.error, words));
    assert_int_equal(said.left, 0);
    capture_fini(&said);
}

static void an_unknown_lesson_is_answered_with_the_nearest(void **state)
{
    (void)state;
    expect_misuse(SAY("deadlok"), "did you mean deadlock?");
    expect_misuse(SAY("run", "deadlok"), "did you mean deadlock?");
    expect_misuse(SAY("run", "dealdock"), "did you mean deadlock?");
    expect_misuse(SAY("run", "hazards/deadlok"), "deadlock");
}

static void a_name_that_is_near_nothing_is_answered_plainly(void **state)
{
    (void)state;
    expect_misuse(SAY("xyzzyxyzzy"), "xyzzyxyzzy: no such lesson or command");
    expect_misuse(SAY("run", "xyzzyxyzzy"), "xyzzyxyzzy: no such program");
    expect_misuse(SAY(""), "no such lesson");
    expect_misuse(SAY("run", ""), "empty");
}

static void an_unknown_option_is_answered_in_a_line(void **state)
{
    (void)state;
    expect_misuse(SAY("--nonsense"), "nonsense");
    expect_misuse(SAY("list", "--nonsense"), "nonsense");
    expect_misuse(SAY("run", "--nonsense", "deadlock"), "nonsense");
    expect_misuse(SAY("replay", "-Z", "x.ilv"), "Z");
    expect_misuse(SAY("doctor", "--nonsense"), "nonsense");
    expect_misuse(SAY("help", "--nonsense"), "nonsense");
}

static void what_is_missing_is_named(void **state)
{
    (void)state;
    expect_misuse(SAY("run"), "name a lesson or a program");
    expect_misuse(SAY("replay"), "name a recording");
    expect_misuse(SAY("run", "--record"), "record");
    expect_misuse(SAY("run", "--pace"), "pace");
}

static void what_is_too_much_is_named(void **state)
{
    (void)state;
    expect_misuse(SAY("list", "deadlock"), "deadlock");
    expect_misuse(SAY("replay", "a.ilv", "b.ilv"), "b.ilv");
    expect_misuse(SAY("doctor", "who"), "who");
    expect_misuse(SAY("run", "deadlock", "fast"), "takes no arguments");
    expect_misuse(SAY("deadlock", "quick"), "one lesson at a time: quick");
    expect_misuse(SAY("chek", "deadlock"), "chek: no such lesson or command");
    expect_misuse(SAY("help", "me"), "me");
}

static void a_pace_that_is_none_is_refused(void **state)
{
    (void)state;
    expect_misuse(SAY("run", "--pace", "fast", "quick"), "not fast");
    expect_misuse(SAY("run", "--pace", "-1", "quick"), "not -1");
    expect_misuse(SAY("run", "--pace", "60001", "quick"), "not 60001");
    expect_misuse(SAY("run", "--pace", "1ms", "quick"), "not 1ms");
    expect_misuse(SAY("run", "--pace", "", "quick"), "milliseconds");
    expect_misuse(SAY("run", "--pace", "99999999999999999999", "quick"),
                  "milliseconds");
}

static void what_explore_does_not_know_is_named(void **state)
{
    (void)state;
    expect_misuse(SAY("explore", "--find", "bogus", "deadlock"),
                  "no such kind: bogus");
    expect_misuse(SAY("explore", "--strategy", "luck", "deadlock"),
                  "luck: no such strategy");
    expect_misuse(SAY("explore", "--time", "soon", "deadlock"), "not soon");
    expect_misuse(SAY("explore"), "name a lesson");
    expect_misuse(SAY("explore", "--input", "/none/here", "deadlock"),
                  "/none/here: cannot be read");
    expect_misuse(SAY("explore", "--input", "/dev/tty", "deadlock"),
                  "/dev/tty");
}

static void files_that_cannot_be_used_are_named(void **state)
{
    (void)state;
    expect_misuse(SAY("run", "--plain", "--input", "/none/here", "silent"),
                  "/none/here: cannot be read");
    expect_misuse(SAY("run", "--plain", "--input", "/tmp", "silent"), "/tmp");
    expect_misuse(SAY("run", "--plain", "--record", "/none/a.ilv", "silent"),
                  "/none/a.ilv: cannot be written");
    expect_misuse(SAY("run", "--plain", "--record", "/tmp", "silent"), "/tmp");
}

static void the_menu_needs_a_terminal(void **state)
{
    (void)state;
    expect_misuse(SAY("deadlock"), "no terminal here");
    expect_misuse(SAY("--ascii"), "no terminal here");
}

static void the_version_is_told_by_every_command(void **state)
{
    (void)state;
    struct capture said = SAY("--version");
    assert_int_equal(said.status, 0);
    assert_string_equal(said.error, "");
    assert_int_equal(strncmp(said.output, "interleave 0.", 13), 0);
    assert_int_equal(capture_lines(said.output), 1);
    for (int i = 0; cli_commands[i].name; i++) {
        if (cli_commands[i].run == cli_cc) /* The compiler's. */
            continue;
        struct capture same = SAY(cli_commands[i].name, "--version");

        assert_int_equal(same.status, 0);
        assert_string_equal(same.output, said.output);
        capture_fini(&same);
    }
    capture_fini(&said);
}

static void help_names_every_command_and_the_keys(void **state)
{
    (void)state;
    struct capture said = SAY("--help");
    struct capture same = SAY("help");

    assert_int_equal(said.status, 0);
    assert_string_equal(said.error, "");
    assert_string_equal(said.output, same.output);
    for (int i = 0; cli_commands[i].name; i++)
        assert_non_null(strstr(said.output, cli_commands[i].summary));
    assert_non_null(strstr(said.output, "Keys in the menu"));
    assert_non_null(strstr(said.output, "pause the program and go on"));
    capture_fini(&said);
    capture_fini(&same);
}

static void every_command_helps_with_itself(void **state)
{
    (void)state;
    for (int i = 0; cli_commands[i].name; i++) {
        struct capture said = SAY(cli_commands[i].name, "--help");

        if (strcmp(said.error, "") != 0 || said.status != 0)
            print_error("%s: %d, %s", cli_commands[i].name, said.status,
                        said.error);
        assert_int_equal(said.status, 0);
        assert_string_equal(said.error, "");
        assert_non_null(strstr(said.output, cli_commands[i].name));
        capture_fini(&said);
    }
}

static void help_of_run_names_each_option(void **state)
{
    static const char *const options[] = {"--pace",  "--record", "--input",
                                          "--times", "--count",  "--plain",
                                          "--json",  "--ascii",  "--no-color"};
    struct capture said = SAY("run", "--help");

    (void)state;
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        assert_non_null(strstr(said.output, options[i]));
    capture_fini(&said);
}

/* The student's eyes: no line of help is wider than a terminal. */
static void help_fits_80_columns(void **state)
{
    (void)state;
    struct capture said = SAY("--help");

    for (char *line = strtok(said.output, "\n"); line;
         line = strtok(NULL, "\n"))
        assert_true(strlen(line) <= 80);
    capture_fini(&said);
}

static void the_doctor_finds_all_well_here(void **state)
{
    (void)state;
    struct capture said = SAY("doctor");

    if (said.status != 0)
        print_error("%s", said.output);
    assert_int_equal(said.status, 0);
    assert_string_equal(said.error, "");
    assert_null(strstr(said.output, "NO "));
    assert_non_null(strstr(said.output, "4 lessons in "));
    assert_non_null(strstr(said.output, "a program was started and seen"));
    assert_int_equal(said.left, 0);
    capture_fini(&said);
}

static struct capture doctor_with(const char *setting)
{
    return capture_run(
        (const char *[]){stage_lab(), "doctor", NULL},
        &(struct capture_options){
            .environment = (const char *[]){"LANG=C.UTF-8", setting, NULL}});
}

static void
the_doctor_says_a_line_of_each_thing_and_leaves_nothing(void **state)
{
    static const char *const things[] = {
        "lessons",       "runtime",   "shared memory",  "watching",
        "kernel states", "size",      "open files",     "terminal",
        "characters",    "progress",  "message queues", "programs' memory",
        "compiler",      "exercises", "saving",         "grading"};
    char setting[300];

    (void)state;
    snprintf(setting, sizeof setting, "TMPDIR=%s", stage_file("scratch"));
    assert_int_equal(mkdir(stage_file("scratch"), 0700), 0);
    struct capture said = doctor_with(setting);
    assert_int_equal(said.status, 0);
    for (size_t i = 0; i < sizeof things / sizeof *things; i++) {
        char name[32];

        snprintf(name, sizeof name, " %-16s ", things[i]);
        assert_non_null(strstr(said.output, name));
    }
    assert_int_equal(capture_lines(said.output),
                     sizeof things / sizeof *things);
    capture_fini(&said);
    assert_int_equal(rmdir(stage_file("scratch")), 0);
}

static void the_doctor_says_what_to_install(void **state)
{
    struct capture said = doctor_with("INTERLEAVE_CC=no-such-compiler");

    (void)state;
    assert_int_equal(said.status, 0);
    assert_non_null(strstr(said.output, "part compiler"));
    assert_non_null(strstr(said.output, "install gcc or clang"));
    assert_non_null(strstr(said.output, "part exercises"));
    capture_fini(&said);
    said = doctor_with("TMPDIR=/no/such/folder");
    assert_int_equal(said.status, 0);
    assert_non_null(strstr(said.output, "set TMPDIR"));
    capture_fini(&said);
    said = doctor_with("TERM=no-such-terminal");
    assert_non_null(strstr(said.output, "part terminal"));
    assert_non_null(strstr(said.output, "TERM=xterm-256color"));
    capture_fini(&said);
}

static void the_doctor_names_what_is_missing(void **state)
{
    (void)state;
    struct capture said = capture_run(
        (const char *[]){stage_lab(), "doctor", NULL},
        &(struct capture_options){
            .environment = (const char *[]){"TERM=dumb", "LANG=C", NULL}});

    assert_int_equal(said.status, 0); /* The lab works all the same. */
    assert_non_null(strstr(said.output, "part terminal"));
    assert_non_null(strstr(said.output, "part characters"));
    assert_non_null(strstr(said.output, "use --plain"));
    capture_fini(&said);
}

/* The lab as it was built: it has its catalogues of messages. */
static struct capture list_in(const char *language, const char *ascii)
{
    const char *build = getenv("BUILD");
    char lab[64];

    snprintf(lab, sizeof lab, "%s/interleave",
             build && *build ? build : "build");
    return capture_run((const char *[]){lab, "list", "--plain", "--lang",
                                        language, ascii, NULL},
                       NULL);
}

static bool is_ascii(const char *text)
{
    while (*text && (unsigned char)*text < 0x80)
        text++;
    return *text == '\0';
}

static void who_wants_ascii_gets_a_language_that_it_can_write(void **state)
{
    struct capture said = list_in("uk", NULL);

    (void)state;
    assert_int_equal(said.status, 0);
    assert_non_null(strstr(said.output, "Взаємне блокування"));
    capture_fini(&said);
    said = list_in("uk", "--ascii");
    assert_int_equal(said.status, 0);
    assert_true(is_ascii(said.output));
    assert_non_null(strstr(said.output, "Deadlock"));
    capture_fini(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_unknown_lesson_is_answered_with_the_nearest),
        cmocka_unit_test(a_name_that_is_near_nothing_is_answered_plainly),
        cmocka_unit_test(an_unknown_option_is_answered_in_a_line),
        cmocka_unit_test(what_is_missing_is_named),
        cmocka_unit_test(what_is_too_much_is_named),
        cmocka_unit_test(a_pace_that_is_none_is_refused),
        cmocka_unit_test(what_explore_does_not_know_is_named),
        cmocka_unit_test(files_that_cannot_be_used_are_named),
        cmocka_unit_test(the_menu_needs_a_terminal),
        cmocka_unit_test(the_version_is_told_by_every_command),
        cmocka_unit_test(help_names_every_command_and_the_keys),
        cmocka_unit_test(every_command_helps_with_itself),
        cmocka_unit_test(help_of_run_names_each_option),
        cmocka_unit_test(help_fits_80_columns),
        cmocka_unit_test(who_wants_ascii_gets_a_language_that_it_can_write),
        cmocka_unit_test(the_doctor_finds_all_well_here),
        cmocka_unit_test(
            the_doctor_says_a_line_of_each_thing_and_leaves_nothing),
        cmocka_unit_test(the_doctor_says_what_to_install),
        cmocka_unit_test(the_doctor_names_what_is_missing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
