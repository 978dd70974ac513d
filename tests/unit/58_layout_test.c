/* The panes of a run, for every size and every choice of panes: none covers
   another, none leaves the area, each has a row to show something in. */
#include "tui/views/layout.h"

#include "tests/support/story.h"
#include "tui/lessons/catalogue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum {
    ROWS_LEAST = 24,
    COLUMNS_LEAST = 80,
    ROWS_MOST = 100,
    COLUMNS_MOST = 300
};

/* What stands above and below the panes: title, goal, two lines of news and
   the keys. */
enum { AROUND = 5, ABOVE = 2 };

static struct story *story;
static struct scene scene;

/* Many tasks and objects: each view would like to have the whole screen. */
static int make_story(void **state)
{
    (void)state;
    story = story_new();
    for (int i = 0; i < 60; i++) {
        char name[16];

        snprintf(name, sizeof name, "lock_%d", i);
        uint32_t thread = story_thread(story, STORY_MAIN);
        uint32_t object = story_object(story, KIND_MUTEX, name);
        story_did(story, thread, OP_LOCK, object);
        story_wants(story, STORY_MAIN, OP_LOCK, object);
    }
    scene = (struct scene){.model = story->model};
    return 0;
}

static int forget_story(void **state)
{
    (void)state;
    story_free(story);
    return 0;
}

static bool is_inside(struct box box, struct box area)
{
    return box.row >= area.row && box.column >= area.column &&
           box.row + box.rows <= area.row + area.rows &&
           box.column + box.columns <= area.column + area.columns;
}

static bool covers(struct box a, struct box b)
{
    return a.row < b.row + b.rows && b.row < a.row + a.rows &&
           a.column < b.column + b.columns && b.column < a.column + a.columns;
}

static bool is_listed(const struct pane_list *list, int pane)
{
    for (size_t i = 0; i < list->count; i++) {
        if ((int)list->panes[i] == pane)
            return true;
    }
    return false;
}

/* What is wrong with a layout; NULL: nothing. */
static const char *fault_of(const struct layout *layout,
                            const struct pane_list *list, struct box area)
{
    for (int pane = 0; pane < PANE_COUNT; pane++) {
        struct box box = layout->areas[pane];

        if (!is_listed(list, pane)) {
            if (box.rows != 0)
                return "a pane that was not asked for";
            continue;
        }
        if (box.rows < 2 || box.columns < 20)
            return "a pane with no room to show anything";
        if (!is_inside(box, area))
            return "a pane outside the area";
        for (int other = 0; other < pane; other++) {
            if (is_listed(list, other) && covers(box, layout->areas[other]))
                return "a pane over another";
        }
        for (int i = 0; i < layout->border_count; i++) {
            const struct border *border = &layout->borders[i];

            if (covers(box, (struct box){border->row, border->column,
                                         border->rows, 1}))
                return "a border through a pane";
        }
    }
    return NULL;
}

static void expect_well(const struct pane_list *list, int rows, int columns)
{
    struct box area = {ABOVE, 0, rows - AROUND, columns};
    struct layout layout;

    layout_make(&layout, list, &scene, area);
    const char *fault = fault_of(&layout, list, area);
    if (!fault)
        return;
    print_error("%d x %d:", columns, rows);
    for (size_t i = 0; i < list->count; i++) {
        struct box box = layout.areas[list->panes[i]];

        print_error(" %s(%d,%d %dx%d)", pane_name(list->panes[i]), box.row,
                    box.column, box.columns, box.rows);
    }
    print_error("\n");
    fail_msg("%s", fault);
}

static void is_well_at_every_size_for_every_lesson(void **state)
{
    struct catalogue *catalogue = catalogue_read("lessons", "build/lessons");

    (void)state;
    assert_true(catalogue->count > 0);
    for (size_t i = 0; i < catalogue->count; i++) {
        struct pane_list list = {.count = catalogue->lessons[i].pane_count};

        memcpy(list.panes, catalogue->lessons[i].panes, sizeof list.panes);
        for (int rows = ROWS_LEAST; rows <= ROWS_MOST; rows++) {
            for (int columns = COLUMNS_LEAST; columns <= COLUMNS_MOST;
                 columns += 4)
                expect_well(&list, rows, columns);
        }
    }
    catalogue_free(catalogue);
}

/* Any choice an author may make, in the order of the table and backwards. */
static void is_well_for_every_choice_of_panes(void **state)
{
    (void)state;
    for (unsigned choice = 1; choice < 1U << PANE_COUNT; choice++) {
        struct pane_list list = {.count = 0};
        struct pane_list back = {.count = 0};

        for (int pane = 0; pane < PANE_COUNT; pane++) {
            if (choice & 1U << pane)
                list.panes[list.count++] = (enum pane)pane;
            if (choice & 1U << (PANE_COUNT - 1 - pane))
                back.panes[back.count++] = (enum pane)(PANE_COUNT - 1 - pane);
        }
        for (int rows = ROWS_LEAST; rows <= ROWS_MOST; rows += 19) {
            for (int columns = COLUMNS_LEAST; columns <= COLUMNS_MOST;
                 columns += 55) {
                expect_well(&list, rows, columns);
                expect_well(&back, rows, columns);
            }
        }
    }
}

