/* 36_watch_test.c - a watched program: started, heard, held, ended. */
#include "tests/support/process.h"
#include "tests/support/watched.h"

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
#include <unistd.h>

#include <cmocka.h>

/* ---- Given. ---- */

static bool says(const struct watched *w, const char *line)
{
    return strstr(w->output, line) != NULL;
}

static void gives_a_clean_start_whatever_the_lab_is_like(void **state)
{
    sigset_t usr1;

    (void)state;
    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&usr1);
    sigaddset(&usr1, SIGUSR1);
    sigprocmask(SIG_BLOCK, &usr1, NULL);
    int leaks = open("/dev/null", O_RDONLY); /* Not closed on exec. */
    struct watched *w = watched_run("inherits", NULL);
    close(leaks);
    signal(SIGPIPE, SIG_DFL);
    sigprocmask(SIG_UNBLOCK, &usr1, NULL);
    assert_int_equal(w->status, 0);
    assert_true(says(w, "0 signals not at their default, 0 blocked"));
    assert_true(says(w, "0 descriptors besides the first three"));
    watched_free(w);
}

static void gives_a_terminal_of_its_own(void **state)
{
    struct watched *w = watched_run("inherits", NULL);

    (void)state;
    assert_true(says(w, "terminals: 0 1 1"));
    assert_true(says(w, "24 rows, 80 columns"));
    assert_true(says(w, "leads its group: 1"));
    assert_true(says(w, "in the foreground: 1"));
    assert_true(says(w, "input: 0 bytes"));
    assert_true(says(w, "to standard error"));
    watched_free(w);
}

static void gives_arguments_and_environment_as_they_are(void **state)
{
    struct watched *w;

    (void)state;
    setenv("INTERLEAVE_TEST_VARIABLE", "a = b", 1);
    setenv("LD_PRELOAD", "", 1);
    w = watched_run("inherits", "", "two words", "$HOME*", NULL);
    unsetenv("INTERLEAVE_TEST_VARIABLE");
    unsetenv("LD_PRELOAD");
    assert_true(says(w, "argument 1: []"));
    assert_true(says(w, "argument 2: [two words]"));
    assert_true(says(w, "argument 3: [$HOME*]"));
    assert_true(says(w, "variable: a = b"));
    assert_true(says(w, "preloads another: 0"));
    watched_free(w);
}

static void keeps_what_the_user_preloads(void **state)
{
    struct watched *w;

    (void)state;
    setenv("LD_PRELOAD", "libm.so.6", 1);
    w = watched_run("inherits", NULL);
    unsetenv("LD_PRELOAD");
    assert_true(says(w, "preloads another: 1"));
    assert_true(watched_count(w, OP_PRINT, STAGE_DID) > 0);
    watched_free(w);
}

/* ---- Heard. ---- */

static void hears_every_byte_in_order(void **state)
{
    enum { BYTES = 300000 };
    struct watched *w = watched_run("speaks", "300000", NULL);

    (void)state;
    assert_int_equal(w->output_length, BYTES);
    for (int i = 0; i < BYTES; i++)
        assert_int_equal((unsigned char)w->output[i], i % 251);
    assert_int_equal(w->counts.output, BYTES);
    assert_int_equal(w->counts.output_kept, BYTES);
    watched_free(w);
}

static void counts_what_is_too_much_to_keep(void **state)
{
    enum { BYTES = 3000000, MOST = 1 << 20 };
    struct watched *w = watched_run("speaks", "3000000", "4", NULL);

    (void)state;
    assert_int_equal(w->status, 4 << 8);
    assert_int_equal(w->counts.output, BYTES);
    assert_int_equal(w->counts.output_kept, MOST);
    assert_int_equal(w->output_length, MOST);
    watched_free(w);
}

static void tells_how_it_ended(void **state)
{
    static const char *const status[] = {"0", "1", "255"};
    char argument[8];

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        snprintf(argument, sizeof argument, "%s", status[i]);
        struct watched *w = watched_run("speaks", "10", argument, NULL);
        assert_int_equal(w->status, atoi(status[i]) << 8);
        assert_int_equal(model_process(w->model, 1)->state, PROCESS_ENDED);
        assert_int_equal(model_process(w->model, 1)->status, w->status);
        watched_free(w);
    }
}

