/* 45_dictation_test.c - `interleave step --plain` and `interleave cc`, as
   somebody runs them. */
#include "must.h"
#include "tests/support/capture.h"
#include "tests/support/judged.h"
#include "tests/support/process.h"
#include "tests/support/watched.h"

#include <dirent.h>
#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char *folder; /* For files; an own one for TMPDIR in it. */
static char temporary[PATH_MAX];
static char tmpdir[PATH_MAX + 8];

static const char *lab(void)
{
    static char path[PATH_MAX];
    char *beside = must_copy(watched_runtime());

    strcpy(strrchr(beside, '/'), "/interleave");
    snprintf(path, sizeof path, "%s", beside);
    free(beside);
    return path;
}

static const char *written(const char *name, const char *text)
{
    static char paths[4][PATH_MAX];
    static unsigned next;
    char *path = paths[next++ % 4];

    snprintf(path, PATH_MAX, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return path;
}

static struct capture dictate(const char *program, const char *lines)
{
    const char *environment[] = {tmpdir, NULL};

    return capture_run(
        (const char *[]){lab(), "step", "--plain", program, NULL},
        &(struct capture_options){.input = written("moves", lines),
                                  .environment = environment});
}

static void says(const char *program, const char *lines, int status,
                 const char *const *wanted)
{
    struct capture said = dictate(program, lines);

    for (; *wanted; wanted++) {
        if (!strstr(said.output, *wanted))
            fail_msg("no \"%s\" in\n%s%s", *wanted, said.output, said.error);
    }
    if (said.status != status)
        fail_msg("status %d, not %d:\n%s%s", said.status, status, said.output,
                 said.error);
    assert_string_equal(said.error, "");
    assert_int_equal(said.left, 0);
    capture_fini(&said);
}

#define SAYS(program, lines, status, ...)                                      \
    says(program, lines, status, (const char *const[]){__VA_ARGS__, NULL})

static void no_moves_end_cleanly(void **state)
{
    (void)state;
    SAYS("deadlock", "", 0, "  0 main: ");
    SAYS("deadlock", "q\nn\n", 0, "  0 main: ");
}

static void tasks_move_by_number_and_name(void **state)
{
    (void)state;
    SAYS("deadlock", "0\n", 0, "main begins\n");
    SAYS("deadlock", "main\n", 0, "main begins\n");
    SAYS("deadlock", "# a comment\n\n  n  \n", 0, "main begins\n");
}

static void a_deadlock_is_run_into_and_told(void **state)
{
    (void)state;
    SAYS("deadlock", "r\n", 1, "deadlock", "  -1 T1: waits for ",
         "  -2 T2: waits for ");
}

static void moves_are_taken_back(void **state)
{
    (void)state;
    SAYS("deadlock", "n\nn\nn\nb\nb\nf\nB\n", 0, "back at move 2 of 3\n",
         "back at move 1 of 3\n", "back at move 0 of 3\n");
    SAYS("deadlock", "b\nB\nf\n", 0, "back at move 0 of 0\n");
}

/* Each has stored, and reads the other's variable. */
static void an_older_value_is_read_where_that_is_asked_for(void **state)
{
    const char *build = getenv("BUILD");
    char program[PATH_MAX];

    (void)state;
    snprintf(program, sizeof program,
             "%s/tests/corpus/atomic_store_buffer_weak",
             build ? build : "build");
    SAYS(program, "0\n0\n0\n1\n1\n1\n1\n2\n2\n2 3\n2 2\nr\n", 1,
         "T2: is about to atomically read x (1), or an older value\n",
         "there are 2 ways to do it\n",
         "T2 read x (0) atomically, an older value: what T1 wrote (1) need not "
         "be visible yet",
         "main fails an assertion: r1 || r2");
    SAYS(program, "0\n0\n0\n1\n1\n1\n1\n2\n2\n2\nr\n", 0,
         "T2 read x (1) atomically (", "process main ended: exit 0");
}

static void misuse_is_told_and_goes_on(void **state)
{
    (void)state;
    SAYS("deadlock", "fly\nn\n", 2,
         "fly: no such task stands here, and no command: try help\n",
         "main begins\n");
    SAYS("deadlock", "T9\n", 2, "T9: no such task");
    SAYS("deadlock", "77\n", 2, "77: no such task");
    SAYS("deadlock", "-1\n", 2, "-1: no such task");
    SAYS("deadlock", "0 9\n", 0, "there is 1 way to do it\n");
    SAYS("deadlock", "help\n?\n", 0, "q: quit");
}

static void lines_may_be_anything(void **state)
{
    char *line = must_allocate(100001, 1);

    (void)state;
    memset(line, 'n', 100000);
    struct capture said = dictate("deadlock", line);
    assert_int_equal(said.status, 2);
    capture_fini(&said);
    said = dictate("deadlock", "\x01\xff%s%n\n\n\r\n \t\n");
    assert_int_equal(said.status, 2);
    capture_fini(&said);
    free(line);
}

/* In what is told of the move, and when it is asked why. */
static void a_spurious_wakeup_is_called_one(void **state)
{
    char *program =
        must_print("%s/tests/corpus/condition_if", judged_build_folder());
    struct capture said =
        dictate(program, "0\n0\n0\n1\n1\n1\n1\n1 spurious\nw T1\nq\n");

    (void)state;
    assert_non_null(strstr(said.output, "T1 woke up on changed though nobody "
                                        "signalled it (a spurious wake-up)"));
    assert_non_null(
        strstr(said.output, "T1 woke up on changed without a signal (move 8"));
    capture_fini(&said);
    free(program);
}

static void what_does_not_come_back_is_named(void **state)
{
    char program[PATH_MAX];
    struct capture said;

    (void)state;
    snprintf(program, sizeof program, "%s", watched_program("hostile.step"));
    said = capture_run(
        (const char *[]){lab(), "step", "--plain", program, "spin", NULL},
        &(struct capture_options){.input = written("moves", "r\n")});
    assert_int_equal(said.status, 1);
    assert_non_null(strstr(said.output, "T1 has come to no operation for 2 s: "
                                        "it computes\n"));
    assert_int_equal(said.left, 0);
    capture_fini(&said);
    said = capture_run(
        (const char *[]){lab(), "step", "--plain", program, "unseen", NULL},
        &(struct capture_options){.input = written("moves", "r\n")});
    assert_non_null(strstr(said.output, "it is in read, which the lab does "
                                        "not see\n"));
    capture_fini(&said);
}

/* ---- Source files and the compiler. ---- */

static const char *const source =
    "#include <pthread.h>\n#include <stdio.h>\n"
    "static int counter;\n"
    "static void *adds(void *x) { counter++; return x; }\n"
    "int main(void) { pthread_t t; pthread_create(&t, 0, adds, 0);\n"
    "counter++; pthread_join(t, 0); printf(\"%d\\n\", counter);\n"
    "return 0; }\n";

static int files_left(void)
{
    DIR *opened = opendir(temporary);
    int count = -2; /* Itself and its parent. */

    assert_non_null(opened);
    while (readdir(opened))
        count++;
    closedir(opened);
    return count;
}

static void a_source_file_is_compiled_and_gone(void **state)
{
    (void)state;
    SAYS(written("adds.c", source), "r\n", 0, "T1 read counter (", "to counter",
         "| 1\n", "exits with status 0");
    assert_int_equal(files_left(), 0);
    struct capture said = dictate(written("bad.c", "int main(void) {\n"), "");
    assert_int_equal(said.status, 2);
    assert_non_null(strstr(said.error, "does not compile"));
    assert_int_equal(files_left(), 0);
    capture_fini(&said);
    said = dictate("/nowhere/at/all.c", "");
    assert_int_equal(said.status, 2);
    capture_fini(&said);
}

static void a_stopped_lab_leaves_nothing(void **state)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    const char *environment[] = {tmpdir, NULL};
    const char *path =
        written("ever.c", "int main(void) { for (;;) __asm__(\"\"); }\n");

    (void)state;
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct capture said = capture_run(
            (const char *[]){lab(), "step", "--plain", path, NULL},
            &(struct capture_options){.input = written("moves", "n\nr\n"),
                                      .environment = environment,
                                      .signal = signals[i],
                                      .signal_at = "0 main"});
        assert_int_equal(said.status, 128 + signals[i]);
        assert_int_equal(said.left, 0);
        assert_int_equal(files_left(), 0);
        capture_fini(&said);
    }
}

