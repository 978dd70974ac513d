/* layout.c - sharing the screen between panes. */
#include "tui/views/layout.h"

#include <string.h>

/* A column of panes, one above the other. */
struct stack {
    enum pane panes[PANE_COUNT];
    int count;
    bool leads; /* The lesson is about the processes in its first one. */
};

static bool has(const struct pane_list *list, enum pane pane)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->panes[i] == pane)
            return true;
    }
    return false;
}

/* Among the first two: the lesson is about what it shows. */
static bool is_telling(const struct pane_list *list, enum pane pane)
{
    return list->count > 1 &&
           (list->panes[0] == pane || list->panes[1] == pane);
}

static void push(struct stack *stack, enum pane pane)
{
    stack->panes[stack->count++] = pane;
}

/* Rows a pane asks for, with its title. */
static int wish(const struct scene *scene, enum pane pane, int columns)
{
    return view_in(scene, pane)->rows(scene, columns) + 1;
}

static int at_least(int value, int least)
{
    return value > least ? value : least;
}

static int at_most(int value, int most)
{
    return value < most ? value : most;
}

/* Who decides has to see all the tasks, if anything; and what a lesson measures
   is a line for each. */
static bool is_seen_whole(const struct scene *scene, enum pane pane)
{
    return (pane == PANE_TASKS && scene->moves) || pane == PANE_TURNS ||
           pane == PANE_OWNER || pane == PANE_WORKERS || pane == PANE_CLIENTS;
}

/* Rows that the panes after one are not to be robbed of by it. */
static int need_after(const struct stack *stack, int one,
                      const struct scene *scene, int columns)
{
    enum { LEAST = 2, FEW = 3, LITTLE = 4 };
    int most = is_seen_whole(scene, stack->panes[one]) ? LEAST
               : stack->leads && one == 0              ? FEW
                                                       : LITTLE;
    int rows = 0;

    for (int i = one + 1; i < stack->count; i++)
        rows += at_least(at_most(wish(scene, stack->panes[i], columns), most),
                         LEAST);
    return rows;
}

/* Shares an area among a stack: each in turn gets what it asks for, as long as
   those after it keep a little; the last takes what is left. */
static void share(struct layout *layout, const struct stack *stack,
                  const struct scene *scene, struct box area)
{
    int row = 0;

    for (int i = 0; i < stack->count; i++) {
        int after = stack->count - i - 1;
        int rows = area.rows - row;

        if (after > 0) {
            int most =
                at_least(rows - need_after(stack, i, scene, area.columns),
                         rows / (after + 1));

            rows = at_most(wish(scene, stack->panes[i], area.columns), most);
            rows = at_least(rows, 2);
        }
        layout->areas[stack->panes[i]] =
            (struct box){area.row + row, area.column, rows, area.columns};
        row += rows;
    }
}

static void add_border(struct layout *layout, struct box area, int column)
{
    layout->borders[layout->border_count++] =
        (struct border){area.column + column, area.row, area.rows};
}

/* Two stacks side by side, or one alone. */
static void share_sides(struct layout *layout, const struct stack *left,
                        const struct stack *right, const struct scene *scene,
                        struct box area, int column)
{
    if (left->count == 0 || right->count == 0) {
        share(layout, left->count ? left : right, scene, area);
        return;
    }
    struct box part = area;
    part.columns = column;
    share(layout, left, scene, part);
    part.column += column + 1;
    part.columns = area.columns - column - 1;
    share(layout, right, scene, part);
    add_border(layout, area, column);
}

/* The large panes, and those beside them. */
static void choose(const struct pane_list *list, struct stack *large,
                   struct stack *beside, struct stack *low)
{
    for (size_t i = 0; i < list->count; i++) {
        switch (list->panes[i]) {
        case PANE_SOURCE:
        case PANE_PROCESSES:
        case PANE_MEMORY:
            push(large, list->panes[i]);
            break;
        case PANE_TASKS:
        case PANE_OBJECTS:
        case PANE_VARIABLES:
        case PANE_TURNS:
        case PANE_SWITCHES:
        case PANE_OWNER:
        case PANE_WORKERS:
        case PANE_CLIENTS:
            push(beside, list->panes[i]);
            break;
        case PANE_TIMELINE:
            break;
        default:
            push(low, list->panes[i]);
            break;
        }
    }
    large->leads = large->count > 0 && large->panes[0] == list->panes[0] &&
                   large->panes[0] != PANE_SOURCE;
}