static void counts_operations_exactly(void **state)
{
    struct watched *w = watched_run("contends", "3", "500", NULL);
    size_t done = 0;

    (void)state;
    for (int op = OP_NONE; op < OP_COUNT; op++)
        done += watched_count(w, (enum operation)op, STAGE_DID) +
                watched_count(w, (enum operation)op, STAGE_FAILED);
    assert_int_equal(watched_count(w, OP_LOCK, STAGE_DID), 1500);
    assert_int_equal(watched_count(w, OP_UNLOCK, STAGE_DID), 1500);
    assert_int_equal(w->counts.lost, 0);
    assert_int_equal(w->counts.operations, done);
    assert_false(w->counts.damaged);
    watched_free(w);
}

static void only_counts_when_asked_to(void **state)
{
    char threads[] = "2";
    char rounds[] = "50000";
    char *arguments[] = {threads, rounds, NULL};
    struct watched *w = watched_run_with(&(struct watched_options){
        .program = "contends", .arguments = arguments, .count_only = true});

    (void)state;
    assert_string_equal(w->output, "100000 entries\n");
    assert_int_equal(watched_count(w, OP_LOCK, STAGE_DID), 0);
    assert_true(w->counts.operations >= 200000);
    assert_true(w->counts.operations < 200030);
    assert_int_equal(w->counts.lost, 0);
    watched_free(w);
}

/* ---- Refused. ---- */

static struct watched *run_file(const char *bytes, size_t length, mode_t mode)
{
    char *folder = process_make_folder();
    char path[128];

    snprintf(path, sizeof path, "%s/program", folder);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_int_equal(write(fd, bytes, length), length);
    fchmod(fd, mode);
    close(fd);
    struct watched *w = watched_run(path, NULL);
    process_remove_folder(folder);
    free(folder);
    return w;
}

static void says_why_a_program_could_not_be_started(void **state)
{
    struct watched *w = watched_run("/nowhere/at/all", NULL);

    (void)state;
    assert_int_equal(watch_refused(w->watch), ENOENT);
    assert_int_equal(watch_state(w->watch), WATCH_OVER);
    watched_free(w);
    w = run_file("\177ELF nonsense", 13, 0700);
    assert_int_equal(watch_refused(w->watch), ENOEXEC);
    watched_free(w);
    w = run_file("anything", 8, 0600);
    assert_int_equal(watch_refused(w->watch), EACCES);
    watched_free(w);
}

static void refuses_nobody_else(void **state)
{
    struct watched *w = watched_run("/bin/true", NULL);

    (void)state;
    assert_int_equal(watch_refused(w->watch), 0);
    assert_int_equal(w->status, 0);
    watched_free(w);
}

/* ---- Held. ---- */

static bool is_ready(const struct watched *w)
{
    return says(w, "ready");
}

static bool has_worked(const struct watched *w)
{
    return watched_count(w, OP_LOCK, STAGE_DID) > 20;
}

static struct watched *spinning(const char *how, bool paused)
{
    char mode[16];
    char *arguments[] = {mode, NULL};

    snprintf(mode, sizeof mode, "%s", how);
    return watched_start(&(struct watched_options){
        .program = "spins", .arguments = arguments, .paused = paused});
}

static char kernel_state(const struct watched *w)
{
    return process_state(model_process(w->model, 1)->pid);
}

static bool is_stopped(const struct watched *w)
{
    return kernel_state(w) == 'T';
}

static bool is_not_stopped(const struct watched *w)
{
    return kernel_state(w) != 'T';
}

static void holds_all_at_their_next_operation(void **state)
{
    struct watched *w = spinning("works", false);

    (void)state;
    assert_true(watched_until(w, has_worked));
    watch_pause(w->watch, true);
    watched_for(w, 60);
    uint64_t before = watch_counts(w->watch).operations;
    watched_for(w, 150);
    assert_int_equal(watch_counts(w->watch).operations, before);
    assert_int_not_equal(model_task(w->model, 1)->state, TASK_RUNNING);
    assert_false(is_stopped(w)); /* It came to an operation by itself. */
    size_t events = watched_count(w, OP_LOCK, STAGE_DID);
    watch_pause(w->watch, false);
    for (int i = 0; i < 1000 && watched_count(w, OP_LOCK, STAGE_DID) <= events;
         i++)
        watched_for(w, 5);
    assert_true(watched_count(w, OP_LOCK, STAGE_DID) > events);
    watched_free(w);
}

