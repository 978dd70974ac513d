/* What many students hand in is judged, and none of them harms anybody. */
#include "tests/support/capture.h"
#include "tests/support/process.h"
#include "tests/support/stage.h"

#include "must.h"
#include "tui/drawing/text.h"
#include "tui/exercises/exercise.h"

#include <dirent.h>
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- Given: the solution, with something put in. ---- */

struct handed_in {
    const char *student;
    const char *before; /* Put before count_all, */
    const char *within; /* and at its beginning. */
    const char *verdict;
    const char *message; /* Part of it. */
};

#define FREELY   "if (ballots > 1) " /* Not in the scenario. */
#define FOR_EVER "for (;;) "

static const struct handed_in class[] = {
    {"ada", "", "", "ok", "all schedules"},
    {"ben", "/* More to say. */", "", "ok", "all schedules"},
    {"cyd", "", "if (ballots) return 2;", "wrong-result", "ballots"},
    {"dan", "int x", "", "does-not-compile", "error"},
    {"eve", "", FOR_EVER "(void)!fork();", "too-greedy", "processes"},
    {"fay", "", FREELY FOR_EVER "(void)!fork();", "too-greedy", "processes"},
    {"fee", "", FREELY "{ while (fork() >= 0); _exit(0); }", "too-greedy",
     "processes"},
    {"fil", "", FREELY FOR_EVER "{ if (fork() == 0) _exit(0); wait(NULL); }",
     "too-greedy", "processes"},
    {"fox", "",
     FREELY "{ if (fork() == 0) { setsid();" FOR_EVER "(void)!fork(); } }",
     "too-greedy", "processes"},
    {"gil", "static void *hold(void *x) { " FOR_EVER "pause(); return x; }",
     FREELY FOR_EVER "{ pthread_t t; pthread_create(&t, 0, hold, 0); }",
     "too-greedy", "threads"},
    {"hal", "",
     FREELY FOR_EVER "{ char *p = malloc(1 << 20); if (p) memset(p, 1, 1 << "
                     "20); }",
     "too-greedy", "memory"},
    {"hew", "",
     FREELY "{ char *p = malloc(600 << 20); if (p) memset(p, 1, 600 << 20);"
            " free(p); }",
     "too-greedy", "memory"},
    {"ian", "",
     FREELY "{ static char b[1 << 20]; for (int n = 0; n < 60; n++) {"
            " int d = open(\"junk\", O_CREAT | O_WRONLY | O_TRUNC, 0600);"
            " (void)!write(d, b, sizeof b); close(d); unlink(\"junk\"); } }",
     "too-greedy", "disk"},
    {"ida", "",
     FREELY "for (int n = 0;; n++) { char f[32]; static char b[1 << 20];"
            " snprintf(f, sizeof f, \"junk%d\", n);"
            " int d = open(f, O_CREAT | O_WRONLY, 0600);"
            " (void)!write(d, b, sizeof b); close(d); }",
     "too-greedy", "disk"},
    {"jon", "",
     FREELY "{ int d = shm_open(\"/grade_test\", O_CREAT | O_RDWR, 0600);"
            " static char b[1 << 20];" FOR_EVER
            "(void)!write(d, b, sizeof b); }",
     "too-greedy", ""},
    {"kim", "",
     FREELY "{ static char b[1 << 20]; memset(b, '.', sizeof b);"
            " for (int i = 0; i < 1024; i++) (void)!write(1, b, sizeof b); }",
     "too-greedy", "prints"},
    {"leo", "", FOR_EVER "sleep(1000);", "endless-loop", ""},
    {"may", "",
     FREELY "{ printf(\"[==========] 1 test(s) run.\\n"
            "[  PASSED  ] 1 test(s).\\n\"); fflush(stdout); _exit(0); }",
     "tampering", "prints that it passed"},
    {"ned", "", "if (ballots) _exit(0);", "wrong-result", "exit 0"},
    {"oda", "__attribute__((constructor)) static void f(void) { _exit(0); }",
     "", "tampering", "constructor"},
    {"pam", "int _cmocka_run_group_tests(void *a, void *b) { return a == b; }",
     "", "tampering", "_cmocka"},
    {"quo", "#define check(truth, message)", "", "tampering", "check"},
    {"ray", "#include <sys/ptrace.h>", "ptrace(PTRACE_ATTACH, 1, 0, 0);",
     "tampering", "ptrace"},
    {"sol", "", FREELY "{ pid_t p = 0; kill(p, SIGKILL); }", "crash", "Killed"},
    {"sue", "", "kill(getppid(), SIGKILL);", "tampering", "getppid"},
    {"tab", "", FREELY "{ pid_t p = 0; kill(p - 1, SIGKILL); }", "ok", ""},
    {"ted", "", FREELY "raise(SIGSTOP);", "deadlock", "waits"},
    {"tim", "", "pid_t p = 0; if (ballots) kill(++p, SIGKILL);", "ok", ""},
    {"una", "", "setenv(\"LD_PRELOAD\", \"/tmp/x.so\", 1);", "tampering",
     "LD_PRELOAD"},
    {"val", "#include \"/etc/passwd\"", "", "tampering", "/etc/passwd"},
    {"wim", "", "tally = remove(\"HOST\") == 0 ? 0 : 0;", "ok", ""},
    {"xen", "void wait(int *x) { *x = 0; }", "", "does-not-compile", "wait"},
};