static int shell(const char *compiler, const char *command)
{
    char chosen[64];
    const char *environment[] = {chosen, NULL};

    snprintf(chosen, sizeof chosen, "INTERLEAVE_CC=%s", compiler);
    struct capture said =
        capture_run((const char *[]){"/bin/sh", "-c", command, NULL},
                    &(struct capture_options){.environment = environment,
                                              .folder = folder});
    if (said.status != 0)
        print_error("%s: %s%s", compiler, said.output, said.error);
    int status = said.status;
    capture_fini(&said);
    return status;
}

/* Compiled and linked apart by somebody's makefile; runs alone; and its reads
   and writes are seen. */
static void is_a_compiler(const char *compiler)
{
    char command[2 * PATH_MAX];
    char program[PATH_MAX];

    written("adds.c", source);
    written("makefile", "adds: adds.o\n\t$(CC) $^ -o $@\n"
                        "adds.o: adds.c\n\t$(CC) -O2 -c $< -o $@\n");
    snprintf(command, sizeof command,
             "rm -f adds adds.o && make -s CC='%s cc' && "
             "test \"$(./adds)\" = 2",
             lab());
    assert_int_equal(shell(compiler, command), 0);
    snprintf(program, sizeof program, "%s/adds", folder);
    SAYS(program, "r\n", 0, "T1 read counter (0) (adds.c:4)", "| 1\n");
}

