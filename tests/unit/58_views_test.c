/* 58_views_test.c - what each pane shows of a model. */
#include "tui/views/view.h"

#include "tests/support/drawn.h"
#include "tests/support/scene.h"

#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* Main waits for T1, T1 for right, which T2 holds, and T2 for left. */
static void deadlock(void)
{
    story_did(s, t1, OP_LOCK, left);
    story_did(s, t2, OP_LOCK, right);
    story_about(s, STORY_MAIN, OP_JOIN, STAGE_WANTS, 0, t1, 0);
    story_wants(s, t1, OP_LOCK, right);
    story_wants(s, t2, OP_LOCK, left);
}

/* ---- Tasks. ---- */

static void shows_of_each_task_its_state_and_why(void **state)
{
    (void)state;
    deadlock();
    story_sample(s, t1, 'S', 1500000000);
    expect(PANE_TASKS, 3, 40,
           "main   # waits for T1 to end\n"
           "T1   S # waits for right, held by T2\n"
           "T2     # waits for left, held by T1\n");
    expect(PANE_TASKS, 3, 90,
           "main   # waits for T1 to end                                       "
           "   0.00s cpu    0+0  sw\n"
           "T1   S # waits for right, held by T2  stuck for good               "
           "   1.50s cpu    0+0  sw\n"
           "T2     # waits for left, held by T1  stuck for good                "
           "   0.00s cpu    0+0  sw\n");
    expect_title(PANE_TASKS, "tasks: 3 alive");
}

static void lists_threads_under_their_process(void **state)
{
    (void)state;
    uint32_t child = story_fork(s, STORY_MAIN);
    story_thread(s, STORY_MAIN);
    story_thread(s, child);
    story_thread(s, STORY_MAIN);
    expect(PANE_TASKS, 5, 30,
           "main      > running\n"
           "  T1      > running\n"
           "  T2      > running\n"
           "P1        > running\n"
           "  P1.T1   > running\n");
}

static void leaves_out_joined_tasks_where_room_is_short(void **state)
{
    (void)state;
    story_about(s, t1, OP_END, STAGE_DID, 0, t1, 0);
    story_about(s, STORY_MAIN, OP_JOIN, STAGE_DID, 0, t1, 0);
    expect(PANE_TASKS, 3, 30,
           "main   > running\n"
           "T1     . ended\n"
           "T2     > running\n");
    expect(PANE_TASKS, 2, 30,
           "main   > running\n"
           "T2     > running\n");
}

static void says_more_of_trouble_than_of_the_moment(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_wants(s, t2, OP_LOCK, left);
    for (int i = 0; i < 12; i++) {
        story_did(s, t1, OP_UNLOCK, left);
        story_did(s, t1, OP_LOCK, left);
    }
    expect(PANE_TASKS, 3, 42,
           "main   > running\n"
           "T1     > running\n"
           "T2     # starves: passed over 12 times\n");
    expect(
        PANE_TASKS, 3, 71,
        "main   > running\n"
        "T1     > running\n"
        "T2     # waits for left, held by T1  starves: passed over 12 times\n");
}

/* ---- Objects. ---- */

static void shows_objects_that_are_used(void **state)
{
    uint32_t slots = story_object(s, KIND_SEMAPHORE, "slots");
    uint32_t ends = story_shared(s, KIND_PIPE, "ends");

    (void)state;
    expect(PANE_OBJECTS, 2, 40,
           "none used yet\n"
           "\n");
    story_did(s, t1, OP_LOCK, left);
    story_wants(s, t2, OP_LOCK, left);
    story_did_value(s, STORY_MAIN, OP_SEMAPHORE_INIT, slots, 3);
    story_did(s, t1, OP_SEMAPHORE_WAIT, slots);
    story_did_value(s, STORY_MAIN, OP_PIPE, ends, INT64_C(4) << 32 | 3);
    story_did_value(s, STORY_MAIN, OP_WRITE, ends, 40);
    expect(PANE_OBJECTS, 4, 45,
           "left   held by T1; queue: T2\n"
           "slots  ██········ value 2\n"
           "ends   ███······· 40 bytes\n"
           "\n");
    expect(PANE_OBJECTS, 4, 70,
           "left   mutex         held by T1; queue: T2\n"
           "slots  semaphore     ██········ value 2\n"
           "ends   pipe          ███······· 40 bytes\n"
           "\n");
    assert_int_equal(rows_of(PANE_OBJECTS), 3);
    story_did(s, t1, OP_UNLOCK, left);
    story_did(s, t2, OP_MUTEX_DESTROY, left);
    assert_int_equal(rows_of(PANE_OBJECTS), 2);
}