enum { STUDENTS = sizeof class / sizeof *class };

static void hand_in(const char *folder, const struct handed_in *given,
                    const char *host)
{
    static const char place[] = "/* Counts two piles";
    char *solution = text_of_file("solutions/4_hazards/race_condition.c");
    char *own = must_print("%s/%s", folder, given->student);
    char *path = must_print("%s/race_condition.c", own);

    assert_non_null(solution);
    char *counts = strstr(solution, place);
    assert_non_null(counts);
    char *body = strchr(strstr(counts, "int count_all"), '{') + 1;
    char *within = must_copy(given->within);
    char *named = strstr(within, "HOST");
    mkdir(own, 0755);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file,
            "#include <fcntl.h>\n#include <signal.h>\n#include <stdlib.h>\n"
            "#include <sys/mman.h>\n#include <sys/wait.h>\n"
            "#include <unistd.h>\n%.*s%s\n%.*s%.*s%s%s"
            "%s",
            (int)(counts - solution), solution, given->before,
            (int)(body - counts), counts,
            named ? (int)(named - within) : (int)strlen(within), within,
            named ? host : "", named ? named + strlen("HOST") : "", body);
    assert_int_equal(fclose(file), 0);
    free(within);
    free(path);
    free(own);
    free(solution);
}

static void stage(void)
{
    static bool staged;

    stage_usual();
    if (!staged)
        stage_exercise("4_hazards", "race_condition");
    staged = true;
}

static const char *a_class(const char *name, const char *host)
{
    const char *folder = stage_file("%s", name);

    stage();
    mkdir(folder, 0755);
    for (int i = 0; i < STUDENTS; i++)
        hand_in(folder, &class[i], host);
    return folder;
}

static struct capture grade(const char *const *arguments)
{
    const char *command[16] = {stage_lab(), "grade"};

    for (int i = 0; arguments[i]; i++)
        command[2 + i] = arguments[i];
    return capture_run(command, NULL);
}
#define GRADE(...) grade((const char *[]){__VA_ARGS__, NULL})

/* ---- Then. ---- */

static void expect_mark(const json_t *mark, const struct handed_in *given)
{
    const char *verdict = json_string_value(json_object_get(mark, "verdict"));
    const char *message = json_string_value(json_object_get(mark, "message"));
    const char *student = json_string_value(json_object_get(mark, "student"));

    assert_string_equal(student, given->student);
    if (strcmp(verdict, given->verdict) != 0 ||
        !strstr(message, given->message))
        fail_msg("%s: %s: %s", student, verdict, message);
}

