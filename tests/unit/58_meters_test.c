/* 58_meters_test.c - panes that measure: turns, switches, and what a program
   has printed. */
#include "tests/support/drawn.h"
#include "tests/support/scene.h"

#include <locale.h>

static void measures_turns_that_others_had(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_wants(s, t2, OP_LOCK, left);
    expect(PANE_TURNS, 2, 48, "nobody has been passed over yet\n\n");
    for (int i = 0; i < 20; i++) {
        story_did(s, t1, OP_UNLOCK, left);
        story_did(s, t1, OP_LOCK, left);
    }
    expect(PANE_TURNS, 2, 48,
           "T2   ████████████████████ 20, still waiting\n\n");
    story_did(s, t1, OP_UNLOCK, left);
    story_did(s, t2, OP_LOCK, left);
    expect(PANE_TURNS, 2, 48, "T2   ████████████████████ 20 at most\n\n");
    expect_title(PANE_TURNS, "turns: how often passed over");
    assert_int_equal(rows_of(PANE_TURNS), 1);
}

static void counts_switches_only_of_tasks_that_were_sampled(void **state)
{
    (void)state;
    story_sample(s, t1, 'S', 1500000000);
    expect(PANE_SWITCHES, 3, 40,
           "main ················ not sampled\n"
           "T1   ················ 0+0\n"
           "T2   ················ not sampled\n");
    expect_title(PANE_SWITCHES, "switches: 0, waited + time was up");
}

/* T1 has it three times, then T2. */
static void share_left(void)
{
    for (int i = 0; i < 3; i++) {
        story_did(s, t1, OP_LOCK, left);
        s->now_ns += 3000000;
        story_did(s, t1, OP_UNLOCK, left);
    }
    story_did(s, t2, OP_LOCK, left);
    s->now_ns += 1000000;
    story_wants(s, t1, OP_LOCK, left);
}

static void shows_who_has_a_lock_and_for_how_long_each_had_it(void **state)
{
    struct lesson lesson = {.owner = (char[]){"right"}};
    const struct scene scene = {.model = s->model, .lesson = &lesson};

    (void)state;
    expect(PANE_OWNER, 1, 40, "nobody had it yet\n");
    expect_title(PANE_OWNER, "owner");
    story_event(s, (struct event){.type = EVENT_TIMED});
    share_left();
    expect(PANE_OWNER, 3, 40,
           "T1   waits  █████·  86% 3x\n"
           "T2   has it █·····  14% 1x\n\n");
    expect_title(PANE_OWNER, "owner of left: 1 handover");
    assert_int_equal(rows_of(PANE_OWNER), 2);
    expect_pane(PANE_OWNER, &scene, 1, 40, 0, "nobody had it yet\n");
}

static void shows_no_shares_of_a_time_that_is_not_known(void **state)
{
    (void)state;
    share_left();
    expect(PANE_OWNER, 2, 40,
           "T1   waits  3x\n"
           "T2   has it 1x\n");
    story_event(s, (struct event){.type = EVENT_TIMED});
    story_lost(s, t1, 9);
    expect(PANE_OWNER, 2, 40,
           "T1          3x\n"
           "T2   has it 1x\n");
    expect_title(PANE_OWNER, "owner of left: 1 handover seen");
}

static void calls_a_lock_of_a_condition_as_the_struct_they_are_in(void **state)
{
    struct lesson lesson = {.owner = (char[]){"gil"}};
    const struct scene scene = {.model = s->model, .lesson = &lesson};
    uint32_t mutex = story_object(s, KIND_MUTEX, "gil.mutex");
    uint32_t cond = story_object(s, KIND_CONDITION, "gil.cond");
    char title[64];

    (void)state;
    story_did(s, t1, OP_LOCK, mutex);
    story_did(s, t1, OP_UNLOCK, mutex);
    story_awaits(s, t2, cond, mutex);
    expect_pane(PANE_OWNER, &scene, 2, 40, 0,
                "T1   has it 1x\n"
                "T2   waits\n");
    owner_view.title(&scene, title, sizeof title);
    assert_string_equal(title, "owner of gil: 0 handovers");
}

/* A copy of a lock in each process. */
static void shows_each_lock_of_that_name(void **state)
{
    struct lesson lesson = {.owner = (char[]){"left"}};
    const struct scene scene = {.model = s->model, .lesson = &lesson};
    uint32_t child = story_fork(s, STORY_MAIN);
    uint32_t copy = story_copy(s, left, story_process_of(s, child));

    (void)state;
    story_event(s, (struct event){.type = EVENT_TIMED});
    story_did(s, t1, OP_LOCK, left);
    story_did(s, child, OP_LOCK, copy);
    expect_pane(PANE_OWNER, &scene, 4, 40, 0,
                "left of main\n"
                "T1   has it ██████ 100% 1x\n"
                "left of P1\n"
                "P1   has it ······   0% 1x\n");
}

static void shows_what_each_process_has_of_its_own(void **state)
{
    uint32_t child = story_fork(s, STORY_MAIN);
    uint32_t other = story_fork(s, child);

    (void)state;
    story_event(s, (struct event){.type = EVENT_MEMORY, .memory = {1, 30, 10}});
    story_event(s,
                (struct event){.type = EVENT_MEMORY,
                               .memory = {story_process_of(s, other), 1, 39}});
    story_ended(s, story_process_of(s, other), 0, true);
    expect(PANE_MEMORY, 4, 60,
           "main     ████████·· 30 own, 10 shared\n"
           "└─ P1    not measured\n"
           "   └─ P2 █········· 1 own, 39 shared zombie, exit 0\n\n");
    expect_title(PANE_MEMORY, "memory: pages of its own, and still shared");
    assert_int_equal(rows_of(PANE_MEMORY), 3);
}