static void a_long_name_is_cut_only_where_there_is_no_room(void **state)
{
    uint32_t bell = story_object(s, KIND_MUTEX, "future 1.is_done.notified");

    (void)state;
    story_did(s, t1, OP_LOCK, bell);
    expect(PANE_OBJECTS, 1, 38, "future 1.is_done.noti… held by T1\n");
    expect(PANE_OBJECTS, 1, 70,
           "future 1.is_done.notified mutex         held by T1\n");
}

static void says_that_all_objects_are_destroyed(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_did(s, t1, OP_UNLOCK, left);
    story_did(s, t1, OP_MUTEX_DESTROY, left);
    expect(PANE_OBJECTS, 1, 40, "all are destroyed\n");
}

static void shows_what_the_lesson_watches_first(void **state)
{
    char *watch[] = {(char[]){"right"}, (char[]){"forks"}, NULL};
    const struct lesson lesson = {.watch = watch};
    const struct scene scene = {.model = s->model, .lesson = &lesson};

    (void)state;
    story_object(s, KIND_MUTEX, "forks[1]");
    story_object(s, KIND_MUTEX, "forksman");
    story_did(s, t1, OP_LOCK, left);
    expect_pane(PANE_OBJECTS, &scene, 4, 30, 0,
                "right    free\n"
                "forks[1] free\n"
                "left     held by T1\n"
                "\n");
}

static void a_bar_gives_way_to_the_names_of_those_who_wait(void **state)
{
    uint32_t slots = story_object(s, KIND_SEMAPHORE, "slots");

    (void)state;
    story_did_value(s, STORY_MAIN, OP_SEMAPHORE_INIT, slots, 0);
    story_wants(s, t1, OP_SEMAPHORE_WAIT, slots);
    story_wants(s, t2, OP_SEMAPHORE_WAIT, slots);
    expect(PANE_OBJECTS, 1, 45,
           "slots  ·········· value 0; queue: T1 and T2\n");
    expect(PANE_OBJECTS, 1, 39, "slots  ······ value 0; queue: T1 and T2\n");
    expect(PANE_OBJECTS, 1, 36, "slots  value 0; queue: T1 and T2\n");
}

/* All cells are filled where no more goes in, and not before. */
static void shows_how_full_a_pipe_or_a_queue_is(void **state)
{
    uint32_t ends = story_shared(s, KIND_PIPE, "ends");
    uint32_t queue = story_shared(s, KIND_MESSAGE_QUEUE, "/jobs");

    (void)state;
    story_did_value(s, STORY_MAIN, OP_PIPE, ends, INT64_C(4) << 32 | 3);
    story_did_value(s, STORY_MAIN, OP_QUEUE_OPEN, queue, INT64_C(3) << 32);
    story_did_value(s, STORY_MAIN, OP_WRITE, ends, 1);
    story_did_value(s, STORY_MAIN, OP_SEND, queue, 1);
    story_did_value(s, STORY_MAIN, OP_SEND, queue, 1);
    expect(PANE_OBJECTS, 2, 40,
           "ends   █········· 1 byte\n"
           "/jobs  ███████··· 2 of 3 messages\n");
    story_did_value(s, STORY_MAIN, OP_WRITE, ends, 65534);
    story_did_value(s, STORY_MAIN, OP_SEND, queue, 1);
    expect(PANE_OBJECTS, 2, 40,
           "ends   █████████· 65535 bytes\n"
           "/jobs  ██████████ 3 of 3 messages\n");
    story_did_value(s, STORY_MAIN, OP_WRITE, ends, 1);
    expect(PANE_OBJECTS, 1, 30, "ends   ██████████ 65536 bytes\n");
}