static int named_so(const char *folder, const char *part)
{
    DIR *directory = opendir(folder);
    struct dirent *entry;
    int count = 0;

    while (directory && (entry = readdir(directory)))
        count += strstr(entry->d_name, part) != NULL;
    if (directory)
        closedir(directory);
    return count;
}

static void expect_nothing_left(const struct capture *said)
{
    const char *place = getenv("TMPDIR");

    assert_int_equal(said->left, 0);
    assert_int_equal(named_so("/dev/shm", "grade_test"), 0);
    assert_int_equal(named_so(place ? place : "/tmp", "interleave-grade"), 0);
}

static void each_is_told_as_what_it_did_and_again_the_same(void **state)
{
    const char *host = stage_write("host.txt", "mine", 4);
    const char *folder = a_class("class", host);
    struct capture first = GRADE("--json", "-", folder);
    struct capture second = GRADE("--json", "-", "-j", "1", folder);
    json_t *marks = json_loads(first.output, 0, NULL);

    (void)state;
    if (first.status != 0)
        print_error("%s%s", first.output, first.error);
    assert_int_equal(first.status, 0);
    assert_int_equal(json_array_size(marks), STUDENTS);
    for (int i = 0; i < STUDENTS; i++)
        expect_mark(json_array_get(marks, (size_t)i), &class[i]);
    assert_string_equal(second.output, first.output);
    expect_nothing_left(&first);
    expect_nothing_left(&second);
    char *text = text_of_file(host);
    assert_string_equal(text, "mine");
    free(text);
    json_decref(marks);
    capture_fini(&first);
    capture_fini(&second);
}

static void hand_in_solutions(const char *folder)
{
    struct shelf *shelf = shelf_read("exercises", "solutions");

    for (size_t i = 0; i < shelf->count; i++) {
        const struct exercise *exercise = &shelf->exercises[i];
        char *name =
            must_print("%s/%s%s", folder, exercise->name, exercise->ending);
        char *text = text_of_file(exercise->solution);

        assert_non_null(text);
        stage_write(name, text, (unsigned)strlen(text));
        free(text);
        free(name);
    }
    shelf_free(shelf);
}

/* No limit is in the way of who solves it. The real lab, which has all. */
static void each_solution_is_ok_in_the_sandbox_too(void **state)
{
    const char *folder = stage_file("solutions");
    const char *build = getenv("BUILD");
    size_t solved = 0;

    (void)state;
    stage();
    mkdir(folder, 0755);
    hand_in_solutions("solutions");
    char *lab = must_print("%s/interleave", build ? build : "build");
    struct capture said = capture_run(
        (const char *[]){lab, "grade", "--json", "-", folder, NULL}, NULL);
    json_t *marks = json_loads(said.output, 0, NULL);
    for (size_t i = 0; i < json_array_size(marks); i++) {
        const json_t *mark = json_array_get(marks, i);
        const char *verdict =
            json_string_value(json_object_get(mark, "verdict"));

        solved += strcmp(verdict, "ok") == 0;
        if (strcmp(verdict, "ok") != 0)
            print_error("%s: %s\n",
                        json_string_value(json_object_get(mark, "exercise")),
                        json_string_value(json_object_get(mark, "message")));
    }
    assert_true(solved > 30);
    assert_int_equal(solved, json_array_size(marks));
    json_decref(marks);
    capture_fini(&said);
    free(lab);
}

static void a_schedule_that_breaks_a_program_is_judged_as_well(void **state)
{
    static const struct {
        const char *file;
        const char *from;
        const char *verdict;
    } given[] = {{"ada", "ok_order_1", "ok"},
                 {"ben", "half", "not-reached"},
                 {"cyd", "nobody", "does-not-fit"}};
    const char *folder = stage_file("schedules");

    (void)state;
    stage();
    stage_exercise("4_hazards", "break_race_condition");
    mkdir(folder, 0755);
    for (int i = 0; i < 3; i++) {
        char *from = must_print("tests/mutants/4_hazards/break_race_condition/"
                                "%s.sched",
                                given[i].from);
        char *text = text_of_file(from);
        char *name = must_print("schedules/break_race_condition-%s.sched",
                                given[i].file);

        assert_non_null(text);
        stage_write(name, text, (unsigned)strlen(text));
        free(name);
        free(text);
        free(from);
    }
    struct capture said = GRADE("--json", "-", folder);
    json_t *marks = json_loads(said.output, 0, NULL);
    assert_int_equal(json_array_size(marks), 3);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(json_string_value(json_object_get(
                                json_array_get(marks, i), "verdict")),
                            given[i].verdict);
    json_decref(marks);
    capture_fini(&said);
}

