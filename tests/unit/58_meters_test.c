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

static void shows_who_has_a_lock_and_for_how_long_each_had_it(void **state)
{
    struct lesson lesson = {.owner = (char[]){"right"}};
    const struct scene scene = {.model = s->model, .lesson = &lesson};

    (void)state;
    expect(PANE_OWNER, 1, 40, "nobody had it yet\n");
    expect_title(PANE_OWNER, "owner");
    for (int i = 0; i < 3; i++) {
        story_did(s, t1, OP_LOCK, left);
        s->now_ns += 3000000;
        story_did(s, t1, OP_UNLOCK, left);
    }
    story_did(s, t2, OP_LOCK, left);
    s->now_ns += 1000000;
    story_wants(s, t1, OP_LOCK, left);
    expect(PANE_OWNER, 3, 40,
           "T1   waits  █████·  86% 3x\n"
           "T2   has it █·····  14% 1x\n\n");
    expect_title(PANE_OWNER, "owner of left: 1 handover");
    assert_int_equal(rows_of(PANE_OWNER), 2);
    expect_pane(PANE_OWNER, &scene, 1, 40, 0, "nobody had it yet\n");
}

/* A copy of a lock in each process. */
static void shows_each_lock_of_that_name(void **state)
{
    struct lesson lesson = {.owner = (char[]){"left"}};
    const struct scene scene = {.model = s->model, .lesson = &lesson};
    uint32_t child = story_fork(s, STORY_MAIN);
    uint32_t copy = story_copy(s, left, story_process_of(s, child));

    (void)state;
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
        TEST(shows_each_lock_of_that_name),
        TEST(shows_what_each_process_has_of_its_own),
        TEST(draws_the_last_numbers_of_named_lines),
    };

    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