static void doubles_a_bar_that_is_full(void **state)
{
    uint32_t slots = story_object(s, KIND_SEMAPHORE, "slots");

    (void)state;
    story_did_value(s, STORY_MAIN, OP_SEMAPHORE_INIT, slots, 10);
    story_did(s, t1, OP_SEMAPHORE_WAIT, slots);
    expect(PANE_OBJECTS, 1, 30, "slots  █████████· value 9\n");
    story_did(s, t1, OP_SEMAPHORE_POST, slots);
    story_did(s, t1, OP_SEMAPHORE_POST, slots);
    expect(PANE_OBJECTS, 1, 30, "slots  ██████···· value 11\n");
}

/* ---- Who waits for whom. ---- */

static void shows_a_deadlock_as_a_chain_that_ends_where_it_began(void **state)
{
    (void)state;
    expect(PANE_WAITS, 1, 60, "nobody waits for anybody\n");
    deadlock();
    expect(PANE_WAITS, 2, 60,
           "T2 ─left▶ T1 ─right▶ T2  DEADLOCK\n"
           "main ─join▶ T1\n");
    assert_int_equal(rows_of(PANE_WAITS), 2);
}

static void breaks_a_chain_that_is_too_long_for_a_row(void **state)
{
    (void)state;
    deadlock();
    expect(PANE_WAITS, 4, 20,
           "T2 ─left▶ T1\n"
           "   ─right▶ T2\n"
           "    DEADLOCK\n"
           "main ─join▶ T1\n");
    expect(PANE_WAITS, 3, 24,
           "T2 ─left▶ T1 ─right▶ T2\n"
           "    DEADLOCK\n"
           "main ─join▶ T1\n");
}

/* One of them gives up in time, so it is none; but they do wait. */
static void shows_a_circle_that_is_no_deadlock(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_did(s, t2, OP_LOCK, right);
    story_wants(s, t1, OP_TIMED_LOCK, right);
    story_wants(s, t2, OP_LOCK, left);
    expect(PANE_WAITS, 2, 60,
           "T1 ─right▶ T2 ─left▶ T1\n"
           "\n");
    assert_int_equal(rows_of(PANE_WAITS), 1);
}

static void shows_each_that_waits_for_the_same(void **state)
{
    uint32_t slots = story_object(s, KIND_SEMAPHORE, "slots");

    (void)state;
    story_did(s, STORY_MAIN, OP_LOCK, left);
    story_wants(s, t1, OP_LOCK, left);
    story_wants(s, t2, OP_SEMAPHORE_WAIT, slots);
    expect(PANE_WAITS, 3, 60,
           "T1 ─left▶ main\n"
           "T2 ─slots▶ ?\n"
           "\n");
}

/* ---- The timeline. ---- */

static void draws_a_lane_for_each_task(void **state)
{
    struct scene scene = {.model = s->model};

    (void)state;
    deadlock();
    expect_pane(PANE_TIMELINE, &scene, 3, 78, 0,
                "main           begin──────────────────────────────────join "
                "T1▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒\n"
                "T1                     begin───────────lock "
                "left━━━━━━━━━━━━━━lock right▒▒▒▒▒▒\n"
                "T2                             begin──────────lock "
                "right━━━━━━━━━━━━━━lock l…▒\n");
    scene.by_time = true;
    story_passes(s, 20);
    expect_pane(PANE_TIMELINE, &scene, 3, 78, 0,
                "main          begin─────────────join "
                "T1▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒\n"
                "T1                    begin─lock…━lock "
                "right▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒\n"
                "T2                        ────lock…━lock "
                "left▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒\n");
    expect_title(PANE_TIMELINE, "timeline: operation 5");
}

