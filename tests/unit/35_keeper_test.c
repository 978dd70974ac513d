/* 35_keeper_test.c - nothing that a program starts is ever left behind. */
#include "tests/support/process.h"
#include "tests/support/watched.h"
#include "watch/keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char mark[64];

/* Each test's processes bear a mark of its own. */
static int begin(void **state)
{
    (void)state;
    process_mark(mark, sizeof mark);
    putenv(mark);
    return 0;
}

static int end(void **state)
{
    (void)state;
    process_end_all(mark);
    while (waitpid(-1, NULL, WNOHANG) > 0)
        continue;
    return 0;
}

static int left(void)
{
    return process_find(mark, NULL, NULL, 0);
}

/* None is left, at the latest in three seconds. */
static void assert_none_left(void)
{
    for (int i = 0; i < 600 && left() > 0; i++)
        poll(NULL, 0, 5);
    assert_int_equal(left(), 0);
}

static bool is_ready(const struct watched *w)
{
    return strstr(w->output, "ready") != NULL;
}

static struct watched *started(const char *how)
{
    char mode[32];
    char *arguments[] = {mode, NULL};

    snprintf(mode, sizeof mode, "%s", how);
    struct watched *w = watched_start(&(struct watched_options){
        .program = "escapes", .arguments = arguments});
    if (!w->watch)
        fail_msg("not started: %s", w->why);
    assert_true(watched_until(w, is_ready));
    assert_true(left() > 0);
    return w;
}

/* ---- However it tries to escape. ---- */

static void ends(const char *how)
{
    struct watched *w = started(how);

    watched_free(w);
    assert_none_left();
}

static void ends_a_daemon(void **state)
{
    (void)state;
    ends("daemon");
}

static void ends_what_ignores_all_signals(void **state)
{
    (void)state;
    ends("ignores");
}

/* The kernel calls such a process a zombie, though its other threads run. */
static void ends_a_child_whose_first_thread_has_ended(void **state)
{
    (void)state;
    ends("headless");
}

static void ends_what_has_stopped_itself(void **state)
{
    (void)state;
    ends("stopped");
}

static void ends_a_tree_of_processes(void **state)
{
    (void)state;
    struct watched *w = started("many");
    assert_int_equal(left(), 1 + 3 + 9 + 27);
    watched_free(w);
    assert_none_left();
}

static void ends_what_breeds_while_it_is_ended(void **state)
{
    (void)state;
    ends("breeding");
}

/* ---- Whoever is killed. ---- */

static pid_t program_of(const struct watched *w)
{
    return model_process(w->model, 1)->pid;
}

static void ends_what_the_program_leaves_when_it_is_killed(void **state)
{
    struct watched *w = started("many");

    (void)state;
    kill(program_of(w), SIGKILL);
    for (int i = 0; i < 400 && watch_state(w->watch) == WATCH_RUNNING; i++)
        watched_for(w, 5);
    assert_int_equal(watch_state(w->watch), WATCH_LEFT_BEHIND);
    assert_int_equal(watch_status(w->watch), SIGKILL);
    assert_true(left() > 0);
    watched_free(w);
    assert_none_left();
}

/* The keeper is our only child of that name. */
static pid_t keeper_pid(void)
{
    char path[64];
    char children[4096] = "";
    char name[32];

    snprintf(path, sizeof path, "/proc/self/task/%ld/children", (long)getpid());
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    assert_true(fread(children, 1, sizeof children - 1, file) > 0);
    fclose(file);
    for (char *at = strtok(children, " "); at; at = strtok(NULL, " ")) {
        snprintf(path, sizeof path, "/proc/%.16s/comm", at);
        file = fopen(path, "re");
        if (file && fgets(name, sizeof name, file) &&
            strcmp(name, "keeper\n") == 0) {
            fclose(file);
            return (pid_t)strtol(at, NULL, 10);
        }
        if (file)
            fclose(file);
    }
    return 0;
}

static void ends_all_itself_when_the_keeper_is_killed(void **state)
{
    static const char *const modes[] = {"many", "daemon", "ignores"};

    (void)state;
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        struct watched *w = started(modes[i]);
        pid_t keeper = keeper_pid();

        assert_true(keeper > 0);
        kill(keeper, SIGKILL);
        watched_finish(w);
        assert_true(w->in_time);
        assert_int_equal(watch_state(w->watch), WATCH_OVER);
        watched_free(w);
        assert_none_left();
    }
}

/* The lab is a child of ours here. */
static void ends_all_when_the_lab_is_killed(void **state)
{
    int ready[2];
    char byte;

    (void)state;
    assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
    pid_t lab = fork();
    if (lab == 0) {
        struct watched *w = started("many");

        if (w && write(ready[1], "x", 1) == 1)
            pause();
        _exit(0);
    }
    close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    assert_int_equal(left(), 40);
    kill(lab, SIGKILL);
    waitpid(lab, NULL, 0);
    assert_none_left();
}

