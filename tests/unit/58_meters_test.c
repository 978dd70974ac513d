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
    expect(PANE_TURNS, 1, 37, "T2   ██████████████ 20, still waiting\n");
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
           "   └─ P2 █········· 1 own, 39 shared, zombie, exit 0\n\n");
    expect_title(PANE_MEMORY, "memory: pages of its own, and still shared");
    assert_int_equal(rows_of(PANE_MEMORY), 3);
}

/* What the library says of itself. */
static void notes(uint32_t task, enum operation op, int64_t value,
                  const char *text)
{
    story_event(s, (struct event){.type = EVENT_OPERATION,
                                  .task = task,
                                  .operation = {.op = op,
                                                .stage = STAGE_DID,
                                                .value = value,
                                                .text = text}});
}

static void calls_a_process_by_the_name_it_has_given_itself(void **state)
{
    uint32_t child = story_fork(s, STORY_MAIN);

    (void)state;
    story_event(s, (struct event){.type = EVENT_OPERATION,
                                  .task = child,
                                  .operation = {.op = OP_NAME,
                                                .stage = STAGE_DID,
                                                .other = child,
                                                .text = "spawn"}});
    expect(PANE_MEMORY, 2, 40,
           "main        not measured\n"
           "└─ P1 spawn not measured\n");
}

static void shows_what_workers_have_in_hand(void **state)
{
    (void)state;
    expect(PANE_WORKERS, 1, 40, "no worker seen yet\n");
    expect_title(PANE_WORKERS, "workers");
    notes(t1, OP_WORKER, 0, NULL);
    for (int i = 1; i <= 4; i++)
        notes(STORY_MAIN, OP_JOB_GIVEN, i, NULL);
    notes(t1, OP_JOB_TAKEN, 1, NULL);
    notes(t2, OP_JOB_TAKEN, 2, NULL);
    notes(t1, OP_JOB_FINISHED, 1, NULL);
    expect_title(PANE_WORKERS, "workers: 2 jobs wait, 1 finished");
    expect(PANE_WORKERS, 3, 40,
           "T1   no job   1 finished\n"
           "T2   job 2    0 finished\n\n");
    assert_int_equal(rows_of(PANE_WORKERS), 2);
    notes(t1, OP_JOB_TAKEN, 3, NULL);
    expect_title(PANE_WORKERS, "workers: 1 job waits, 1 finished");
    notes(STORY_MAIN, OP_JOB_DROPPED, 4, NULL);
    expect_title(PANE_WORKERS, "workers: 0 jobs wait, 1 finished");
    story_lost(s, t2, 1);
    expect(PANE_WORKERS, 1, 40, "not known: events were lost\n");
    expect_title(PANE_WORKERS, "workers");
}

static void shows_the_job_that_a_worker_died_with(void **state)
{
    uint32_t child = story_fork(s, STORY_MAIN);

    (void)state;
    notes(STORY_MAIN, OP_JOB_GIVEN, 1, NULL);
    notes(child, OP_JOB_TAKEN, 1, NULL);
    story_ended(s, story_process_of(s, child), 9, false);
    expect_title(PANE_WORKERS, "workers: 0 jobs wait, 0 finished");
    expect(PANE_WORKERS, 1, 48,
           "P1   job 1    killed by SIGKILL, 0 finished\n");
    notes(STORY_MAIN, OP_JOB_GIVEN, 1, "again");
    notes(STORY_MAIN, OP_JOB_GIVEN, 1, "again");
    expect_title(PANE_WORKERS, "workers: 1 job waits, 0 finished");
}

/* Two pools may number their jobs alike. */
static void counts_no_waiting_jobs_that_it_cannot_tell_apart(void **state)
{
    (void)state;
    notes(STORY_MAIN, OP_JOB_GIVEN, 1, NULL);
    notes(t1, OP_JOB_TAKEN, 1, NULL);
    notes(STORY_MAIN, OP_JOB_GIVEN, 1, NULL);
    expect_title(PANE_WORKERS, "workers: 1 job waits, 0 finished");
    notes(STORY_MAIN, OP_JOB_GIVEN, 1, NULL);
    expect_title(PANE_WORKERS, "workers");
    expect(PANE_WORKERS, 1, 40, "T1   job 1    0 finished\n");
}

static void counts_no_waiting_jobs_of_several_processes(void **state)
{
    uint32_t child = story_fork(s, STORY_MAIN);

    (void)state;
    notes(STORY_MAIN, OP_JOB_GIVEN, 1, NULL);
    notes(child, OP_JOB_GIVEN, 2, NULL);
    expect_title(PANE_WORKERS, "workers");
}