/* How it was read has no room; that it was, and what, has. */
static void the_timeline_says_what_was_read_and_not_how(void **state)
{
    struct scene scene = {.model = s->model};
    uint32_t ready = story_object(s, KIND_VARIABLE, "ready");

    (void)state;
    story_did(s, STORY_MAIN, OP_ATOMIC_READ, ready);
    story_did(s, STORY_MAIN, OP_ATOMIC_WRITE, ready);
    story_did(s, STORY_MAIN, OP_ATOMIC_READ, ready);
    expect_pane(PANE_TIMELINE, &scene, 1, 60, 0,
                "main           begin─────────────────"
                "read r…─write…─read r…─\n");
}

/* ---- Output. ---- */

static void shows_output_by_lines_whatever_pieces_it_came_in(void **state)
{
    const struct scene scene = {.model = s->model, .said = "It works."};

    (void)state;
    expect_pane(PANE_OUTPUT, &scene, 2, 40, INT_MAX,
                "you said: It works.\n"
                "nothing printed yet\n");
    print("one\ntw");
    print("o\r\nth\tree\x1b[2J\nfo");
    expect(PANE_OUTPUT, 5, 40,
           "one\n"
           "two\n"
           "th ree?[2J\n"
           "fo\n"
           "\n");
    expect_pane(PANE_OUTPUT, &scene, 3, 40, INT_MAX,
                "you said: It works.\n"
                "th ree?[2J\n"
                "fo\n");
    assert_int_equal(rows_of(PANE_OUTPUT), 4);
}

static void breaks_a_line_of_output_that_is_too_long(void **state)
{
    (void)state;
    print("the readers were two\nand onewordthatdoesnotfit\n");
    expect(PANE_OUTPUT, 5, 12,
           "the readers\n"
           "were two\n"
           "and onewordt\n"
           "hatdoesnotfi\n"
           "t\n");
    assert_int_equal(
        view_of(PANE_OUTPUT)->rows(&(struct scene){.model = s->model}, 12), 5);
}

/* ---- Processes. ---- */

static void shows_who_made_whom_and_how_each_fares(void **state)
{
    uint32_t ends = story_shared(s, KIND_PIPE, "ends");

    (void)state;
    story_did_value(s, STORY_MAIN, OP_PIPE, ends, INT64_C(4) << 32 | 3);
    uint32_t first = story_fork(s, STORY_MAIN);
    uint32_t second = story_fork(s, STORY_MAIN);
    uint32_t third = story_fork(s, first);
    story_did_value(s, second, OP_CLOSE, ends, 4);
    story_ended(s, story_process_of(s, third), 9, true);
    expect(PANE_PROCESSES, 4, 76,
           "main pid 1001   running  reads ends, writes ends\n"
           "├─ P1 pid 1002   running  reads ends, writes ends\n"
           "│  └─ P3 pid 1004 Z zombie, killed by SIGKILL\n"
           "└─ P2 pid 1003   running  reads ends\n");
    expect_title(PANE_PROCESSES, "processes: 1 zombie");
}

/* "pool worker" says less than how it ended. */
static void leaves_names_out_where_there_is_little_room(void **state)
{
    uint32_t worker = story_fork(s, STORY_MAIN);

    (void)state;
    story_event(s, (struct event){.type = EVENT_OPERATION,
                                  .task = worker,
                                  .operation = {.op = OP_NAME,
                                                .stage = STAGE_DID,
                                                .other = worker,
                                                .text = "pool worker"}});
    story_ended(s, story_process_of(s, worker), 9, true);
    expect(PANE_PROCESSES, 2, 60,
           "main pid 1001   running\n"
           "└─ P1 pool worker pid 1002 Z zombie, killed by SIGKILL\n");
    expect(PANE_PROCESSES, 2, 46,
           "main pid 1001   running\n"
           "└─ P1 pid 1002 Z zombie, killed by SIGKILL\n");
}

