/* memory.c - what each process has of its own, and what it still shares since
   the fork: pages are copied when somebody writes to them. */
#include "tui/views/tree.h"

#include "model/describe.h"
#include "words.h"

#include <stdio.h>

enum { BAR = 10 };

static void title(const struct scene *scene, char *text, size_t size)
{
    (void)scene;
    snprintf(text, size, _("memory: pages of its own, and still shared"));
}

static void tell(const struct scene *scene, uint32_t id, struct canvas *canvas,
                 struct box area, int row, int column)
{
    const struct process *process = model_process(scene->model, id);
    bool lives =
        process->state == PROCESS_RUNNING || process->state == PROCESS_EXITING;
    struct bar bar = {.value = process->own_pages,
                      .most = (double)process->own_pages +
                              (double)process->shared_pages,
                      .width = BAR,
                      .role = lives ? ROLE_HELD : ROLE_ENDED};
    char text[SENTENCE];

    canvas_text(canvas, area, row, column, ROLE_STRONG,
                tree_name(scene->model, id, text, sizeof text));
    column = tree_width(scene->model) + 1;
    if (!process->measured) {
        canvas_text(canvas, area, row, column, ROLE_DIM, _("not measured"));
        return;
    }
    view_bar(canvas, area, row, column, &bar);
    column = canvas_print(
        canvas, area, row, column + BAR + 1, lives ? ROLE_TEXT : ROLE_ENDED,
        _("%u own, %u shared"), process->own_pages, process->shared_pages);
    if (lives)
        return;
    column = canvas_text(canvas, area, row, column, ROLE_DIM, ", ");
    canvas_fit(canvas, area, row, column, area.columns, ROLE_DIM,
               describe_fate(scene->model, id, text, sizeof text));
}

static void draw(const struct scene *scene, int scroll, struct canvas *canvas,
                 struct box area)
{
    tree_draw(scene, scroll, canvas, area, tell);
}

const struct view memory_view = {title, tree_rows, draw};