enum { LEAST_ROWS = 2 }; /* Of a pane: its title, and a row. */

/* Where the left side ends: a little over the half; and as far as it takes to
   show lines of 80 columns whole, where that leaves the other side enough. */
static int side(const struct scene *scene, int columns)
{
    enum { WHOLE_LINES = 91, ENOUGH = 66, LITTLE = 38 };
    int left = columns - (scene->before_a_room ? LITTLE : ENOUGH);

    return at_least(columns * 52 / 100, at_most(WHOLE_LINES, left));
}

/* So many panes that they would not fit: the longer stack lends some to the
   other. Returns the rows that both need at least. */
static int balance(struct stack *large, struct stack *beside, int rows)
{
    while (beside->count * LEAST_ROWS > rows && large->count < beside->count)
        push(large, beside->panes[--beside->count]);
    while (large->count * LEAST_ROWS > rows && beside->count < large->count)
        push(beside, large->panes[--large->count]);
    return LEAST_ROWS * at_least(large->count, beside->count);
}

void layout_make(struct layout *layout, const struct pane_list *list,
                 const struct scene *scene, struct box area)
{
    struct stack large = {.count = 0};
    struct stack beside = {.count = 0};
    struct stack low = {.count = 0};
    int timeline = 0;
    int bottom = 0;

    memset(layout, 0, sizeof *layout);
    choose(list, &large, &beside, &low);
    if (low.count > 0)
        bottom = at_least(at_least(at_most(area.rows / 4, 12), 4),
                          LEAST_ROWS * (low.count - 1));
    if (bottom > 0 && has(list, PANE_CHART)) /* Its lines are to be compared. */
        bottom = at_least(bottom, at_most(wish(scene, PANE_CHART, area.columns),
                                          area.rows / 3));
    if (has(list, PANE_TIMELINE))
        timeline = at_most(wish(scene, PANE_TIMELINE, area.columns),
                           is_telling(list, PANE_TIMELINE) ? area.rows * 2 / 5
                                                           : area.rows / 4 + 1);
    if (large.count + beside.count == 0)
        bottom = area.rows - timeline;
    struct box top = area;
    top.rows = area.rows - timeline - bottom;
    int lacking = balance(&large, &beside, top.rows) - top.rows;
    if (lacking > 0 && timeline > LEAST_ROWS) {
        timeline = at_least(timeline - lacking, LEAST_ROWS);
        top.rows = area.rows - timeline - bottom;
    }
    share_sides(layout, &large, &beside, scene, top, side(scene, area.columns));
    layout->areas[PANE_TIMELINE] =
        (struct box){area.row + top.rows, area.column, timeline, area.columns};
    struct box rest = area;
    rest.row += top.rows + timeline;
    rest.rows = bottom;
    struct stack left = {.panes = {low.panes[0]}, .count = low.count > 0};
    struct stack right = {.count = at_least(low.count - 1, 0)};
    memcpy(right.panes, low.panes + 1,
           (size_t)right.count * sizeof *right.panes);
    if (bottom > 0)
        share_sides(layout, &left, &right, scene, rest,
                    side(scene, area.columns));
}

void layout_borders(const struct layout *layout, struct canvas *canvas)
{
    struct box all = canvas_box(canvas);

    for (int i = 0; i < layout->border_count; i++) {
        const struct border *border = &layout->borders[i];

        canvas_put(canvas, all, border->row, border->column, ROLE_BORDER,
                   0x252c); /* ┬ */
        for (int row = 1; row < border->rows; row++)
            canvas_put(canvas, all, border->row + row, border->column,
                       ROLE_BORDER, 0x2502); /* │ */
    }
}