static void marks_are_written_in_the_forms_that_others_read(void **state)
{
    const char *folder = stage_file("forms");
    const char *csv = stage_file("marks.csv");
    const char *xml = stage_file("marks.xml");
    const char *results = stage_file("results.json");

    (void)state;
    stage();
    mkdir(folder, 0755);
    hand_in(folder, &class[0], "");
    hand_in(folder, &class[2], "");
    struct capture said =
        GRADE("--csv", csv, "--junit", xml, "--gradescope", results, folder);
    assert_int_equal(said.status, 0);
    if (!strstr(said.output, "1 of 2 solved"))
        fail_msg("%s%s", said.output, said.error);
    expect_nothing_left(&said);
    capture_fini(&said);
    char *text = text_of_file(csv);
    assert_non_null(strstr(text, "\nada,race_condition,ok,1,"));
    assert_non_null(strstr(text, "\ncyd,race_condition,wrong-result,0,"));
    assert_int_equal(capture_lines(text), 3);
    free(text);
    text = text_of_file(xml);
    assert_non_null(strstr(text, "tests=\"2\" failures=\"1\" errors=\"0\""));
    assert_non_null(strstr(text, "<failure type=\"wrong-result\""));
    free(text);
    json_t *all = json_load_file(results, 0, NULL);
    json_t *one = json_array_get(json_object_get(all, "tests"), 1);
    assert_int_equal(json_integer_value(json_object_get(all, "score")), 1);
    assert_string_equal(json_string_value(json_object_get(one, "status")),
                        "failed");
    assert_string_equal(json_string_value(json_object_get(one, "name")),
                        "cyd: race_condition");
    assert_int_equal(json_integer_value(json_object_get(one, "max_score")), 1);
    json_decref(all);
}

/* Root lets others judge then, who may not be able to read the lab. */
static void without_namespaces_it_says_so(void **state)
{
    const char *folder = stage_file("trusted");

    (void)state;
    stage();
    mkdir(folder, 0755);
    hand_in(folder, &class[0], "");
    struct capture said = GRADE("--no-isolation", folder);
    assert_non_null(strstr(said.error, "not isolated (--no-isolation)"));
    if (said.status == 2)
        assert_non_null(strstr(said.error, "make install"));
    else
        assert_non_null(strstr(said.output, "1 of 1 solved"));
    expect_nothing_left(&said);
    capture_fini(&said);
}

static void expect_refusal(struct capture said, const char *words)
{
    assert_int_equal(said.status, 2);
    assert_non_null(strstr(said.error, words));
    capture_fini(&said);
}

static void a_misuse_is_said_in_a_line(void **state)
{
    const char *stranger = stage_write("essay.c", "int x;\n", 7);

    (void)state;
    stage();
    expect_refusal(GRADE("nowhere"), "nowhere: No such file");
    expect_refusal(GRADE("-j", "0", "nowhere"), "--jobs takes a number");
    expect_refusal(GRADE(stranger), "essay.c: left out");
    expect_refusal(GRADE("--exercise", "nonsense", stranger), "no such");
    expect_refusal(GRADE("--times"), "name files");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_told_as_what_it_did_and_again_the_same),
        cmocka_unit_test(a_schedule_that_breaks_a_program_is_judged_as_well),
        cmocka_unit_test(marks_are_written_in_the_forms_that_others_read),
        cmocka_unit_test(without_namespaces_it_says_so),
        cmocka_unit_test(a_misuse_is_said_in_a_line),
        cmocka_unit_test(each_solution_is_ok_in_the_sandbox_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
