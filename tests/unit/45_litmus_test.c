/* 45_litmus_test.c - of atomics with any order, explore finds each outcome that
   C11 allows, and no other.

   How many there are is counted from the rules (5.1.2.4 and 7.17.3, with what
   PLDI 2017, "Repairing Sequential Consistency in C/C++11", makes of fences;
   and nothing is read that is stored only afterwards): all that loads can see,
   and what is in memory at the end. What the names mean: J. Alglave, L.
   Maranget, M. Tautschnig, "Herding Cats", TOPLAS 36(2), 2014. */
#include "tests/support/explored.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* For tests/exact/litmus. */
static const struct {
    const char *threads;
    unsigned outcomes;
} tests[] = {
    /* Store buffering. */
    {"Sx1.Ly,Sy1.Lx", 4},
    {"Sx1r.Lya,Sy1r.Lxa", 4},
    {"Sx1s.Lys,Sy1s.Lxs", 3},
    {"Sx1.Fs.Ly,Sy1.Fs.Lx", 3},
    {"Sx1.Fs.Ly,Sy1.Lx", 4},
    {"Sx1.Fb.Ly,Sy1.Fb.Lx", 4},
    {"Xx1b.Lya,Xy1b.Lxa", 4},
    {"Xx1s.Lys,Xy1s.Lxs", 3},

    /* Message passing. */
    {"Sx1.Sy1,Ly.Lx", 4},
    {"Sx1.Sy1r,Lya.Lx", 3},
    {"Sx1.Sy1r,Ly.Lx", 4},
    {"Sx1.Sy1,Lya.Lx", 4},
    {"Sx1.Fr.Sy1,Ly.Fa.Lx", 3},
    {"Sx1.Fs.Sy1,Ly.Lx", 4},
    {"Sx1.Sy1r.Sy2,Lya.Lx", 4},
    {"Sx1.Sy1r.Ay1,Lya.Lx", 4},
    {"Sx1.Sy1r,Ay1,Lya.Lx", 8},

    /* Load buffering: not looked for. */
    {"Lx.Sy1,Ly.Sx1", 3},

    /* A store that comes too late; and one that is read instead. */
    {"Sx2.Sy1,Ly.Sx1", 4},
    {"Sx2.Sy1r,Lya.Sx1", 3},
    {"Sx1.Sy1,Sy2.Lx", 4},
    {"Sx1s.Sy1s,Sy2s.Lxs", 3},
    {"Sx1.Fs.Sy1,Sy2.Fs.Lx", 3},

    /* Two writes each. */
    {"Sx1.Sy2,Sy1.Sx2", 4},
    {"Sx1r.Sy2r,Sy1r.Sx2r", 4},
    {"Sx1s.Sy2s,Sy1s.Sx2s", 3},
    {"Sx1.Fs.Sy2,Sy1.Fs.Sx2", 3},

    /* One place: all agree on the order of its stores. */
    {"Sx1,Lx.Lx", 3},
    {"Sx1,Sx2,Lx.Lx,Lx.Lx", 72},
    {"Sx1.Lx,Sx2.Lx", 4},
    {"Lx.Sx1,Sx2", 3},
    {"Sx1.Sx2,Lx.Lx", 6},

    /* Independent reads of independent writes. */
    {"Sx1,Sy1,Lx.Ly,Ly.Lx", 16},
    {"Sx1r,Sy1r,Lxa.Lya,Lya.Lxa", 16},
    {"Sx1s,Sy1s,Lxs.Lys,Lys.Lxs", 15},
    {"Sx1,Sy1,Lx.Fs.Ly,Ly.Fs.Lx", 15},

    /* What one has read is passed on. */
    {"Sx1,Lx.Sy1,Ly.Lx", 8},
    {"Sx1r,Lxa.Sy1r,Lya.Lx", 7},
    {"Sx1,Lx.Fs.Sy1,Ly.Fs.Lx", 7},
    {"Sx1,Lx.Ly,Sy1.Lx", 8},
    {"Sx1,Lx.Fs.Ly,Sy1.Fs.Lx", 7},
    {"Sx1.Sy1,Ly.Sz1,Lz.Lx", 8},
    {"Sx1.Sy1r,Lya.Sz1r,Lza.Lx", 7},
    {"Sx1.Sy1r,Lya.Lz,Sz1.Lx", 8},
    {"Sx1.Sy1r,Lya.Fs.Lz,Sz1.Fs.Lx", 7},

    /* Updates see the store right before theirs. */
    {"Ax1,Ax1,Ax1", 6},
    {"Xx1,Xx2,Xx3", 6},
    {"Ax1,Sx5", 2},
};

enum { TESTS = sizeof tests / sizeof *tests };

static void shows_all_that_is_allowed(const struct exploring_options *options,
                                      unsigned first, unsigned step)
{
    for (unsigned i = first; i < TESTS; i += step) {
        char program[128];

        snprintf(program, sizeof program, "tests/exact/litmus %s",
                 tests[i].threads);
        struct explored found = explored_run(program, options);

        if (!found.complete || found.outcome_count != tests[i].outcomes)
            print_error("%s: %u outcomes, not %u\n", tests[i].threads,
                        found.outcome_count, tests[i].outcomes);
        assert_true(found.complete);
        assert_int_equal(found.outcome_count, tests[i].outcomes);
        assert_int_equal(found.classes, CLASS_NONE);
    }
}

static void the_complete_search_shows_all_that_is_allowed(void **state)
{
    (void)state;
    shows_all_that_is_allowed(
        &(struct exploring_options){.search = {.strategy = STRATEGY_DPOR},
                                    .seconds = 10},
        0, 1);
}

static void what_chooses_for_itself_shows_all_that_is_allowed(void **state)
{
    (void)state;
    shows_all_that_is_allowed(
        &(struct exploring_options){.search = {.seed = 1}, .seconds = 10}, 0,
        3);
}

static void several_who_share_the_work_show_all_that_is_allowed(void **state)
{
    (void)state;
    shows_all_that_is_allowed(
        &(struct exploring_options){
            .search = {.strategy = STRATEGY_DPOR, .jobs = 2}, .seconds = 10},
        1, 3);
}

static void a_process_for_each_run_shows_all_that_is_allowed(void **state)
{
    (void)state;
    shows_all_that_is_allowed(
        &(struct exploring_options){.search = {.strategy = STRATEGY_DPOR},
                                    .by_fork = true,
                                    .seconds = 20},
        2, 9);
}

/* Without preemptions, and older stores, there is one order of the threads
   after the other. */
static void without_preemptions_no_older_store_is_shown(void **state)
{
    const struct exploring_options none = {
        .search = {.strategy = STRATEGY_BOUND, .bound = 0}, .seconds = 10};
    struct explored found =
        explored_run("tests/exact/litmus Sx1.Ly,Sy1.Lx", &none);

    (void)state;
    assert_int_equal(found.outcome_count, 2);
}

int main(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(the_complete_search_shows_all_that_is_allowed),
        cmocka_unit_test(what_chooses_for_itself_shows_all_that_is_allowed),
        cmocka_unit_test(several_who_share_the_work_show_all_that_is_allowed),
        cmocka_unit_test(a_process_for_each_run_shows_all_that_is_allowed),
        cmocka_unit_test(without_preemptions_no_older_store_is_shown),
    };

    return cmocka_run_group_tests(all, NULL, NULL);
}
