/* 41_robustness_test.c - programs that are hard to watch: each ends as it does
   alone, prints the same, and is seen as far as it can be. See endures.c. */
#include "tests/support/alone.h"
#include "tests/support/process.h"
#include "tests/support/watched.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#include <cmocka.h>

enum { AROUND = 2 }; /* Locks before main and after it. */

/* Watched, after it was seen that the watched run ended as the one alone. */
static struct watched *endures(const char *how, const char *word)
{
    char ways[2][64];
    char name[] = "endures";

    snprintf(ways[0], sizeof ways[0], "%s", how);
    snprintf(ways[1], sizeof ways[1], "%s", word ? word : "");
    struct alone alone = alone_run(
        false, (char *[]){name, ways[0], word ? ways[1] : NULL, NULL});
    struct watched *w = watched_run(name, ways[0], word ? ways[1] : NULL, NULL);

    assert_non_null(w->watch);
    assert_true(alone.in_time);
    assert_true(w->in_time);
    assert_string_equal(w->output, alone.output);
    assert_int_equal(w->status, alone.status);
    alone_fini(&alone);
    return w;
}

/* The same, where the trace must have no flaw and lack nothing. */
static struct watched *endures_seen(const char *how, const char *word)
{
    struct watched *w = endures(how, word);
    const char *flaw = watched_flaw(w);

    assert_string_equal(flaw ? flaw : "", "");
    assert_int_equal(w->counts.lost, 0);
    assert_int_equal(w->counts.tasks_unseen, 0);
    assert_false(w->counts.damaged);
    return w;
}

static void no_descriptor_of_the_program_is_needed(void **state)
{
    (void)state;
    struct watched *w = endures_seen("closes", NULL);
    assert_int_equal(watched_count(w, OP_LOCK, STAGE_DID), 400 + AROUND);
    watched_free(w);
    w = endures_seen("renumbers", NULL);
    assert_int_equal(watched_count(w, OP_LOCK, STAGE_DID), 400 + AROUND);
    watched_free(w);
}

/* Zeros, ones, low numbers, anything: it goes on, and ends as it would. */
static void a_program_may_write_over_the_area(void **state)
{
    static const char *const patterns[] = {"0", "1", "255", "256"};

    (void)state;
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        watched_free(endures("scribbles", patterns[i]));
}

static size_t false_alarms(const struct watched *w)
{
    size_t count = 0;

    for (unsigned i = 0; i < w->model->finding_count; i++) {
        enum verdict verdict = w->model->findings[i].verdict;

        count += verdict != VERDICT_CRASH && verdict != VERDICT_LEAK;
    }
    return count;
}

/* Threads in the middle of records, rings that overflow: and yet no task waits
   for a lock that it holds itself. */
static void a_program_may_end_while_its_threads_are_busy(void **state)
{
    static const char *const ways[] = {"_exit", "quick", "kill", "abort",
                                       "exit"};

    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        for (int times = 0; times < 3; times++) {
            struct watched *w = endures("leaves", ways[i]);
            const char *flaw = watched_flaw(w);

            assert_string_equal(flaw ? flaw : "", "");
            assert_int_equal(false_alarms(w), 0);
            assert_false(watched_says(w, "deadlock"));
            watched_free(w);
        }
    }
}

static void sees_five_hundred_and_twelve_threads_at_once(void **state)
{
    (void)state;
    struct watched *w = watched_run("breeds", "512", "all", NULL);
    assert_true(w->in_time);
    assert_int_equal(w->status, 0);
    assert_string_equal(w->output, "512 visits\n");
    assert_int_equal(w->counts.tasks_unseen, 0);
    assert_int_equal(watched_count(w, OP_CREATE, STAGE_DID), 512);
    assert_int_equal(watched_count(w, OP_BEGIN, STAGE_DID), 513);
    assert_int_equal(watched_count(w, OP_END, STAGE_DID), 512);
    assert_int_equal(watched_count(w, OP_BARRIER_WAIT, STAGE_DID), 512);
    assert_null(watched_flaw(w));
    watched_free(w);
}

static void sees_three_hundred_children_at_once(void **state)
{
    (void)state;
    struct watched *w = endures_seen("forks", "300");
    assert_int_equal(watched_count(w, OP_FORK, STAGE_DID), 300);
    assert_int_equal(watched_count(w, OP_EXIT, STAGE_DID), 301);
    assert_int_equal(watched_count(w, OP_LOCK, STAGE_DID), 600 + AROUND);
    assert_int_equal(watched_count(w, OP_WAIT_CHILD, STAGE_DID), 300);
    watched_free(w);
}

/* More in all than there are slots: each is given back in time. */
static void sees_threads_that_fork_one_after_the_other(void **state)
{
    (void)state;
    struct watched *w = endures_seen("storms", "600");
    assert_int_equal(watched_count(w, OP_CREATE, STAGE_DID), 600);
    assert_int_equal(watched_count(w, OP_FORK, STAGE_DID), 600);
    assert_int_equal(watched_count(w, OP_WAIT_CHILD, STAGE_DID), 600);
    watched_free(w);
}

