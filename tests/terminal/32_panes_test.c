/* The panes of a run: focus, zoom, scrolling, the timeline's axis. */
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const char predicted[] = "hazards/quick predicted 1 happened 0 runs 0\n";

/* The panes of the lesson, in its order. */
static const char *const titles[] = {
    "deadlock.c",          "tasks:", "objects", "who waits for whom",
    "timeline: operation", "output"};
enum { TITLES = sizeof titles / sizeof *titles };

static struct pseudo *run_deadlock(int rows, int columns)
{
    stage_usual();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "run", "quick", NULL},
        .state = stage_state("panes", predicted),
        .rows = rows,
        .columns = columns});

    pseudo_expect(p, "✓ as you said");
    return p;
}

static bool has_focus(struct pseudo *p, const void *title)
{
    const char *screen = pseudo_screen(p);
    const char *mark = strstr(screen, "▸");

    return mark && strncmp(mark + strlen("▸"), title, strlen(title)) == 0 &&
           !strstr(mark + 1, "▸");
}

static void tab_goes_through_all_panes_and_round(void **state)
{
    struct pseudo *p = run_deadlock(24, 80);

    (void)state;
    for (int i = 0; i < TITLES; i++) {
        pseudo_expect_that(p, has_focus, titles[i]);
        pseudo_type(p, "\t");
    }
    pseudo_expect_that(p, has_focus, titles[0]);
    pseudo_type(p, "\033[Z"); /* Shift-Tab. */
    pseudo_expect_that(p, has_focus, titles[TITLES - 1]);
    pseudo_type(p, "\033[Z");
    pseudo_expect_that(p, has_focus, titles[TITLES - 2]);
}

static void zooms_each_pane_over_the_screen_and_back(void **state)
{
    struct pseudo *p = run_deadlock(24, 80);

    (void)state;
    for (int i = 0; i < TITLES; i++) {
        pseudo_expect_that(p, has_focus, titles[i]);
        pseudo_type(p, "z");
        pseudo_expect_row(p, -1, "z all panes");
        pseudo_expect_row(p, 2, titles[i]);
        for (int other = 0; other < TITLES; other++) {
            if (other != i)
                assert_null(strstr(pseudo_row(p, 2), titles[other]));
        }
        pseudo_expect_row(p, 1, "goal:"); /* That stays. */
        pseudo_type(p, "z");
        pseudo_expect_row(p, -1, "z zoom");
        pseudo_type(p, "\t");
    }
}

static void shows_the_whole_source_line_when_zoomed(void **state)
{
    struct pseudo *p = run_deadlock(24, 80);

    (void)state;
    pseudo_type(p, "z");
    pseudo_expect(p, "MUST(pthread_mutex_lock(&right)); /* @left_wants_right");
}

static void tab_changes_the_zoomed_pane(void **state)
{
    struct pseudo *p = run_deadlock(24, 80);

    (void)state;
    pseudo_type(p, "z");
    pseudo_expect_row(p, -1, "z all panes");
    pseudo_type(p, "\t");
    pseudo_expect_row(p, 2, "tasks: 3 alive");
}

static void escape_leaves_the_zoom_before_the_run(void **state)
{
    struct pseudo *p = run_deadlock(24, 80);

    (void)state;
    pseudo_type(p, "z");
    pseudo_expect_row(p, -1, "z all panes");
    pseudo_type(p, "\033");
    pseudo_expect_row(p, -1, "z zoom");
    pseudo_type(p, "\033");
    assert_int_equal(pseudo_status(p), 0);
}

static void changes_the_axis_of_the_timeline(void **state)
{
    struct pseudo *p = run_deadlock(24, 80);

    (void)state;
    pseudo_expect(p, "timeline: operation ");
    pseudo_type(p, "t");
    pseudo_expect(p, "timeline: 0.");
    pseudo_expect(p, " s ──");
    pseudo_type(p, "t");
    pseudo_expect(p, "timeline: operation ");
}