/* As common/parallel/note_inside.h packs it. */
static int64_t kept(int64_t number, int64_t count, int64_t proxies)
{
    return number << 40 | count << 16 | proxies;
}

static void shows_what_the_clients_of_a_manager_ask(void **state)
{
    uint32_t server = story_fork(s, STORY_MAIN);

    (void)state;
    expect(PANE_CLIENTS, 1, 40, "no manager seen yet\n");
    expect_title(PANE_CLIENTS, "clients");
    notes(server, OP_SERVE, 0, "@1");
    expect(PANE_CLIENTS, 1, 40, "nobody has asked yet\n");
    notes(STORY_MAIN, OP_CALL, 0, "list @1");
    expect(PANE_CLIENTS, 1, 40, "main asks a new list, 0 answered\n");
    notes(server, OP_KEEP, kept(1, 0, 0), "list");
    notes(STORY_MAIN, OP_ANSWER, 0, NULL);
    notes(t1, OP_CALL, 1, "append @1");
    notes(server, OP_KEEP, kept(1, 3, 1), "list");
    notes(server, OP_KEEP, kept(2, 1, 0), "dict totals");
    notes(server, OP_KEEP, kept(3, 1, 0), "lock");
    notes(server, OP_KEEP, kept(4, 0, 0), "value");
    notes(server, OP_KEEP, kept(5, 1, 0), "list");
    notes(server, OP_DELETE, 5, NULL);
    expect_title(PANE_CLIENTS, "clients of P1: 1 call answered");
    expect(PANE_CLIENTS, 7, 50,
           "main        no call, 1 answered\n"
           "T1          asks list 1: append, 0 answered\n"
           "list 1      3 items, 1 a proxy\n"
           "dict totals 1 item\n"
           "lock 3      held\n"
           "value 4     nothing yet\n\n");
    assert_int_equal(rows_of(PANE_CLIENTS), 6);
    story_ended(s, story_process_of(s, server), 0, true);
    expect_pane(PANE_CLIENTS, &(struct scene){.model = s->model}, 1, 40, 2,
                "list 1      gone with its server\n");
    story_lost(s, t2, 1);
    expect(PANE_CLIENTS, 1, 40, "not known: events were lost\n");
    expect_title(PANE_CLIENTS, "clients");
}

/* A server may have any number of them. */
static void keeps_only_so_many_objects_of_managers(void **state)
{
    uint32_t server = story_fork(s, STORY_MAIN);

    (void)state;
    notes(server, OP_SERVE, 0, "@1");
    for (int i = 1; i <= MANAGED + 5; i++)
        notes(server, OP_KEEP, kept(i, i, 0), "list");
    notes(server, OP_KEEP, kept(1, 7, 0), "list");
    assert_int_equal(s->model->managed_count, MANAGED);
    expect(PANE_CLIENTS, 1, 40, "list 1    7 items\n");
}

static void tells_the_servers_apart_by_their_addresses(void **state)
{
    uint32_t one = story_fork(s, STORY_MAIN);
    uint32_t other = story_fork(s, STORY_MAIN);

    (void)state;
    notes(one, OP_SERVE, 0, "@1");
    notes(other, OP_SERVE, 0, "@2");
    notes(one, OP_KEEP, kept(1, 0, 0), "list");
    notes(other, OP_KEEP, kept(1, 0, 0), "dict");
    notes(t1, OP_CALL, 1, "count @2");
    notes(t2, OP_CALL, 1, "count far.away:5");
    expect_title(PANE_CLIENTS, "clients of managers: 0 calls answered");
    expect(PANE_CLIENTS, 6, 40,
           "P1\n"
           "list 1 0 items\n"
           "P2\n"
           "T1     asks dict 1: count, 0 answered\n"
           "dict 1 0 items\n"
           "T2     asks object 1: count, 0 answered\n");
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
        TEST(calls_a_process_by_the_name_it_has_given_itself),
        TEST(shows_what_workers_have_in_hand),
        TEST(shows_the_job_that_a_worker_died_with),
        TEST(counts_no_waiting_jobs_that_it_cannot_tell_apart),
        TEST(counts_no_waiting_jobs_of_several_processes),
        TEST(shows_what_the_clients_of_a_manager_ask),
        TEST(keeps_only_so_many_objects_of_managers),
        TEST(tells_the_servers_apart_by_their_addresses),
        TEST(draws_the_last_numbers_of_named_lines),
    };

    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
