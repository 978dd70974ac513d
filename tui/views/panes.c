/* panes.c - panes drawn, and the keys that are theirs. */
#include "tui/views/panes.h"

#include "tui/views/layout.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

static bool has_variables(const struct model *model)
{
    for (uint32_t id = 1; id <= model->object_count; id++) {
        if (model->objects[id - 1].kind == KIND_VARIABLE)
            return true;
    }
    return false;
}

static bool is_listed(const struct pane_list *list, enum pane pane)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->panes[i] == pane)
            return true;
    }
    return false;
}

static void add(struct pane_list *list, enum pane pane)
{
    if (!is_listed(list, pane))
        list->panes[list->count++] = pane;
}

/* Who decides looks at the tasks first: they stand above what they share. */
static void add_tasks(struct pane_list *list)
{
    size_t at = 0;

    for (size_t i = 0; i < list->count; i++) {
        if (list->panes[i] != PANE_TASKS)
            list->panes[at++] = list->panes[i];
    }
    list->count = at;
    for (at = 0; at < list->count && list->panes[at] != PANE_OBJECTS; at++)
        continue;
    memmove(&list->panes[at + 1], &list->panes[at],
            (list->count - at) * sizeof *list->panes);
    list->panes[at] = PANE_TASKS;
    list->count++;
}

/* Of a program under control the kernel is not asked: what it says differs from
   run to run. The tree of the memory pane is that of the processes. */
static void remove_measured(struct pane_list *list)
{
    size_t at = 0;

    for (size_t i = 0; i < list->count; i++) {
        enum pane pane = list->panes[i];

        if (pane == PANE_MEMORY && !is_listed(list, PANE_PROCESSES))
            list->panes[at++] = PANE_PROCESSES;
        else if (pane != PANE_MEMORY && pane != PANE_SWITCHES)
            list->panes[at++] = pane;
    }
    list->count = at;
}

/* What the lesson says, and what cannot be done without: who decides must see
   the tasks; and variables, where tasks share some that can be seen. */
static void list_panes(const struct lab *lab, const struct scene *scene,
                       struct pane_list *list)
{
    static const enum pane usual[] = {PANE_SOURCE,   PANE_TASKS, PANE_OBJECTS,
                                      PANE_TIMELINE, PANE_WAITS, PANE_OUTPUT};

    if (lab->run.only.count > 0) {
        *list = lab->run.only;
        return;
    }
    list->count = 0;
    if (scene->lesson) {
        memcpy(list->panes, scene->lesson->panes, sizeof list->panes);
        list->count = scene->lesson->pane_count;
    } else {
        memcpy(list->panes, usual, sizeof usual);
        list->count = sizeof usual / sizeof *usual;
        /* A program of several processes shows them. */
        if (scene->model->process_count > 1)
            add(list, PANE_PROCESSES);
    }
    if (scene->moves) {
        add(list, PANE_SOURCE);
        add_tasks(list);
        remove_measured(list);
    }
    if (lab->run.variables)
        add(list, PANE_VARIABLES);
}

/* Source and output show their place by themselves. */
static bool pane_follows(enum pane pane)
{
    return pane == PANE_SOURCE || pane == PANE_OUTPUT;
}

/* How many rows there are below those for which there is room. */
static void draw_below(const struct scene *scene, enum pane pane, int scrolled,
                       enum role role, struct canvas *canvas, struct box area)
{
    int room = area.rows - 1;
    int hidden = view_in(scene, pane)->rows(scene, area.columns - 2) - room -
                 (scrolled > 0 ? scrolled : 0);
    char text[32];

    if (hidden <= 0 || room < 1 || pane_follows(pane))
        return;
    snprintf(text, sizeof text, " ↓ %d ", hidden);
    canvas_text(canvas, area, 0, area.columns - 1 - canvas_width(text), role,
                text);
}