/* Children leave slots as well: here are many more of them than slots. */
static void children_that_were_waited_for_need_no_slots(void **state)
{
    (void)state;
    struct watched *w = endures("storms", "1600");
    assert_null(watched_flaw(w));
    assert_int_equal(w->counts.tasks_unseen, 0);
    assert_int_equal(watched_count(w, OP_FORK, STAGE_DID), 1600);
    assert_false(w->counts.too_many);
    watched_free(w);
}

/* On a crowded machine the lab comes late: it is waited for. */
static void waits_for_a_lab_that_is_late(void **state)
{
    const struct timespec late = {.tv_nsec = 200000000};
    struct watched *w = watched_start(&(struct watched_options){
        .program = "endures",
        .arguments = (char *[]){(char[]){"storms"}, (char[]){"1600"}, NULL}});

    (void)state;
    for (int i = 0; i < 4; i++) {
        nanosleep(&late, NULL);
        watched_for(w, 1);
    }
    watched_finish(w);
    assert_int_equal(w->status, 0);
    assert_null(watched_flaw(w));
    assert_int_equal(w->counts.tasks_unseen, 0);
    assert_int_equal(watched_count(w, OP_FORK, STAGE_DID), 1600);
    assert_int_equal(watched_count(w, OP_EXIT, STAGE_DID), 1601);
    watched_free(w);
}

static bool a_child_shares_pages(const struct watched *w)
{
    for (uint32_t id = 2; id <= w->model->process_count; id++) {
        const struct process *child = &w->model->processes[id - 1];

        if (child->measured && child->own_pages > 0 && child->shared_pages > 0)
            return true;
    }
    return false;
}

static void measures_what_children_share_with_their_parent(void **state)
{
    struct watched *w = watched_start(&(struct watched_options){
        .program = "lessons/1_processes/isolation", .pace_us = 1000000});

    (void)state;
    assert_true(watched_until(w, a_child_shares_pages));
    assert_null(watched_flaw(w));
    watched_free(w);
}

/* Locks are taken for the first time, or given back, at the last moment before
   the fork, and the other way round at the first after it. */
static void copies_locks_as_they_were_at_the_fork(void **state)
{
    struct watched *w = watched_run("forks_holding", NULL);
    struct model *model = model_new();
    unsigned seen = 0;

    (void)state;
    assert_int_equal(w->status, 0);
    assert_null(watched_flaw(w));
    for (size_t i = 0; i < trace_length(w->trace); i++) {
        const struct event *event = trace_at(w->trace, i);

        model_apply(model, event);
        if (event->type != EVENT_OPERATION ||
            event->operation.op != OP_TRY_LOCK)
            continue;
        const struct object *copy =
            model_object(model, event->operation.object);
        assert_int_not_equal(copy->origin, 0);
        assert_int_equal(copy->holders, 1);
        assert_false(copy->left_held);
        if (event->operation.stage == STAGE_FAILED)
            assert_string_equal(copy->name, "kept");
        else
            assert_string_equal(copy->name, "given_back");
        seen++;
    }
    assert_int_equal(seen, 2 * 50);
    model_free(model);
    watched_free(w);
}

/* By exec and by vfork, with an environment that is empty each time. */
static void follows_a_chain_of_programs(void **state)
{
    (void)state;
    struct watched *w = endures_seen("execs", "20");
    assert_int_equal(watched_count(w, OP_EXEC, STAGE_WANTS), 20);
    assert_int_equal(watched_count(w, OP_EXEC, STAGE_FAILED), 0);
    assert_int_equal(watched_count(w, OP_FORK, STAGE_DID), 6);
    /* Before main, in it and after it in the last; but before and in it in
       those that became another. */
    assert_true(watched_count(w, OP_LOCK, STAGE_DID) >= 21 * 2);
    watched_free(w);
}

static void a_handler_may_call_what_is_watched(void **state)
{
    (void)state;
    struct watched *w = endures("handles", NULL);
    assert_true(watched_count(w, OP_HANDLER_ENTER, STAGE_DID) > 0);
    assert_null(watched_flaw(w));
    assert_int_equal(false_alarms(w), 0);
    watched_free(w);
}

static void a_handler_need_not_return(void **state)
{
    (void)state;
    struct watched *w = endures_seen("jumps", NULL);
    assert_true(watched_count(w, OP_HANDLER_ENTER, STAGE_DID) >= 30);
    assert_int_equal(watched_count(w, OP_HANDLER_LEAVE, STAGE_DID), 0);
    assert_true(watched_count(w, OP_LOCK, STAGE_DID) >= 40);
    watched_free(w);
}

/* Also those whose last record was half written. */
static void sees_the_end_of_each_thread_that_is_cancelled(void **state)
{
    (void)state;
    struct watched *w = endures("cancels", "120");
    assert_null(watched_flaw(w));
    assert_int_equal(watched_count(w, OP_CREATE, STAGE_DID), 120);
    assert_int_equal(watched_count(w, OP_END, STAGE_DID), 120);
    assert_int_equal(watched_count(w, OP_JOIN, STAGE_DID), 120);
    watched_free(w);
}

