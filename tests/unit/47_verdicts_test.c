/* 47_verdicts_test.c - what is said of lessons that were explored. */
#include "tests/support/judged.h"
#include "tests/support/watched.h"
#include "tui/control/schedule.h"
#include "tui/drawing/text.h"
#include "tui/pages/page.h"

#include "must.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const struct exploring_options usual = {.seconds = 10};

/* ---- Verdicts. ---- */

static void names_a_deadlock_with_its_cycle(void **state)
{
    struct judged e;

    (void)state;
    judged_lesson(&e, "deadlock", &usual);
    assert_string_equal(e.verdicts->verdict, "deadlock");
    assert_int_equal(verdicts_status(e.verdicts), 1);
    assert_true(e.verdicts->report->state.complete);
    const struct retelling *told = &e.verdicts->findings[0].retelling;
    assert_true(told->held);
    assert_non_null(strstr(told->message, "T1 waits for right, held by T2"));
    assert_non_null(strstr(told->message, "T2 waits for left, held by T1"));
    assert_true(told->story_count >= 5);
    judged_forget(&e);
}

static void tells_a_lost_wakeup_from_a_deadlock(void **state)
{
    struct judged e;

    (void)state;
    judged_lesson(&e, "lost_wakeup", &usual);
    assert_string_equal(e.verdicts->verdict, "lost-wakeup");
    assert_non_null(strstr(e.verdicts->findings[0].schedule, "lost-wakeup"));
    judged_forget(&e);
}

static void names_both_lines_of_a_race(void **state)
{
    struct judged e;

    (void)state;
    judged_lesson(&e, "race_condition",
                  &(struct exploring_options){.seconds = 2});
    assert_string_equal(e.verdicts->verdict, "data-race");
    const char *message = e.verdicts->findings[0].retelling.message;
    assert_non_null(strstr(message, "counter"));
    assert_non_null(strstr(message, "nothing orders"));
    judged_forget(&e);
}

/* The hooks read what the program is about to access, and libc what it was
   given: neither is where the program is wrong. The story is that of the
   schedule played on real threads. */
static void a_crash_is_at_the_line_of_the_program(void **state)
{
    static const char *const ways[] = {"read",   "write",  "copy",
                                       "atomic", "number", "lock"};
    static char wild[] = "wild";
    char *source = text_of_file("tests/corpus/wild_address.c");

    (void)state;
    for (int i = 0; i < 12; i++) {
        struct judged e = {.lesson = NULL};
        char way[2] = {(char)('0' + i / 2), '\0'};
        char place[64];

        snprintf(place, sizeof place, "T1 crashes: SIGSEGV (wild_address.c:%d)",
                 page_mark_line(source, ways[i / 2], strlen(ways[i / 2])));
        e.path =
            must_print("%s/tests/corpus/wild_address", judged_build_folder());
        e.arguments[1] = way;
        e.arguments[2] = i % 2 ? wild : NULL;
        judged_path(&e, &usual);
        assert_string_equal(e.verdicts->verdict, "crash");
        const struct retelling *told = &e.verdicts->findings[0].retelling;
        assert_non_null(strstr(told->message, place));
        bool is_told = false;
        for (unsigned line = 0; line < told->story_count; line++)
            is_told |= strstr(told->story[line], place) != NULL;
        assert_true(is_told);
        judged_forget(&e);
    }
    free(source);
}

/* One preemption is within the bounds that are tried first; five are not. */
static void says_whether_fewer_preemptions_do(void **state)
{
    static const struct {
        const char *program;
        uint32_t preemptions;
        bool is_minimal;
    } cases[] = {{"preemptions_1", 1, true}, {"preemptions_3", 5, false}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct judged e = {.lesson = NULL};

        e.path = must_print("%s/tests/corpus/%s", judged_build_folder(),
                            cases[i].program);
        judged_path(&e, &usual);
        const struct finding_found *found = &e.verdicts->findings[0];
        assert_string_equal(found->verdict, "assertion");
        assert_int_equal(found->preemptions, cases[i].preemptions);
        assert_int_equal(
            report_is_minimal(e.verdicts->report, found->preemptions),
            cases[i].is_minimal);
        judged_forget(&e);
    }
}