static void scrolls_the_source_and_follows_again_at_its_end(void **state)
{
    struct pseudo *p = run_deadlock(24, 80);

    (void)state;
    pseudo_expect(p, "23 ▶T1");
    pseudo_type(p, "g");
    pseudo_expect(p, "  1 ");
    pseudo_expect_gone(p, "23 ▶T1");
    pseudo_type(p, "jj");
    pseudo_expect_gone(p, "  2 ");
    pseudo_type(p, "G");
    pseudo_expect(p, "23 ▶T1");
}

static void scrolls_only_as_far_as_there_is_something(void **state)
{
    struct pseudo *p = run_deadlock(24, 80);

    (void)state;
    pseudo_type(p, "\t"); /* Tasks: all three are in sight. */
    pseudo_expect_that(p, has_focus, titles[1]);
    pseudo_type(p, "jjjj");
    pseudo_press(p, VTERM_KEY_PAGEDOWN);
    pseudo_watch(p, 100);
    pseudo_expect(p, "main S #");
    pseudo_expect(p, "T2   S #");
}

static void shows_one_pane_at_a_time_below_80_by_24(void **state)
{
    struct pseudo *p = run_deadlock(23, 80);

    (void)state;
    pseudo_expect_row(p, 2, "deadlock.c");
    assert_false(pseudo_holds(p, "tasks:"));
    pseudo_type(p, "\t");
    pseudo_expect_row(p, 2, "tasks: 3 alive");
    assert_false(pseudo_holds(p, "deadlock.c"));
    pseudo_resize(p, 24, 79);
    pseudo_expect_row(p, -1, "quit");
    pseudo_expect_row(p, 2, "tasks: 3 alive");
    assert_false(pseudo_holds(p, "deadlock.c"));
    pseudo_resize(p, 24, 80);
    pseudo_expect(p, "deadlock.c");
}

static void keeps_its_lines_together_at_40_by_12(void **state)
{
    struct pseudo *p = run_deadlock(24, 80);

    (void)state;
    pseudo_resize(p, 12, 40);
    pseudo_expect_row(p, -1, "q quit");
    pseudo_expect_row(p, 1, "goal: both threads finish");
    pseudo_expect_row(p, 2, "deadlock.c");
    pseudo_expect_row(p, -3, "Deadlock: T");
    pseudo_expect_row(p, -2, "✓ as you said");
}

/* ---- What the library tells of itself. ---- */

static struct pseudo *open_real(const char *folder, const char *name,
                                const char *command, const char *schedule)
{
    stage_usual();
    stage_real(folder, name);
    return pseudo_start(&(struct pseudo_options){
        .command =
            (const char *[]){stage_lab(), command, name,
                             schedule ? "--schedule" : NULL, schedule, NULL},
        .state = stage_state(name, "")});
}

static void the_jobs_of_a_pool_are_known_until_its_end(void **state)
{
    struct pseudo *p = open_real("2_threads", "thread_pool", "run", NULL);

    (void)state;
    pseudo_expect(p, "workers: 0 jobs wait, 5 finished");
    pseudo_expect_row(p, 3, "ended ");
}

static void jobs_are_known_when_stepping_and_when_looking_back(void **state)
{
    struct pseudo *p = open_real("2_threads", "thread_pool", "step", "one");

    (void)state;
    pseudo_expect_row(p, 0, "STEP 396/396 ENDED");
    pseudo_expect(p, "workers: 0 jobs wait, 5 finished");
    pseudo_type(p, "i");
    for (int i = 0; i < 10; i++)
        pseudo_type(p, "bbbbbbbbbbbbbbb");
    pseudo_expect(p, "workers: 0 jobs wait, 3 finished");
    pseudo_expect(p, "T1   job 4");
    pseudo_expect(p, "T2   no job");
}