static void stops_what_comes_to_no_operation(void **state)
{
    struct watched *w = spinning("for ever", false);

    (void)state;
    assert_true(watched_until(w, is_ready));
    watch_pause(w->watch, true);
    assert_true(watched_until(w, is_stopped));
    watch_pause(w->watch, false);
    assert_true(watched_until(w, is_not_stopped));
    watch_pause(w->watch, true); /* And again. */
    assert_true(watched_until(w, is_stopped));
    watched_free(w);
}

static void can_be_paused_before_it_has_begun(void **state)
{
    struct watched *w = spinning("works", true);

    (void)state;
    watched_for(w, 150);
    assert_false(says(w, "ready")); /* The first operation is that print. */
    assert_int_equal(watch_state(w->watch), WATCH_RUNNING);
    watch_pause(w->watch, false);
    assert_true(watched_until(w, is_ready));
    watched_free(w);
}

static void can_be_ended_while_it_is_paused(void **state)
{
    struct watched *w = spinning("works", false);

    (void)state;
    assert_true(watched_until(w, has_worked));
    watch_pause(w->watch, true);
    watched_for(w, 20);
    watch_end(w->watch);
    assert_int_equal(watch_state(w->watch), WATCH_OVER);
    assert_int_equal(watch_status(w->watch), SIGKILL);
    watch_end(w->watch); /* Again: nothing happens. */
    watch_pump(w->watch);
    watched_free(w);
}

/* From where it says what it is about to do, to where it has done it. */
static void waits_at_least_its_pace_before_each_operation(void **state)
{
    enum { PACE_US = 3000 };
    char threads[] = "1";
    char rounds[] = "10";
    char *arguments[] = {threads, rounds, NULL};
    struct watched *w = watched_run_with(&(struct watched_options){
        .program = "contends", .arguments = arguments, .pace_us = PACE_US});
    uint64_t wanted = 0;
    int seen = 0;

    (void)state;
    assert_string_equal(w->output, "10 entries\n");
    for (size_t i = 0; i < trace_length(w->trace); i++) {
        const struct event *event = trace_at(w->trace, i);

        if (event->type != EVENT_OPERATION ||
            (event->operation.op != OP_LOCK &&
             event->operation.op != OP_UNLOCK))
            continue;
        if (event->operation.stage == STAGE_WANTS) {
            wanted = event->time_ns;
        } else {
            seen++;
            /* A clock is exact to some parts in ten thousand. */
            assert_true(event->time_ns - wanted >= PACE_US * UINT64_C(990));
        }
    }
    assert_int_equal(seen, 20);
    watched_free(w);
}

static void changes_its_pace_at_once(void **state)
{
    char threads[] = "1";
    char rounds[] = "2000";
    char *arguments[] = {threads, rounds, NULL};
    struct watched *w = watched_start(&(struct watched_options){
        .program = "contends", .arguments = arguments, .pace_us = 20000});

    (void)state;
    watched_for(w, 100);
    assert_true(watched_count(w, OP_LOCK, STAGE_DID) < 100);
    watch_set_pace(w->watch, 0);
    watched_finish(w); /* At that pace: eighty seconds. */
    assert_true(w->in_time);
    assert_string_equal(w->output, "2000 entries\n");
    watched_free(w);
}

static void says_what_each_is_about_to_do_at_a_pace(void **state)
{
    char threads[] = "1";
    char rounds[] = "3";
    char *arguments[] = {threads, rounds, NULL};
    struct watched *w = watched_run_with(&(struct watched_options){
        .program = "contends", .arguments = arguments, .pace_us = 1000});

    (void)state;
    assert_true(watched_says(w, "T1 is about to lock door"));
    assert_true(watched_says(w, "T1 took door"));
    assert_int_equal(watched_count(w, OP_LOCK, STAGE_WANTS), 3);
    assert_int_equal(watched_count(w, OP_UNLOCK, STAGE_WANTS), 3);
    watched_free(w);
}