/* It counts as one, and is told apart. */
static void an_older_value_is_no_preemption(void **state)
{
    struct judged e;

    (void)state;
    judged_corpus(&e, "weak_message_relaxed");
    assert_string_equal(e.verdicts->verdict, "assertion");
    assert_int_equal(e.verdicts->findings[0].preemptions, 1);
    assert_int_equal(e.verdicts->findings[0].older, 1);
    bool told = false;
    for (unsigned i = 0; i < e.verdicts->findings[0].retelling.story_count; i++)
        told |= strstr(e.verdicts->findings[0].retelling.story[i],
                       "an older value: what T1 wrote (1) need not be "
                       "visible yet") != NULL;
    assert_true(told);
    judged_forget(&e);
}

/* That a wait could end for no reason does not make leaving it a preemption. */
static void who_waits_is_not_preempted(void **state)
{
    struct judged e;

    (void)state;
    judged_corpus(&e, "condition_both_wait");
    assert_string_equal(e.verdicts->verdict, "deadlock");
    assert_int_equal(e.verdicts->findings[0].preemptions, 0);
    assert_int_equal(e.verdicts->findings[0].length, 11);
    judged_forget(&e);
}

static void says_ok_with_what_was_covered(void **state)
{
    struct judged e;

    (void)state;
    judged_lesson(&e, "lock", &usual);
    assert_string_equal(e.verdicts->verdict, "ok");
    assert_int_equal(verdicts_status(e.verdicts), 0);
    assert_int_equal(e.verdicts->count, 0);
    assert_non_null(strstr(e.verdicts->covered, "all schedules"));
    judged_forget(&e);
}

/* Of which one had nothing to do. */
static void counts_the_runs_of_all_who_searched(void **state)
{
    struct judged e = {.lesson = NULL};
    struct exploring_options two = usual;

    (void)state;
    two.search.jobs = 2;
    e.path = must_print("%s/tests/corpus/frame_waits", judged_build_folder());
    judged_path(&e, &two);
    assert_true(e.verdicts->report->state.complete);
    assert_int_equal(e.verdicts->report->state.in_tree, 1);
    judged_forget(&e);
}

/* Written by another process while the lab looks. */
static void takes_nothing_in_while_it_is_being_written(void **state)
{
    struct judged e;

    (void)state;
    judged_corpus(&e, "process_counter");
    struct exploration *report =
        (struct exploration *)(uintptr_t)exploring_report(e.exploring);
    struct verdicts *seen = verdicts_new(e.exploring, NULL, NULL);
    unsigned total = seen->total;
    assert_true(total > 1);
    atomic_fetch_or(&report->changes, 1);
    report->outcome_count = report->flaw_count = 0;
    verdicts_gather(seen, true);
    assert_int_equal(seen->total, total);
    atomic_fetch_add(&report->changes, 1);
    verdicts_gather(seen, true);
    assert_int_equal(seen->total, 0);
    verdicts_free(seen);
    judged_forget(&e);
}

static void never_says_ok_of_a_search_that_was_cut_off(void **state)
{
    struct judged e;
    struct exploring_options few = {
        .seconds = 10, .search = {.strategy = STRATEGY_DPOR, .runs = 5}};

    (void)state;
    judged_lesson(&e, "lock", &few);
    assert_false(e.verdicts->report->state.complete);
    assert_null(strstr(e.verdicts->covered, "all schedules"));
    assert_non_null(strstr(e.verdicts->covered, "not all"));
    judged_forget(&e);
}

/* ---- The schedule that is handed over. ---- */