/* Each process that works, and the one that died of its job. */
static void worker_processes_have_the_jobs_of_their_pool(void **state)
{
    struct pseudo *p = open_real("7_pool", "pool_failure", "run", NULL);

    (void)state;
    pseudo_expect(p, "workers: 0 jobs wait, 5 finished");
    pseudo_expect(p, "job 2    killed by SIGKILL");
}

static void the_chunks_of_a_map_are_jobs_too(void **state)
{
    struct pseudo *p = open_real("7_pool", "pool_map", "step", "three");

    (void)state;
    pseudo_expect(p, "workers: 0 jobs wait, 3 finished");
    pseudo_expect(p, "P1   ended    1 finished");
    pseudo_expect(p, "P3   ended    1 finished");
}

static void a_managers_clients_are_known_until_its_end(void **state)
{
    struct pseudo *p = open_real("6_exchange", "manager", "run", NULL);

    (void)state;
    pseudo_expect(p, "clients of P1: 14 calls answered");
    pseudo_expect(p, "P2     ended, 5 answered");
    pseudo_expect(p, "dict 2 gone with its server");
}

static void a_call_is_seen_while_it_waits_for_its_answer(void **state)
{
    struct pseudo *p = open_real("6_exchange", "manager", "step", "all");

    (void)state;
    pseudo_expect_row(p, 0, "STEP 145/145 ENDED");
    pseudo_expect(p, "clients of P1: 14 calls answered");
    pseudo_type(p, "i"); /* Into the calls of the library. */
    pseudo_type(p, "bbbbbbbbbbbbbbbb");
    pseudo_expect(p, "main   asks dict 2: get, 8 answered");
    pseudo_expect(p, "P2     ended, 5 answered");
    pseudo_expect(p, "list 1 3 items, 1 a proxy");
    pseudo_expect(p, "dict 2 2 items");
}

/* The kernel is not asked when stepping, and no pane says so row by row. */
static void
memory_is_shown_when_running_and_the_tree_when_stepping(void **state)
{
    struct pseudo *p = open_real("1_processes", "start_methods", "run", NULL);

    (void)state;
    pseudo_expect(p, "memory: pages of its own, and still shared");
    pseudo_expect_row(p, 0, "ENDED");
    pseudo_expect_row(p, 4, "P1 fork");
    pseudo_expect_row(p, 4, " shared, exit 0");
    pseudo_expect_row(p, 5, "P2 spawn");
    pseudo_expect_row(p, 5, " own, 0 shared, exit 0");
    p = open_real("1_processes", "start_methods", "step", "all");
    pseudo_expect(p, "processes");
    pseudo_expect(p, "P1 fork pid");
    assert_false(pseudo_holds(p, "not measured"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(tab_goes_through_all_panes_and_round),
        pseudo_test(zooms_each_pane_over_the_screen_and_back),
        pseudo_test(shows_the_whole_source_line_when_zoomed),
        pseudo_test(tab_changes_the_zoomed_pane),
        pseudo_test(escape_leaves_the_zoom_before_the_run),
        pseudo_test(changes_the_axis_of_the_timeline),
        pseudo_test(scrolls_the_source_and_follows_again_at_its_end),
        pseudo_test(scrolls_only_as_far_as_there_is_something),
        pseudo_test(shows_one_pane_at_a_time_below_80_by_24),
        pseudo_test(keeps_its_lines_together_at_40_by_12),
        pseudo_test(the_jobs_of_a_pool_are_known_until_its_end),
        pseudo_test(jobs_are_known_when_stepping_and_when_looking_back),
        pseudo_test(worker_processes_have_the_jobs_of_their_pool),
        pseudo_test(the_chunks_of_a_map_are_jobs_too),
        pseudo_test(a_managers_clients_are_known_until_its_end),
        pseudo_test(a_call_is_seen_while_it_waits_for_its_answer),
        pseudo_test(memory_is_shown_when_running_and_the_tree_when_stepping),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