static void draw_pane(struct lab *lab, const struct scene *scene,
                      enum pane pane, struct canvas *canvas, struct box area)
{
    const struct view *view = view_in(scene, pane);
    bool focus = lab->run.focus == pane;
    enum role role = focus ? ROLE_FOCUS : ROLE_BORDER;
    char title[160];

    lab->run.panes[pane] = area;
    if (area.rows < 1)
        return;
    view->title(scene, title, sizeof title);
    canvas_line(canvas, area, 0, 0, area.columns, role, 0x2500);
    int column = canvas_text(canvas, area, 0, 1, role, focus ? "▸" : " ");
    canvas_fit(canvas, area, 0, column, area.columns - 2, role, title);
    column += canvas_width(title);
    canvas_text(canvas, area, 0, column < area.columns - 2 ? column : 0, role,
                column < area.columns - 2 ? " " : "");
    draw_below(scene, pane, lab->run.scroll[pane], role, canvas, area);
    view->draw(scene, lab->run.scroll[pane], canvas,
               box_inside(area, 1, 1, 0, 1));
}

void panes_draw(struct lab *lab, const struct scene *scene,
                struct canvas *canvas, struct box area)
{
    struct pane_list list;
    struct layout layout;

    lab->run.variables = lab->run.variables || has_variables(scene->model);
    list_panes(lab, scene, &list);
    memset(lab->run.panes, 0, sizeof lab->run.panes);
    if (lab->run.zoomed || canvas->rows < 24 || canvas->columns < 80) {
        draw_pane(lab, scene, lab->run.focus, canvas, area);
        return;
    }
    layout_make(&layout, &list, scene, area);
    for (size_t i = 0; i < list.count; i++)
        draw_pane(lab, scene, list.panes[i], canvas,
                  layout.areas[list.panes[i]]);
    layout_borders(&layout, canvas);
}

static void change_focus(struct lab *lab, const struct scene *scene, int by)
{
    struct pane_list list;
    size_t at = 0;

    list_panes(lab, scene, &list);
    for (size_t i = 0; i < list.count; i++) {
        if (list.panes[i] == lab->run.focus)
            at = i;
    }
    lab->run.focus = list.panes[(at + list.count + (size_t)by) % list.count];
}

static void scroll(struct lab *lab, const struct scene *scene,
                   enum command command)
{
    enum pane pane = lab->run.focus;
    struct box area = lab->run.panes[pane];
    int room = area.rows > 1 ? area.rows - 1 : 1;
    int rows = view_in(scene, pane)->rows(scene, area.columns);
    int last = rows > room ? rows - room : 0;
    int now = lab->run.scroll[pane];

    now = frame_scroll(command, now > last ? last : now, last, room);
    /* At its end, a pane that follows does so again. */
    lab->run.scroll[pane] =
        pane_follows(pane) && (now == last || command == COMMAND_BOTTOM)
            ? INT_MAX
            : now;
}

bool panes_act(struct lab *lab, const struct scene *scene, enum command command)
{
    switch (command) {
    case COMMAND_ZOOM:
        lab->run.zoomed = !lab->run.zoomed;
        return true;
    case COMMAND_NEXT_PANE:
        change_focus(lab, scene, 1);
        return true;
    case COMMAND_LAST_PANE:
        change_focus(lab, scene, -1);
        return true;
    case COMMAND_BACK: /* To all the panes, first. */
        if (!lab->run.zoomed)
            return false;
        lab->run.zoomed = false;
        return true;
    case COMMAND_UP:
    case COMMAND_DOWN:
    case COMMAND_SCREEN_UP:
    case COMMAND_SCREEN_DOWN:
    case COMMAND_TOP:
    case COMMAND_BOTTOM:
        scroll(lab, scene, command);
        return true;
    default:
        return false;
    }
}

void panes_click(struct lab *lab, int row, int column)
{
    for (int pane = 0; pane < PANE_COUNT; pane++) {
        struct box area = lab->run.panes[pane];

        if (row >= area.row && row < area.row + area.rows &&
            column >= area.column && column < area.column + area.columns)
            lab->run.focus = (enum pane)pane;
    }
}