static void the_schedule_leads_to_the_same_end_on_real_threads(void **state)
{
    struct judged e;
    char why[256];
    struct session_options options = {.program = NULL,
                                      .input = -1,
                                      .controlled = true,
                                      .rows = 24,
                                      .columns = 80};

    (void)state;
    judged_lesson(&e, "deadlock", &usual);
    options.program = e.path;
    options.arguments = e.arguments;
    options.lesson = e.lesson;
    struct schedule *schedule =
        schedule_read(e.verdicts->findings[0].schedule, why, sizeof why);
    assert_non_null(schedule);
    struct session *session = session_watch(&options, why, sizeof why);
    struct step *step = step_new(session);
    for (int waited = 0; waited < 200; waited++) {
        if (step_settle(step, 20) == STILL_MOVES)
            continue;
        if (!schedule_move(schedule, step, session, why, sizeof why))
            break;
    }
    assert_string_equal(why, "");
    assert_int_equal(session_model(session)->stuck.verdict, VERDICT_DEADLOCK);
    step_free(step);
    session_free(session);
    schedule_free(schedule);
    judged_forget(&e);
}

/* ---- Carriers. ---- */

static bool has_outcome(const struct exploration *report,
                        const struct outcome_report *wanted)
{
    for (uint32_t i = 0; i < report->outcome_count; i++) {
        const struct outcome_report *outcome = &report->outcomes[i];

        if (outcome->ended == wanted->ended &&
            outcome->status == wanted->status && outcome->hash == wanted->hash)
            return true;
    }
    return false;
}

static void a_process_for_each_run_finds_the_same(void **state)
{
    static const char *const lessons[] = {"deadlock", "lost_wakeup", "rlock"};
    struct exploring_options fibers = {.seconds = 20,
                                       .search = {.strategy = STRATEGY_DPOR}};
    struct exploring_options forks = fibers;
    char carrier[128];

    (void)state;
    forks.by_fork = true;
    for (size_t i = 0; i < sizeof lessons / sizeof *lessons; i++) {
        struct judged one;
        struct judged other;

        judged_lesson(&one, lessons[i], &fibers);
        judged_lesson(&other, lessons[i], &forks);
        assert_string_equal(
            verdicts_carrier(other.verdicts, carrier, sizeof carrier),
            "a process for each");
        assert_true(one.verdicts->report->state.complete);
        assert_true(other.verdicts->report->state.complete);
        assert_int_equal(one.verdicts->report->state.runs,
                         other.verdicts->report->state.runs);
        assert_int_equal(one.verdicts->report->outcome_count,
                         other.verdicts->report->outcome_count);
        for (uint32_t j = 0; j < one.verdicts->report->outcome_count; j++)
            assert_true(has_outcome(other.verdicts->report,
                                    &one.verdicts->report->outcomes[j]));
        judged_forget(&one);
        judged_forget(&other);
    }
}

static void processes_are_explored_on_real_tasks(void **state)
{
    struct judged e;

    (void)state;
    judged_lesson(&e, "pipe", &(struct exploring_options){.seconds = 2});
    assert_true(e.verdicts->report->needs_tasks);
    assert_true(e.verdicts->report->state.runs > 3);
    assert_string_equal(e.verdicts->verdict, "ok");
    judged_forget(&e);
}

/* A screen may show what was reported before the search went over to real
   tasks. */
static void a_report_lasts_as_long_as_the_search(void **state)
{
    char *path =
        must_print("%s/lessons/6_exchange/pipe.step", judged_build_folder());
    char *arguments[] = {path, NULL};
    const struct exploring_options options = {.seconds = 1};
    char why[256] = "";
    struct exploring *exploring =
        exploring_start(path, arguments, &options, why, sizeof why);

    (void)state;
    assert_string_equal(why, "");
    const struct exploration *first = exploring_report(exploring);
    while (exploring_report(exploring) == first)
        assert_true(exploring_pump(exploring, 1));
    assert_true(first->needs_tasks);
    exploring_free(exploring);
    free(path);
}

