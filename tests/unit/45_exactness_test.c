/* 45_exactness_test.c - the complete search makes one run for each order of
   dependent moves, not one more or less; and whoever enumerates schedules in
   another way finds the same.

   The numbers of counters are those of two other tools for the same program;
   the others are counted by hand. */
#include "tests/support/child.h"
#include "tests/support/explored.h"
#include "tests/support/process.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct exploring_options complete = {
    .search = {.strategy = STRATEGY_DPOR, .seed = 1}, .seconds = 30};

static void has_orders(const char *program, uint64_t orders)
{
    struct explored found = explored_run(program, &complete);

    if (!found.complete || found.runs != orders)
        print_error("%s\n", program);
    assert_true(found.complete);
    assert_int_equal(found.runs, orders);
}

static void two_who_load_and_store(void **state)
{
    (void)state;
    has_orders("tests/exact/counters 1", 4);
    has_orders("tests/exact/counters 2", 34);
    has_orders("tests/exact/counters 3", 328);
    has_orders("tests/exact/counters 4", 3334);
    has_orders("tests/exact/counters 5", 34904);
    has_orders("tests/exact/counters 6", 372436);
}

static void philosophers_who_never_meet_have_an_order(void **state)
{
    (void)state;
    has_orders("tests/exact/philosophers 2", 2);
    has_orders("tests/exact/philosophers 3", 6);
    has_orders("tests/exact/philosophers 4", 24);
    has_orders("tests/exact/philosophers 5", 120);
    has_orders("tests/exact/philosophers 6", 720);
    has_orders("tests/exact/philosophers 7", 5040);
}

static void sections_of_two_threads_are_mixed_in_all_ways(void **state)
{
    (void)state;
    has_orders("tests/exact/sections 2 1", 2);
    has_orders("tests/exact/sections 3 1", 6);
    has_orders("tests/exact/sections 2 2", 6);
    has_orders("tests/exact/sections 2 3", 20);
    has_orders("tests/exact/sections 2 7", 3432);
}

static void each_reader_is_before_the_writer_or_after_it(void **state)
{
    (void)state;
    has_orders("tests/exact/readers 1", 2);
    has_orders("tests/exact/readers 4", 16);
    has_orders("tests/exact/readers 9", 512);
}

static void writers_have_an_order_unless_apart(void **state)
{
    (void)state;
    has_orders("tests/exact/writers 4", 24);
    has_orders("tests/exact/writers 6", 720);
    has_orders("tests/exact/writers 6 apart", 1);
}

static void what_main_does_after_a_thread_could_come_before(void **state)
{
    (void)state;
    has_orders("tests/exact/late", 6);
}

static void one_of_two_posts_is_enough(void **state)
{
    (void)state;
    has_orders("tests/exact/late posts", 3);
}

static void many_who_write_apart_are_tried_once(void **state)
{
    (void)state;
    has_orders("tests/exact/matrix 8", 1);
    has_orders("tests/exact/matrix 40", 1);
}

/* What is drawn beside the complete search, and the schedules with few
   preemptions, do not keep it from its end. */
static void what_chooses_for_itself_proves_it_too(void **state)
{
    struct explored found = explored_run(
        "tests/exact/matrix 24",
        &(struct exploring_options){.search = {.seed = 1}, .seconds = 15});

    (void)state;
    assert_true(found.complete);
    assert_int_equal(found.classes, CLASS_NONE);
}

/* ---- Other ways. ---- */

static const char *const small[] = {
    "tests/exact/counters 1",
    "tests/exact/counters 2",
    "tests/exact/sections 2 2",
    "tests/exact/readers 2",
    "tests/exact/writers 3",
    "tests/exact/philosophers 2",
    "tests/exact/buffer 1",
    "tests/exact/buffer 2",
    "tests/corpus/preemptions_1",
    "tests/corpus/lock_abba",
    "tests/corpus/condition_if",
    "tests/corpus/condition_no_predicate",
    "tests/corpus/check_then_act",
    "tests/corpus/atomic_spin_lock",
    "tests/corpus/lock_try_backoff",
    "tests/corpus/rwlock_upgrade",
    "tests/corpus/account",
    "tests/corpus/loop_counts_looks",
    "tests/corpus/main_returns_early",
    "tests/corpus/semaphore_try",
    "tests/corpus/cancel_without_cleanup",
    "tests/corpus/condition_timed",
    "tests/corpus/polite_for_ever",
};

enum {
    SMALL = sizeof small / sizeof *small,
    FEW = SMALL - 1 /* The last has thousands of orders: for processes, many. */
};

