/* The panes of a run: focus, zoom, scrolling, the timeline's axis. */
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"

#include "must.h"
#include "tui/drawing/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
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

/* ---- Panes that know only some programs. ---- */

static struct pseudo *begin_a_pool(const char *command)
{
    static bool done;
    char *page = text_of_file("lessons/2_threads/thread_pool.md");

    MUST(page != NULL);
    stage_usual();
    if (!done)
        stage_lesson("2_threads", "workers", "2_threads/thread_pool", page);
    done = true;
    free(page);
    return pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), command, "workers", NULL},
        .state = stage_state("workers", "")});
}

static void the_jobs_of_a_pool_are_known_until_its_end(void **state)
{
    struct pseudo *p = begin_a_pool("run");

    (void)state;
    pseudo_expect(p, "workers: 0 jobs wait, 5 finished");
    pseudo_expect_row(p, 3, "ended ");
}

static void no_jobs_are_shown_where_none_can_be_known(void **state)
{
    struct pseudo *p = begin_a_pool("step");

    (void)state;
    pseudo_expect_row(p, 0, "STEP 0/0");
    pseudo_type(p, "0000");
    pseudo_expect_row(p, 0, "STEP 4/4");
    assert_null(strstr(pseudo_screen(p), "─ workers")); /* Its title. */
    assert_null(strstr(pseudo_screen(p), "▸workers"));
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
        pseudo_test(no_jobs_are_shown_where_none_can_be_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