static void shows_processes_however_deep_they_are(void **state)
{
    uint32_t last = STORY_MAIN;
    char *dump;

    (void)state;
    for (int i = 0; i < 30; i++)
        last = story_fork(s, last);
    struct canvas *canvas = canvas_new(31, 80, false);
    const struct scene scene = {.model = s->model};
    view_of(PANE_PROCESSES)->draw(&scene, 0, canvas, canvas_box(canvas));
    dump = canvas_dump(canvas);
    assert_non_null(strstr(dump, "P30 pid 1031"));
    assert_int_equal(rows_of(PANE_PROCESSES), 31);
    free(dump);
    canvas_free(canvas);
}

/* ---- All. ---- */

static void shows_something_before_anything_has_happened(void **state)
{
    struct model *model = model_new();
    const struct scene scene = {.model = model};

    (void)state;
    for (int pane = 0; pane < PANE_COUNT; pane++) {
        struct canvas *canvas = canvas_new(3, 40, true);
        const struct view *view = view_of((enum pane)pane);

        view->draw(&scene, INT_MAX, canvas, canvas_box(canvas));
        char *dump = canvas_dump(canvas);
        if (pane != PANE_TIMELINE)
            assert_string_not_equal(dump, "\n\n\n");
        assert_true(view->rows(&scene, 40) >= 0);
        free(dump);
        canvas_free(canvas);
    }
    model_free(model);
}

static void marks_each_state_in_a_way_of_its_own(void **state)
{
    (void)state;
    for (int a = TASK_NEW; a <= TASK_ENDED; a++) {
        assert_true(look_of((enum task_state)a).mark < 0x7f);
        for (int b = TASK_NEW; b < a; b++)
            assert_int_not_equal(look_of((enum task_state)a).mark,
                                 look_of((enum task_state)b).mark);
    }
}

static void wastes_no_rows_when_scrolled(void **state)
{
    (void)state;
    assert_int_equal(clamp_scroll(0, 10, 4), 0);
    assert_int_equal(clamp_scroll(5, 10, 4), 5);
    assert_int_equal(clamp_scroll(7, 10, 4), 6);
    assert_int_equal(clamp_scroll(INT_MAX, 10, 4), 6);
    assert_int_equal(clamp_scroll(INT_MAX, 3, 4), 0);
    assert_int_equal(clamp_scroll(-5, 10, 4), 0);
}

static int use_utf8(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "C.UTF-8") ? 0 : 1; /* For wcwidth. */
}

#define TEST(name)  SCENE(scene_of_two, name)
#define ALONE(name) SCENE(scene_of_main, name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(shows_of_each_task_its_state_and_why),
        ALONE(lists_threads_under_their_process),
        TEST(leaves_out_joined_tasks_where_room_is_short),
        TEST(says_more_of_trouble_than_of_the_moment),
        TEST(shows_objects_that_are_used),
        TEST(a_long_name_is_cut_only_where_there_is_no_room),
        TEST(says_that_all_objects_are_destroyed),
        TEST(shows_what_the_lesson_watches_first),
        TEST(a_bar_gives_way_to_the_names_of_those_who_wait),
        TEST(doubles_a_bar_that_is_full),
        TEST(shows_how_full_a_pipe_or_a_queue_is),
        TEST(shows_a_deadlock_as_a_chain_that_ends_where_it_began),
        TEST(breaks_a_chain_that_is_too_long_for_a_row),
        TEST(shows_a_circle_that_is_no_deadlock),
        TEST(shows_each_that_waits_for_the_same),
        TEST(draws_a_lane_for_each_task),
        TEST(the_timeline_says_what_was_read_and_not_how),
        TEST(shows_output_by_lines_whatever_pieces_it_came_in),
        TEST(breaks_a_line_of_output_that_is_too_long),
        ALONE(shows_who_made_whom_and_how_each_fares),
        ALONE(leaves_names_out_where_there_is_little_room),
        ALONE(shows_processes_however_deep_they_are),
        ALONE(shows_something_before_anything_has_happened),
        ALONE(marks_each_state_in_a_way_of_its_own),
        ALONE(wastes_no_rows_when_scrolled),
    };

    return cmocka_run_group_tests(tests, use_utf8, NULL);
}
