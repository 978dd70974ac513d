/* 47_story_test.c - what stories tell of small programs: who, where, what, and
   why. */
#include "tests/support/judged.h"
#include "tests/support/watched.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct expected {
    const char *program;
    const char *verdict;
    const char *said; /* In one of its lines. */
};

static const struct finding_found *finding_of(const struct judged *e,
                                              const char *verdict)
{
    for (unsigned i = 0; i < e->verdicts->count; i++) {
        if (strcmp(e->verdicts->findings[i].verdict, verdict) == 0)
            return &e->verdicts->findings[i];
    }
    return NULL;
}

static bool is_said(const struct retelling *told, const char *said)
{
    for (unsigned i = 0; i < told->story_count; i++) {
        if (strstr(told->story[i], said))
            return true;
    }
    return false;
}

static void expect_said(const struct expected *expected, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct judged e;

        judged_corpus(&e, expected[i].program);
        const struct finding_found *found = finding_of(&e, expected[i].verdict);
        if (!found)
            fail_msg("%s: no %s", expected[i].program, expected[i].verdict);
        else if (!is_said(&found->retelling, expected[i].said))
            fail_msg("%s does not say: %s", expected[i].program,
                     expected[i].said);
        judged_forget(&e);
    }
}

#define EXPECT(expected)                                                       \
    expect_said(expected, sizeof expected / sizeof *(expected))

/* Memory given back, and accesses that were made before anybody shared. */
static void tells_of_causes_that_are_no_events(void **state)
{
    static const struct expected all[] = {
        {"freed_by_another", "misuse",
         "T1 freed *shared (freed_by_another.c:10)."},
        {"freed_by_another", "misuse",
         "main read *shared (freed_by_another.c:24)."},
        {"double_free", "misuse", "T1 freed *shared (double_free.c:12)."},
        {"dead_frame", "data-race",
         "main left the function that had start's local (dead_frame.c:18)."},
        {"argument_loop_index", "data-race",
         "main wrote main's i (argument_loop_index.c:15)."},
        {"string_static_buffer", "data-race",
         "T1 wrote text[0] (string_static_buffer.c:10)."},
        {"signal_not_kept_away", "crash",
         "Nobody has set a handler for SIGUSR1"},
    };

    (void)state;
    EXPECT(all);
}

/* What did not come about is told as what it was. */
static void tells_how_waits_and_tries_ended(void **state)
{
    static const struct expected all[] = {
        {"condition_if", "assertion",
         "T1 woke up on changed though nobody signalled it (a spurious "
         "wake-up) (condition_if.c:14)."},
        {"condition_if", "assertion", "who wakes up must look again"},
        {"condition_timed_trusted", "assertion",
         "T1 waited on changed until its time was up "
         "(condition_timed_trusted.c:19)."},
        {"lock_timed_trusted", "assertion",
         "T2 could not lock lock in time (lock_timed_trusted.c:18)."},
        {"polite_for_ever", "livelock",
         "T1 tried b and did not get it, held by T2 (polite_for_ever.c:12)."},
        {"atomic_store_buffer_weak", "assertion", "an older value: what T"},
        {"process_looked_at_early", "wrong-output",
         "main looked at P1, which had not ended"},
    };

    (void)state;
    EXPECT(all);
}

static void says_why_nothing_orders_two_accesses(void **state)
{
    static const struct expected all[] = {
        {"lock_other_lock", "data-race", "T1 holds a there, T2 holds b: only"},
        {"lock_writer_only", "data-race",
         "T1 holds lock there, T2 holds no lock: a lock keeps out only"},
        {"rwlock_hits_counted", "data-race",
         "Both hold l only for reading there"},
        {"atomic_publish_relaxed", "data-race",
         "ready comes between, but orders nothing"},
        {"compare_failed_relaxed", "data-race",
         "ready comes between, but orders nothing"},
        {"join_forgotten", "data-race", "Neither holds a lock there"},
    };

    (void)state;
    EXPECT(all);
}

static void ends_with_the_reason(void **state)
{
    static const struct expected all[] = {
        {"bank_overdrawn", "assertion",
         "T1 had looked at bal when it was 100 (move "},
        {"check_then_act", "assertion",
         "T1 had looked at seats when it was 1 (move "},
        {"two_stages", "assertion", "T2 read second (0) (two_stages.c:34)."},
        {"rwlock_hits_counted", "assertion", "that update is lost."},
        {"condition_one_for_two", "lost-wakeup", "that woke T2, not T1."},
        {"barrier_too_many", "deadlock",
         "barrier lets them go when 3 have come: so far it is 2."},
        {"condition_nested_monitor", "deadlock",
         "T1 waits for table, held by main."},
        {"process_pipe_end_open", "deadlock",
         "P1 waits to read from p (empty), whose only writing end it has open "
         "itself."},
        {"condition_recursive_held_twice", "deadlock",
         "to wait lets go of it only once."},
        {"philosophers_5", "deadlock", "So it comes back to T"},
    };

    (void)state;
    EXPECT(all);
}

/* Of a look that came again, and saw the change, nothing is made. */
static void does_not_blame_a_loop_that_looked_again(void **state)
{
    struct judged e;

    (void)state;
    judged_corpus(&e, "buffer_sum_wrong");
    const struct finding_found *found = finding_of(&e, "assertion");
    assert_non_null(found);
    assert_false(is_said(&found->retelling, "had looked at"));
    judged_forget(&e);
}

/* And what a circle goes through is told once. */
static void says_how_much_is_left_out(void **state)
{
    static const struct expected all[] = {
        {"race_long_ago", "data-race", "operations are left out)"},
        {"philosophers_5", "deadlock", "operations are left out)"},
        {"ticket_plain", "livelock",
         "T1 read serving (1) (ticket_plain.c:12)."},
        {"ticket_plain", "livelock", "T1 read next (0) (ticket_plain.c:11)."},
    };

    (void)state;
    EXPECT(all);
}

/* stdatomic.h's macros have variables of their own. */
static void names_nothing_that_nobody_wrote(void **state)
{
    struct judged e;

    (void)state;
    judged_corpus(&e, "hazard_pointer_no_second_look");
    assert_null(strstr(e.verdicts->findings[0].retelling.message, "__"));
    judged_forget(&e);
    judged_corpus(&e, "spin_poll_each_other");
    assert_true(
        is_said(&e.verdicts->findings[0].retelling, "changed taken to"));
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
        cmocka_unit_test(tells_of_causes_that_are_no_events),
        cmocka_unit_test(tells_how_waits_and_tries_ended),
        cmocka_unit_test(says_why_nothing_orders_two_accesses),
        cmocka_unit_test(ends_with_the_reason),
        cmocka_unit_test(does_not_blame_a_loop_that_looked_again),
        cmocka_unit_test(says_how_much_is_left_out),
        cmocka_unit_test(names_nothing_that_nobody_wrote),
    };

    return cmocka_run_group_tests(tests, put_runtime_beside, NULL);
}