/* As the library's pool does it, with `left` as its mutex. */
static void does_in(uint32_t task, enum operation op, uint32_t object,
                    const char *function)
{
    uint32_t site = s->model->site_count + 1;

    story_event(s,
                (struct event){.type = EVENT_SITE,
                               .site = {site, 1, "thread_pool.c", function}});
    for (int stage = STAGE_WANTS; stage <= STAGE_DID; stage++)
        story_event(s, (struct event){.type = EVENT_OPERATION,
                                      .task = task,
                                      .operation = {.op = op,
                                                    .stage = stage,
                                                    .object = object,
                                                    .site = site}});
}

static void shows_what_workers_have_in_hand(void **state)
{
    uint32_t done = story_object(s, KIND_CONDITION, "done");

    (void)state;
    expect(PANE_WORKERS, 1, 40, "no job seen yet\n");
    expect_title(PANE_WORKERS, "workers");
    for (int i = 0; i < 4; i++)
        does_in(STORY_MAIN, OP_UNLOCK, left, "thread_pool_submit");
    does_in(STORY_MAIN, OP_UNLOCK, left, "somewhere_else");
    does_in(t1, OP_UNLOCK, left, "thread_pool_take");
    does_in(t2, OP_UNLOCK, left, "thread_pool_take");
    does_in(t1, OP_BROADCAST, done, "future_finish");
    expect_title(PANE_WORKERS, "workers: 2 jobs wait, 1 finished");
    expect(PANE_WORKERS, 3, 40,
           "T1   no job   1 finished\n"
           "T2   job 2    0 finished\n\n");
    assert_int_equal(rows_of(PANE_WORKERS), 2);
    does_in(t1, OP_UNLOCK, left, "thread_pool_take");
    expect_title(PANE_WORKERS, "workers: 1 job waits, 1 finished");
    story_lost(s, t2, 1);
    expect(PANE_WORKERS, 1, 40, "not known: events were lost\n");
    expect_title(PANE_WORKERS, "workers");
}

static void what_was_cancelled_or_refused_is_taken_by_nobody(void **state)
{
    uint32_t done = story_object(s, KIND_CONDITION, "done");

    (void)state;
    does_in(STORY_MAIN, OP_UNLOCK, left, "thread_pool_submit");
    does_in(STORY_MAIN, OP_UNLOCK, left, "thread_pool_submit");
    does_in(STORY_MAIN, OP_UNLOCK, left, "future_cancel");
    does_in(STORY_MAIN, OP_BROADCAST, done, "future_finish");
    does_in(t1, OP_UNLOCK, left, "thread_pool_take");
    story_did(s, STORY_MAIN, OP_LOCK, left);
    does_in(STORY_MAIN, OP_BROADCAST, done, "thread_pool_close");
    does_in(STORY_MAIN, OP_UNLOCK, left, "thread_pool_submit");
    does_in(t2, OP_UNLOCK, left, "thread_pool_take");
    expect_title(PANE_WORKERS, "workers: 0 jobs wait, 0 finished");
    expect(PANE_WORKERS, 2, 40,
           "T1   a job    0 finished\n"
           "T2   no job   0 finished\n");
}

static void names_the_process_that_a_worker_asks(void **state)
{
    uint32_t ours = story_shared(s, KIND_SOCKET, "ours");
    uint32_t theirs = story_shared(s, KIND_SOCKET, "theirs");

    (void)state;
    story_about(s, STORY_MAIN, OP_SOCKET_PAIR, STAGE_DID, ours, theirs,
                (int64_t)9 << 32 | 8);
    story_fork(s, STORY_MAIN);
    does_in(STORY_MAIN, OP_UNLOCK, left, "thread_pool_submit");
    does_in(t1, OP_UNLOCK, left, "thread_pool_take");
    expect(PANE_WORKERS, 1, 40, "T1   job 1    0 finished\n");
    story_wants(s, t1, OP_READ, ours);
    expect(PANE_WORKERS, 1, 40, "T1   job 1    0 finished  asks P1\n");
}

static void draws_the_last_numbers_of_named_lines(void **state)
{
    (void)state;
    expect(PANE_CHART, 1, 40, "nothing measured yet\n");
    expect_title(PANE_CHART, "chart");
    print("processors: 2\n"
          "by 1: 9 primes, 0.2 s, speed-up 1.0\n"
          "no name, 7.0\n"
          "by 2: 9 primes, 0.1 s, speed-up 2.0\n"
          "the end\n");
    expect(PANE_CHART, 3, 30,
           "by 1 █████████········ 1\n"
           "by 2 █████████████████ 2\n\n");
    expect_title(PANE_CHART, "chart: speed-up, as measured");
    assert_int_equal(rows_of(PANE_CHART), 2);
    print("a: 3 s\nb: 0.01 s\n");
    expect(PANE_CHART, 2, 30,
           "a ████████████████████ 3\n"
           "b █··················· 0.01\n");
}

#define TEST(name) SCENE(scene_of_two, name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(measures_turns_that_others_had),
        TEST(counts_switches_only_of_tasks_that_were_sampled),
        TEST(shows_who_has_a_lock_and_for_how_long_each_had_it),
        TEST(shows_no_shares_of_a_time_that_is_not_known),
        TEST(calls_a_lock_of_a_condition_as_the_struct_they_are_in),
        TEST(shows_each_lock_of_that_name),
        TEST(shows_what_each_process_has_of_its_own),
        TEST(shows_what_workers_have_in_hand),
        TEST(what_was_cancelled_or_refused_is_taken_by_nobody),
        TEST(names_the_process_that_a_worker_asks),
        TEST(draws_the_last_numbers_of_named_lines),
    };

    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