static void finds_the_same(unsigned count,
                           const struct exploring_options *options,
                           bool all_of_it)
{
    static struct explored one[SMALL];
    static struct explored other[SMALL];

    explored_run_all(small, count, &complete, 2, one);
    explored_run_all(small, count, options, 2, other);
    for (unsigned i = 0; i < count; i++) {
        if (!one[i].complete || (all_of_it && !other[i].complete) ||
            one[i].outcome_count != other[i].outcome_count ||
            one[i].classes != other[i].classes)
            print_error("%s: %u outcomes, %u\n", small[i], one[i].outcome_count,
                        other[i].outcome_count);
        assert_true(one[i].complete);
        if (all_of_it)
            assert_true(other[i].complete);
        assert_int_equal(one[i].classes, other[i].classes);
        assert_int_equal(one[i].outcome_count, other[i].outcome_count);
        for (unsigned j = 0; j < one[i].outcome_count; j++)
            assert_int_equal(one[i].outcomes[j], other[i].outcomes[j]);
    }
}

static void every_schedule_shows_no_more_than_one_of_each_order(void **state)
{
    (void)state;
    finds_the_same(
        SMALL,
        &(struct exploring_options){
            .search = {.strategy = STRATEGY_DFS, .seed = 1}, .seconds = 4},
        false);
}

static void processes_find_what_fibers_find(void **state)
{
    (void)state;
    struct exploring_options options = complete;

    options.by_fork = true;
    options.search.jobs = 2;
    options.seconds = 18;
    finds_the_same(FEW, &options, true);
}

/* ---- Several who search. ---- */

static void is_made_once_by_whoever_searches(void **state)
{
    static struct explored one[SMALL];
    static struct explored several[SMALL];
    struct exploring_options options = complete;

    (void)state;
    explored_run_all(small, SMALL, &complete, 2, one);
    for (options.search.jobs = 2; options.search.jobs <= 3;
         options.search.jobs++) {
        explored_run_all(small, SMALL, &options, 1, several);
        for (unsigned i = 0; i < SMALL; i++) {
            if (one[i].runs != several[i].runs ||
                one[i].complete != several[i].complete ||
                one[i].classes != several[i].classes)
                print_error("%s: %llu runs, by %u %llu\n", small[i],
                            (unsigned long long)one[i].runs,
                            options.search.jobs,
                            (unsigned long long)several[i].runs);
            assert_int_equal(one[i].runs, several[i].runs);
            assert_int_equal(one[i].complete, several[i].complete);
            assert_int_equal(one[i].classes, several[i].classes);
        }
    }
}

static void several_find_the_numbers_too(void **state)
{
    struct exploring_options options = complete;

    (void)state;
    options.search.jobs = 2;
    struct explored found = explored_run("tests/exact/counters 4", &options);
    assert_true(found.complete);
    assert_int_equal(found.runs, 3334);
    found = explored_run("tests/exact/counters 5", &options);
    assert_true(found.complete);
    assert_int_equal(found.runs, 34904);
    found = explored_run("tests/exact/philosophers 5", &options);
    assert_true(found.complete);
    assert_int_equal(found.runs, 120);
}

/* A name that one run has taken is none that another finds taken. */
static void runs_of_several_do_not_meet_outside_of_memory(void **state)
{
    struct exploring_options options = {.search = {.seed = 1, .jobs = 2},
                                        .seconds = 10};
    struct explored found =
        explored_run("tests/corpus/memory_name_taken", &options);

    (void)state;
    assert_false(found.in_process);
    assert_true(found.complete);
    assert_int_equal(found.outcome_count, 1);
    assert_int_equal(found.classes, CLASS_NONE);
}

enum { STARTED = 1, LOST_ONE = 2, SAID_ALL = 4, FOUND_SOMETHING = 8 };

/* Of the program's processes the first started those that search. */
static bool kill_one(const char *mark)
{
    pid_t found[4];
    int count = process_find(mark, "counters", found, 4);

    return count == 3 && kill(found[2], SIGKILL) == 0;
}

/* What it came to, as a sum. */
static int lose_a_worker(void *argument)
{
    const struct exploring_options options = {
        .search = {.strategy = STRATEGY_DPOR, .seed = 1, .jobs = 2},
        .seconds = 4};
    const char *build = getenv("BUILD");
    char path[512];
    char mark[64];
    char why[256];
    char *arguments[] = {path, (char[]){"7"}, NULL};
    int came_to = 0;

    (void)argument;
    process_mark(mark, sizeof mark);
    putenv(mark);
    snprintf(path, sizeof path, "%s/tests/exact/counters",
             build ? build : "build");
    struct exploring *exploring =
        exploring_start(path, arguments, &options, why, sizeof why);
    if (!exploring)
        return 0;
    const struct exploration *report = exploring_report(exploring);
    while (exploring_pump(exploring, 20)) {
        if (!(came_to & LOST_ONE) && report->state.runs > 1000 &&
            kill_one(mark))
            came_to |= LOST_ONE;
    }
    came_to |= atomic_load(&report->finished) ? STARTED : 0;
    came_to |= report->state.complete ? SAID_ALL : 0;
    for (uint32_t i = 0; i < report->outcome_count; i++)
        came_to |=
            report->outcomes[i].ended != ENDED_EXIT ? FOUND_SOMETHING : 0;
    exploring_free(exploring);
    return came_to;
}