/* What a signal, an end or a fork meets, the complete search alone finds. */
static void what_processes_do_to_each_other_is_searched_completely(void **state)
{
    static const struct {
        const char *name;
        uint32_t outcomes;
    } programs[] = {
        {"process_killed_early", 2},    {"process_looked_at_early", 2},
        {"process_handler_between", 2}, {"process_forked_with_lock", 2},
        {"process_signal_paused", 2},   {"process_looked_at_again", 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        struct judged e = {.lesson = NULL};

        e.path = must_print("%s/tests/corpus/%s", judged_build_folder(),
                            programs[i].name);
        judged_path(&e,
                    &(struct exploring_options){
                        .seconds = 20, .search = {.strategy = STRATEGY_DPOR}});
        if (!e.verdicts->report->state.complete ||
            e.verdicts->report->outcome_count != programs[i].outcomes)
            fail_msg("%s: %s", programs[i].name, e.verdicts->covered);
        judged_forget(&e);
    }
}

/* The verdict of a program that reads the file, explored in one way. */
static void expect_of_input(const char *program, const char *text,
                            struct exploring_options options,
                            const char *verdict, uint32_t outcomes)
{
    char file[] = "/tmp/interleave-test-XXXXXX";
    int fd = mkstemp(file);
    struct judged e = {.lesson = NULL};

    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    options.seconds = 2;
    options.input = file;
    e.path = must_print("%s/tests/programs/%s", judged_build_folder(), program);
    judged_path(&e, &options);
    assert_string_equal(e.verdicts->verdict, verdict);
    assert_int_equal(e.verdicts->report->outcome_count, outcomes);
    for (unsigned i = 0; i < e.verdicts->count; i++)
        assert_true(!e.verdicts->findings[i].told ||
                    e.verdicts->findings[i].retelling.held);
    judged_forget(&e);
    unlink(file);
}

/* One that reads nothing exits with 3, which would be an outcome more. */
static void each_run_reads_the_input_from_its_beginning(void **state)
{
    const struct exploring_options ways[] = {
        {.search.jobs = 1}, {.search.jobs = 2}, {.by_fork = true}};

    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        expect_of_input("reads_input", "both", ways[i], "deadlock", 2);
        expect_of_input("reads_input", "one", ways[i], "ok", 1);
    }
    expect_of_input("reads_input_forked", "77", ways[0], "ok", 1);
    expect_of_input("reads_input_forked", "78", ways[0], "wrong-output", 1);
}

static void names_the_zombie_and_not_its_parent(void **state)
{
    struct judged e;

    (void)state;
    judged_corpus(&e, "process_zombie_of_an_orphan");
    assert_string_equal(e.verdicts->verdict, "leak");
    assert_non_null(strstr(e.verdicts->findings[0].retelling.message,
                           "P2 has ended, and its parent never waited"));
    judged_forget(&e);
}

static void a_fork_server_leaves_no_zombies(void **state)
{
    struct judged e;

    (void)state;
    judged_program(&e, "tests/searched/fork_server");
    assert_true(e.verdicts->report->state.runs > 3);
    assert_string_equal(e.verdicts->verdict, "ok");
    judged_forget(&e);
}

static int put_runtime_beside(void **state)
{
    (void)state;
    return watched_put_runtime_beside() ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_a_deadlock_with_its_cycle),
        cmocka_unit_test(tells_a_lost_wakeup_from_a_deadlock),
        cmocka_unit_test(names_both_lines_of_a_race),
        cmocka_unit_test(a_crash_is_at_the_line_of_the_program),
        cmocka_unit_test(says_whether_fewer_preemptions_do),
        cmocka_unit_test(an_older_value_is_no_preemption),
        cmocka_unit_test(who_waits_is_not_preempted),
        cmocka_unit_test(says_ok_with_what_was_covered),
        cmocka_unit_test(counts_the_runs_of_all_who_searched),
        cmocka_unit_test(takes_nothing_in_while_it_is_being_written),
        cmocka_unit_test(never_says_ok_of_a_search_that_was_cut_off),
        cmocka_unit_test(the_schedule_leads_to_the_same_end_on_real_threads),
        cmocka_unit_test(a_process_for_each_run_finds_the_same),
        cmocka_unit_test(processes_are_explored_on_real_tasks),
        cmocka_unit_test(a_report_lasts_as_long_as_the_search),
        cmocka_unit_test(
            what_processes_do_to_each_other_is_searched_completely),
        cmocka_unit_test(each_run_reads_the_input_from_its_beginning),
        cmocka_unit_test(names_the_zombie_and_not_its_parent),
        cmocka_unit_test(a_fork_server_leaves_no_zombies),
    };

    return cmocka_run_group_tests(tests, put_runtime_beside, NULL);
}
