/* 47_wording_test.c - what is said of small programs: lines, names, limits. */
#include "tests/support/judged.h"
#include "tests/support/watched.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* The task stands before another read already. */
static void a_race_is_told_of_what_was_done(void **state)
{
    struct judged e;

    (void)state;
    judged_corpus(&e, "argument_loop_index");
    assert_string_equal(e.verdicts->verdict, "data-race");
    const char *message = e.verdicts->findings[0].retelling.message;
    assert_non_null(strstr(message, "main writes main's i"));
    assert_non_null(
        strstr(message, "T1 reads it (argument_loop_index.c:8): nothing"));
    judged_forget(&e);
}

/* Also of what is no event: memory that is given back, or left behind. */
static void both_sides_have_their_lines(void **state)
{
    static const struct {
        const char *program;
        const char *said;
    } cases[] = {
        {"use_after_free",
         "main frees *shared (use_after_free.c:23) and T1 reads it "
         "(use_after_free.c:11)"},
        {"freed_by_another",
         "main reads *shared (freed_by_another.c:24) after T1 freed it "
         "(freed_by_another.c:10)."},
        {"frame_handed_on",
         "main ends the lifetime of start's number (frame_handed_on.c:18) and "
         "T1 reads it (frame_handed_on.c:9)"},
        {"frame_of_result",
         "main reads work's sum (frame_of_result.c:23) after T1 returned from "
         "its function (frame_of_result.c:12)."},
        {"local_escapes",
         "main writes main's x (local_escapes.c:16) and T1 reads it "
         "(local_escapes.c:7)"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct judged e;

        judged_corpus(&e, cases[i].program);
        const char *message = e.verdicts->findings[0].retelling.message;
        if (!strstr(message, cases[i].said))
            fail_msg("%s: %s", cases[i].program, message);
        judged_forget(&e);
    }
}

/* Also where the story has room for the latest moves alone. */
static void the_first_side_of_a_race_is_in_its_story(void **state)
{
    struct judged e;

    (void)state;
    judged_corpus(&e, "race_long_ago");
    const struct retelling *told = &e.verdicts->findings[0].retelling;
    assert_string_equal(told->story[0],
                        "T1 wrote 1 to early (race_long_ago.c:13).");
    assert_non_null(strstr(told->story[1], "are left out)"));
    assert_string_equal(told->story[told->story_count - 2],
                        "main read early (1) (race_long_ago.c:29).");
    judged_forget(&e);
}

static void says_where_reads_and_writes_are_not_seen(void **state)
{
    struct judged e;

    (void)state;
    judged_program(&e, "lessons/5_locks/lock");
    assert_string_equal(e.verdicts->verdict, "ok");
    assert_non_null(strstr(e.verdicts->covered, "reads and writes are not"));
    judged_forget(&e);
    judged_program(&e, "lessons/5_locks/lock.step");
    assert_null(strstr(e.verdicts->covered, "not seen"));
    judged_forget(&e);
}

/* Tasks may meet there. */
static void promises_nothing_of_what_is_not_modelled(void **state)
{
    static const struct {
        const char *program;
        const char *said;
    } cases[] = {{"tests/programs/system_v", "it calls shmat"},
                 {"tests/programs/requeues", "FUTEX_REQUEUE, which is not"},
                 {"tests/programs/requeues_child", "FUTEX_REQUEUE, which"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct judged e;

        judged_program(&e, cases[i].program);
        assert_string_equal(e.verdicts->verdict, "inconclusive");
        assert_int_equal(verdicts_status(e.verdicts), 3);
        assert_non_null(strstr(e.verdicts->covered, cases[i].said));
        judged_forget(&e);
    }
}

/* Where older stores are read, nothing is assumed; nor where one variable is
   all that is unordered at a time, or locks order all. */
static void says_where_sequential_consistency_is_assumed(void **state)
{
    static const struct {
        const char *program;
        bool assumes;
    } cases[] = {
        {"weak_strong_data", true},       {"process_atomic", true},
        {"atomic_store_buffer", false},   {"weak_buffer_fenced", false},
        {"weak_message_released", false}, {"weak_peterson_strong", false},
        {"atomic_publish", false},        {"atomic_counters_relaxed", false},
        {"atomic_ring", false},           {"semaphore_buffer", false}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct judged e;

        judged_corpus(&e, cases[i].program);
        assert_string_equal(e.verdicts->verdict, "ok");
        bool said = strstr(e.verdicts->covered, "sequential consistency");
        if (said != cases[i].assumes ||
            said != e.verdicts->report->assumes_order)
            fail_msg("%s: %s", cases[i].program, e.verdicts->covered);
        judged_forget(&e);
    }
}

static void says_where_there_are_too_many_tasks_to_find_all_races(void **state)
{
    struct judged e;

    (void)state;
    judged_program(&e, "tests/exact/hundred");
    assert_string_equal(e.verdicts->verdict, "ok");
    assert_non_null(strstr(e.verdicts->covered, "too many tasks to look"));
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
        cmocka_unit_test(a_race_is_told_of_what_was_done),
        cmocka_unit_test(both_sides_have_their_lines),
        cmocka_unit_test(the_first_side_of_a_race_is_in_its_story),
        cmocka_unit_test(says_where_reads_and_writes_are_not_seen),
        cmocka_unit_test(promises_nothing_of_what_is_not_modelled),
        cmocka_unit_test(says_where_sequential_consistency_is_assumed),
        cmocka_unit_test(says_where_there_are_too_many_tasks_to_find_all_races),
    };

    return cmocka_run_group_tests(tests, put_runtime_beside, NULL);
}