static void who_is_killed_while_it_searches_has_lost_a_run(void **state)
{
    (void)state;
    assert_int_equal(child_run(lose_a_worker, NULL), STARTED | LOST_ONE);
}

static void a_program_that_kills_itself_has_that_end(void **state)
{
    struct explored found =
        explored_run("tests/corpus/process_kills_itself", &complete);

    (void)state;
    assert_true(found.in_time);
    assert_true(found.complete);
    assert_true(found.classes & CLASS_CRASH);
    assert_int_equal(found.outcome_count, 2);
}

/* Where all schedules with few preemptions were tried. */
static void the_simplest_schedule_is_the_same_for_several(void **state)
{
    static struct explored one[SMALL];
    static struct explored several[SMALL];
    struct exploring_options options = {.search = {.seed = 1}, .seconds = 10};
    unsigned known = 0;

    (void)state;
    explored_run_all(small, SMALL, &options, 2, one);
    options.search.jobs = 2;
    explored_run_all(small, SMALL, &options, 1, several);
    for (unsigned i = 0; i < FEW; i++) {
        bool is_known = one[i].bound > 2 && several[i].bound > 2;

        assert_int_equal(one[i].classes, several[i].classes);
        if (!is_known)
            continue;
        known++;
        if (one[i].simplest != several[i].simplest)
            print_error("%s: %u outcomes\n", small[i], one[i].outcome_count);
        assert_int_equal(one[i].simplest, several[i].simplest);
    }
    assert_true(known >= FEW / 2);
}

/* Of so many only samples are taken. */
static void more_tasks_than_a_tree_holds_are_not_called_stuck(void **state)
{
    struct explored found = explored_run(
        "tests/exact/hundred",
        &(struct exploring_options){.search = {.seed = 1}, .seconds = 2});

    (void)state;
    assert_true(found.runs > 0);
    assert_int_equal(found.classes, CLASS_NONE);
}

/* Any one schedule that fails by chance has more of them, most of the time. */
static void what_chance_finds_is_made_simpler(void **state)
{
    struct exploring_options options = {.search = {.strategy = STRATEGY_RANDOM},
                                        .ends_at = 1U << ENDED_ASSERT,
                                        .seconds = 10};

    (void)state;
    for (options.search.seed = 1; options.search.seed <= 6;
         options.search.seed++) {
        struct explored found =
            explored_run("tests/corpus/preemptions_1", &options);

        assert_true(found.classes & CLASS_ASSERTION);
        assert_int_equal(found.preemptions, 1);
    }
}

static void after_the_first_that_fails_so_many_runs_are_made(void **state)
{
    struct explored found = explored_run(
        "tests/corpus/preemptions_1",
        &(struct exploring_options){
            .search = {.seed = 1, .strategy = STRATEGY_RANDOM, .runs = 100000},
            .runs_after = 50});

    (void)state;
    assert_true(found.classes & CLASS_ASSERTION);
    assert_true(found.runs > 50);
    assert_true(found.runs < 100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_who_load_and_store),
        cmocka_unit_test(philosophers_who_never_meet_have_an_order),
        cmocka_unit_test(sections_of_two_threads_are_mixed_in_all_ways),
        cmocka_unit_test(each_reader_is_before_the_writer_or_after_it),
        cmocka_unit_test(writers_have_an_order_unless_apart),
        cmocka_unit_test(what_main_does_after_a_thread_could_come_before),
        cmocka_unit_test(one_of_two_posts_is_enough),
        cmocka_unit_test(many_who_write_apart_are_tried_once),
        cmocka_unit_test(what_chooses_for_itself_proves_it_too),
        cmocka_unit_test(every_schedule_shows_no_more_than_one_of_each_order),
        cmocka_unit_test(processes_find_what_fibers_find),
        cmocka_unit_test(is_made_once_by_whoever_searches),
        cmocka_unit_test(several_find_the_numbers_too),
        cmocka_unit_test(runs_of_several_do_not_meet_outside_of_memory),
        cmocka_unit_test(who_is_killed_while_it_searches_has_lost_a_run),
        cmocka_unit_test(a_program_that_kills_itself_has_that_end),
        cmocka_unit_test(the_simplest_schedule_is_the_same_for_several),
        cmocka_unit_test(more_tasks_than_a_tree_holds_are_not_called_stuck),
        cmocka_unit_test(what_chance_finds_is_made_simpler),
        cmocka_unit_test(after_the_first_that_fails_so_many_runs_are_made),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