static void ends_all_when_the_lab_exits_without_a_word(void **state)
{
    (void)state;
    pid_t lab = fork();
    if (lab == 0) {
        started("daemon");
        _exit(0);
    }
    waitpid(lab, NULL, 0);
    assert_none_left();
}

/* ---- Left behind. ---- */

static bool has_left_something(const struct watched *w)
{
    return watch_state(w->watch) == WATCH_LEFT_BEHIND;
}

static void waits_for_what_the_program_left_behind(void **state)
{
    struct watched *w = started("brief");

    (void)state;
    assert_true(watched_until(w, has_left_something));
    assert_int_equal(watch_status(w->watch), 3 << 8);
    watched_finish(w);
    assert_true(w->in_time);
    assert_int_equal(w->status, 3 << 8);
    assert_true(watched_says(w, "process P2 ended: exit 5"));
    watched_free(w);
    assert_none_left();
}

/* ---- The keeper alone. ---- */

static struct report next_report(const struct keeper *keeper)
{
    struct report report = {.kind = (enum report_kind)99};
    struct pollfd wait_for = {.fd = keeper->reports, .events = POLLIN};

    if (poll(&wait_for, 1, 5000) == 1)
        assert_int_equal(read(keeper->reports, &report, sizeof report),
                         sizeof report);
    return report;
}

static struct keeper kept(const char *path, int input, int terminal)
{
    char program[256];
    char *arguments[] = {program, NULL};
    char *environment[] = {mark, NULL};
    struct keeper keeper;

    snprintf(program, sizeof program, "%s", path);
    struct keeper_order order = {.path = path,
                                 .arguments = arguments,
                                 .environment = environment,
                                 .input = input,
                                 .terminal = terminal};
    assert_int_equal(keeper_start(&keeper, &order), 0);
    return keeper;
}

static void reports_start_end_and_emptiness_in_order(void **state)
{
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    struct keeper keeper = kept("/bin/false", nothing, nothing);

    (void)state;
    struct report report = next_report(&keeper);
    assert_int_equal(report.kind, REPORT_STARTED);
    pid_t program = report.pid;
    report = next_report(&keeper);
    assert_int_equal(report.kind, REPORT_ENDED);
    assert_int_equal(report.pid, program);
    assert_int_equal(report.status, 1 << 8);
    assert_int_equal(next_report(&keeper).kind, REPORT_EMPTY);
    keeper_end(&keeper);
    assert_int_equal(keeper.pid, 0);
    keeper_end(&keeper); /* Again: nothing happens. */
    close(nothing);
}

static void reports_why_a_program_could_not_be_started(void **state)
{
    static const struct {
        const char *path;
        int error;
    } all[] = {{"/nowhere/at/all", ENOENT},
               {"/etc", EACCES},
               {"/etc/passwd", EACCES},
               {"/etc/passwd/below", ENOTDIR}};

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
        struct keeper keeper = kept(all[i].path, nothing, nothing);
        struct report report = next_report(&keeper);

        assert_int_equal(report.kind, REPORT_REFUSED);
        assert_int_equal(report.status, all[i].error);
        keeper_end(&keeper);
        close(nothing);
    }
}

/* What a program prints that has these two descriptors of ours. */
static void assert_prints(int input, int output, int from)
{
    char text[64] = "";
    struct keeper keeper = kept("/bin/pwd", input, output);

    close(output);
    struct pollfd wait_for = {.fd = from, .events = POLLIN};
    poll(&wait_for, 1, 5000);
    ssize_t got = read(from, text, sizeof text - 1);
    keeper_end(&keeper);
    assert_true(got > 0);
    assert_int_equal(*text, '/');
}

/* The keeper moves its own to numbers from 100: there may be others. */
static void keeps_its_descriptors_wherever_they_are(void **state)
{
    static const int places[][2] = {{20, 21},   {100, 101}, {101, 100},
                                    {103, 102}, {102, 100}, {99, 104}};

    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        int ends[2];
        int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);

        assert_int_equal(pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
        assert_true(dup3(nothing, places[i][0], O_CLOEXEC) >= 0);
        assert_true(dup3(ends[1], places[i][1], O_CLOEXEC) >= 0);
        close(ends[1]);
        assert_prints(places[i][0], places[i][1], ends[0]);
        close(places[i][0]);
        close(ends[0]);
        close(nothing);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(ends_a_daemon),
        TEST(ends_what_ignores_all_signals),
        TEST(ends_a_child_whose_first_thread_has_ended),
        TEST(ends_what_has_stopped_itself),
        TEST(ends_a_tree_of_processes),
        TEST(ends_what_breeds_while_it_is_ended),
        TEST(ends_what_the_program_leaves_when_it_is_killed),
        TEST(ends_all_itself_when_the_keeper_is_killed),
        TEST(ends_all_when_the_lab_is_killed),
        TEST(ends_all_when_the_lab_exits_without_a_word),
        TEST(waits_for_what_the_program_left_behind),
        TEST(reports_start_end_and_emptiness_in_order),
        TEST(reports_why_a_program_could_not_be_started),
        TEST(keeps_its_descriptors_wherever_they_are),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