static void gives_all_to_a_pane_that_is_alone(void **state)
{
    (void)state;
    for (int pane = 0; pane < PANE_COUNT; pane++) {
        struct pane_list list = {{(enum pane)pane}, 1};
        struct box area = {2, 0, 30, 100};
        struct layout layout;

        layout_make(&layout, &list, &scene, area);
        struct box box = layout.areas[pane];
        assert_int_equal(box.columns, 100);
        assert_true(box.rows == 30 || pane == PANE_TIMELINE);
    }
}

static void wastes_no_row(void **state)
{
    static const enum pane usual[] = {PANE_SOURCE,   PANE_TASKS, PANE_OBJECTS,
                                      PANE_TIMELINE, PANE_WAITS, PANE_OUTPUT};
    struct pane_list list = {.count = 6};
    struct box area = {2, 0, 19, 80};
    struct layout layout;
    static bool taken[24][80];

    (void)state;
    memcpy(list.panes, usual, sizeof usual);
    layout_make(&layout, &list, &scene, area);
    for (size_t i = 0; i < list.count; i++) {
        struct box box = layout.areas[list.panes[i]];

        for (int row = 0; row < box.rows; row++)
            memset(&taken[box.row + row][box.column], 1, (size_t)box.columns);
    }
    for (int i = 0; i < layout.border_count; i++) {
        for (int row = 0; row < layout.borders[i].rows; row++)
            taken[layout.borders[i].row + row][layout.borders[i].column] = true;
    }
    for (int row = area.row; row < area.row + area.rows; row++) {
        for (int column = 0; column < 80; column++)
            assert_true(taken[row][column]);
    }
}

static void draws_a_border_between_left_and_right(void **state)
{
    static const enum pane two[] = {PANE_SOURCE, PANE_TASKS};
    struct pane_list list = {.count = 2};
    struct canvas *canvas = canvas_new(10, 80, true);
    struct layout layout;

    (void)state;
    memcpy(list.panes, two, sizeof two);
    layout_make(&layout, &list, &scene, canvas_box(canvas));
    assert_int_equal(layout.border_count, 1);
    layout_borders(&layout, canvas);
    int column = layout.borders[0].column;
    assert_int_equal(canvas->cells[column].glyph, '+');
    for (int row = 1; row < 10; row++)
        assert_int_equal(canvas->cells[row * 80 + column].glyph, '|');
    canvas_free(canvas);
}

/* At 80x24: below the main panes, and beside others that ask for more. */
static void shows_all_that_a_lesson_measures(void **state)
{
    static const enum pane prices[] = {PANE_OUTPUT,    PANE_CHART,
                                       PANE_PROCESSES, PANE_TASKS,
                                       PANE_TIMELINE,  PANE_SOURCE};
    static const enum pane pool[] = {PANE_SOURCE, PANE_WORKERS, PANE_TASKS,
                                     PANE_OBJECTS, PANE_VARIABLES};
    struct pane_list list = {.count = 6};
    struct box area = {ABOVE, 0, ROWS_LEAST - AROUND, COLUMNS_LEAST};
    struct layout layout;
    struct scene measured = {.model = NULL};
    struct story *other = story_new();
    char numbers[] = "fork: 4 us\nspawn: 3 us\nserver: 2 us\nthread: 1 us\n";

    (void)state;
    measured.model = other->model;
    story_event(other, (struct event){.type = EVENT_OUTPUT,
                                      .output = {sizeof numbers - 1, numbers}});
    for (int i = 0; i < 3; i++)
        story_event(
            other,
            (struct event){.type = EVENT_OPERATION,
                           .task = story_thread(other, STORY_MAIN),
                           .operation = {.op = OP_WORKER, .stage = STAGE_DID}});
    memcpy(list.panes, prices, sizeof prices);
    layout_make(&layout, &list, &measured, area);
    assert_int_equal(layout.areas[PANE_CHART].rows, 1 + 4);
    list.count = 5;
    memcpy(list.panes, pool, sizeof pool);
    layout_make(&layout, &list, &measured, area);
    assert_int_equal(layout.areas[PANE_WORKERS].rows, 1 + 3);
    story_free(other);
}

/* At 80x24, and what became of a prediction takes two lines. */
static void shows_all_processes_of_a_lesson_about_them(void **state)
{
    static const enum pane panes[] = {PANE_PROCESSES, PANE_MEMORY,
                                      PANE_TIMELINE, PANE_OUTPUT};
    struct pane_list list = {.count = 4};
    struct box area = {ABOVE, 0, ROWS_LEAST - AROUND - 1, COLUMNS_LEAST};
    struct layout layout;
    struct scene family = {.model = NULL};
    struct story *other = story_new();

    (void)state;
    family.model = other->model;
    for (int i = 0; i < 4; i++)
        story_did(other, story_process(other, STORY_MAIN), OP_YIELD, 0);
    memcpy(list.panes, panes, sizeof panes);
    layout_make(&layout, &list, &family, area);
    assert_int_equal(layout.areas[PANE_PROCESSES].rows, 1 + 5);
    assert_int_equal(layout.areas[PANE_MEMORY].rows, 1 + 2);
    story_free(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_well_at_every_size_for_every_lesson),
        cmocka_unit_test(is_well_for_every_choice_of_panes),
        cmocka_unit_test(gives_all_to_a_pane_that_is_alone),
        cmocka_unit_test(wastes_no_row),
        cmocka_unit_test(draws_a_border_between_left_and_right),
        cmocka_unit_test(shows_all_that_a_lesson_measures),
        cmocka_unit_test(shows_all_processes_of_a_lesson_about_them),
    };

    return cmocka_run_group_tests(tests, make_story, forget_story);
}