static void gcc_makes_memory_visible(void **state)
{
    (void)state;
    if (shell("gcc", "command -v gcc >/dev/null") != 0)
        skip();
    is_a_compiler("gcc");
}

static void clang_makes_memory_visible(void **state)
{
    (void)state;
    if (shell("clang", "command -v clang >/dev/null || exit 0; exit 9") == 0)
        skip();
    is_a_compiler("clang");
}

static void a_compiler_that_is_not_there_is_named(void **state)
{
    const char *environment[] = {"INTERLEAVE_CC=no-such-compiler", NULL};
    struct capture said =
        capture_run((const char *[]){lab(), "cc", "a.c", NULL},
                    &(struct capture_options){.environment = environment});

    (void)state;
    assert_int_equal(said.status, 2);
    assert_non_null(strstr(said.error, "no-such-compiler"));
    capture_fini(&said);
    said = capture_run((const char *[]){lab(), "cc", NULL}, NULL);
    assert_int_equal(said.status, 2);
    capture_fini(&said);
}

static int prepare(void **state)
{
    (void)state;
    folder = process_make_folder();
    snprintf(temporary, sizeof temporary, "%s/temporary", folder);
    snprintf(tmpdir, sizeof tmpdir, "TMPDIR=%s", temporary);
    return mkdir(temporary, 0700);
}

static int clear_up(void **state)
{
    (void)state;
    process_remove_folder(folder);
    free(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_moves_end_cleanly),
        cmocka_unit_test(tasks_move_by_number_and_name),
        cmocka_unit_test(a_deadlock_is_run_into_and_told),
        cmocka_unit_test(moves_are_taken_back),
        cmocka_unit_test(an_older_value_is_read_where_that_is_asked_for),
        cmocka_unit_test(misuse_is_told_and_goes_on),
        cmocka_unit_test(lines_may_be_anything),
        cmocka_unit_test(a_spurious_wakeup_is_called_one),
        cmocka_unit_test(what_does_not_come_back_is_named),
        cmocka_unit_test(a_source_file_is_compiled_and_gone),
        cmocka_unit_test(a_stopped_lab_leaves_nothing),
        cmocka_unit_test(gcc_makes_memory_visible),
        cmocka_unit_test(clang_makes_memory_visible),
        cmocka_unit_test(a_compiler_that_is_not_there_is_named),
    };

    return cmocka_run_group_tests(tests, prepare, clear_up);
}