/* ---- The whole. ---- */

static void names_descriptors_to_wait_for(void **state)
{
    int descriptors[2];
    struct watched *w = spinning("works", false);

    (void)state;
    assert_int_equal(watch_descriptors(w->watch, descriptors), 2);
    assert_true(fcntl(descriptors[0], F_GETFL) >= 0);
    assert_true(fcntl(descriptors[1], F_GETFL) >= 0);
    watched_free(w);
}

static int open_descriptors(void)
{
    int count = 0;

    for (int fd = 0; fd < 1024; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

static void leaves_nothing_open_and_nobody_waiting(void **state)
{
    int before = open_descriptors();

    (void)state;
    for (int i = 0; i < 5; i++) {
        struct watched *w = watched_run("contends", "4", "20", NULL);

        assert_string_equal(w->output, "80 entries\n");
        watched_free(w);
    }
    watched_free(watched_run("/nowhere/at/all", NULL));
    watched_free(spinning("works", false));
    assert_int_equal(open_descriptors(), before);
}

static void leaves_no_flaw_in_any_trace(void **state)
{
    static const char *const programs[] = {"contends", "breeds", "inherits",
                                           "floods", "speaks"};

    (void)state;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        struct watched *w = watched_run(programs[i], NULL);
        const char *flaw = watched_flaw(w);

        if (flaw)
            fail_msg("%s: %s", programs[i], flaw);
        watched_free(w);
    }
}

/* A mutex that goes to and fro: one thread takes it, the other waits with it
   once at least before the first can take it again. */
static void a_wait_gives_its_mutex_back_before_another_takes_it(void **state)
{
    struct watched *w = watched_run("lends", NULL);
    struct model *model = model_new();
    bool lent = true;

    (void)state;
    assert_int_equal(w->status, 0);
    assert_int_equal(w->model->finding_count, 0);
    for (size_t i = 0; i < trace_length(w->trace); i++) {
        const struct event *event = trace_at(w->trace, i);

        if (event->type == EVENT_OPERATION && event->operation.op == OP_LOCK &&
            event->operation.stage == STAGE_DID) {
            assert_true(lent);
            lent = false;
        }
        model_apply(model, event);
        if (event->type != EVENT_OPERATION ||
            event->operation.op != OP_TIMED_WAIT)
            continue;
        lent = event->operation.stage == STAGE_WANTS;
        assert_int_equal(model_task(model, event->task)->hold_count, !lent);
    }
    model_free(model);
    watched_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_a_clean_start_whatever_the_lab_is_like),
        cmocka_unit_test(gives_a_terminal_of_its_own),
        cmocka_unit_test(gives_arguments_and_environment_as_they_are),
        cmocka_unit_test(keeps_what_the_user_preloads),
        cmocka_unit_test(hears_every_byte_in_order),
        cmocka_unit_test(counts_what_is_too_much_to_keep),
        cmocka_unit_test(tells_how_it_ended),
        cmocka_unit_test(counts_operations_exactly),
        cmocka_unit_test(only_counts_when_asked_to),
        cmocka_unit_test(says_why_a_program_could_not_be_started),
        cmocka_unit_test(refuses_nobody_else),
        cmocka_unit_test(holds_all_at_their_next_operation),
        cmocka_unit_test(stops_what_comes_to_no_operation),
        cmocka_unit_test(can_be_paused_before_it_has_begun),
        cmocka_unit_test(can_be_ended_while_it_is_paused),
        cmocka_unit_test(waits_at_least_its_pace_before_each_operation),
        cmocka_unit_test(changes_its_pace_at_once),
        cmocka_unit_test(says_what_each_is_about_to_do_at_a_pace),
        cmocka_unit_test(names_descriptors_to_wait_for),
        cmocka_unit_test(leaves_nothing_open_and_nobody_waiting),
        cmocka_unit_test(leaves_no_flaw_in_any_trace),
        cmocka_unit_test(a_wait_gives_its_mutex_back_before_another_takes_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