static void sees_what_a_library_does_that_is_loaded_late(void **state)
{
    static const char source[] = "#include <pthread.h>\n"
                                 "static long done;\n"
                                 "static void *run(void *door) {\n"
                                 "    for (int i = 0; i < 10; i++) {\n"
                                 "        pthread_mutex_lock(door); done++; "
                                 "pthread_mutex_unlock(door);\n"
                                 "    }\n"
                                 "    return 0;\n"
                                 "}\n"
                                 "long work(pthread_mutex_t *door) {\n"
                                 "    pthread_t thread;\n"
                                 "    done = 0;\n"
                                 "    pthread_create(&thread, 0, run, door);\n"
                                 "    run(door);\n"
                                 "    pthread_join(thread, 0);\n"
                                 "    return done;\n"
                                 "}\n";
    char *folder = process_make_folder();
    char library[64];
    char command[256];

    (void)state;
    snprintf(library, sizeof library, "%s/late.so", folder);
    snprintf(command, sizeof command,
             "${CC:-cc} -shared -fPIC -g -pthread -x c -o %s -", library);
    FILE *compiler = popen(command, "w");
    assert_non_null(compiler);
    fputs(source, compiler);
    assert_int_equal(pclose(compiler), 0);
    struct watched *w = endures_seen("loads", library);
    process_remove_folder(folder);
    free(folder);
    assert_string_equal(w->output, "loads: 60 visits\n");
    assert_int_equal(watched_count(w, OP_CREATE, STAGE_DID), 3);
    /* One more goes past us. */
    assert_int_equal(watched_count(w, OP_LOCK, STAGE_DID), 60 + AROUND);
    watched_free(w);
}

static void tells_where_a_stack_overflows(void **state)
{
    static const char *const which[] = {"thread", "first"};

    (void)state;
    for (size_t i = 0; i < sizeof which / sizeof *which; i++) {
        struct watched *w = endures_seen("overflows", which[i]);

        assert_true(WIFSIGNALED(w->status) && WTERMSIG(w->status) == SIGSEGV);
        assert_int_equal(watched_count(w, OP_CRASH, STAGE_DID), 1);
        assert_true(watched_says(w, "endures.c"));
        watched_free(w);
    }
}

static void sees_what_is_done_before_main_and_after_it(void **state)
{
    (void)state;
    struct watched *w = endures_seen("constructs", NULL);
    assert_int_equal(watched_count(w, OP_LOCK, STAGE_DID), AROUND);
    assert_int_equal(watched_count(w, OP_EXIT, STAGE_DID), 1);
    watched_free(w);
}

/* Opened twice it is one, and closed once it is still that one. */
static void knows_a_semaphore_by_its_name_until_it_is_closed(void **state)
{
    (void)state;
    struct watched *w = watched_run("equivalence_semaphore", "named", NULL);
    const struct event *opened =
        watched_find(w, OP_SEMAPHORE_OPEN, STAGE_DID, 0);
    size_t used = 0;

    assert_non_null(opened);
    for (size_t i = 0; i < trace_length(w->trace); i++) {
        const struct event *event = trace_at(w->trace, i);

        if (event->type != EVENT_OPERATION ||
            (event->operation.op != OP_SEMAPHORE_WAIT &&
             event->operation.op != OP_SEMAPHORE_POST))
            continue;
        assert_int_equal(event->operation.object, opened->operation.object);
        used++;
    }
    assert_int_equal(used, 3);
    watched_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_descriptor_of_the_program_is_needed),
        cmocka_unit_test(a_program_may_write_over_the_area),
        cmocka_unit_test(a_program_may_end_while_its_threads_are_busy),
        cmocka_unit_test(sees_five_hundred_and_twelve_threads_at_once),
        cmocka_unit_test(sees_three_hundred_children_at_once),
        cmocka_unit_test(sees_threads_that_fork_one_after_the_other),
        cmocka_unit_test(children_that_were_waited_for_need_no_slots),
        cmocka_unit_test(waits_for_a_lab_that_is_late),
        cmocka_unit_test(measures_what_children_share_with_their_parent),
        cmocka_unit_test(copies_locks_as_they_were_at_the_fork),
        cmocka_unit_test(follows_a_chain_of_programs),
        cmocka_unit_test(a_handler_may_call_what_is_watched),
        cmocka_unit_test(a_handler_need_not_return),
        cmocka_unit_test(sees_the_end_of_each_thread_that_is_cancelled),
        cmocka_unit_test(sees_what_a_library_does_that_is_loaded_late),
        cmocka_unit_test(tells_where_a_stack_overflows),
        cmocka_unit_test(sees_what_is_done_before_main_and_after_it),
        cmocka_unit_test(knows_a_semaphore_by_its_name_until_it_is_closed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
