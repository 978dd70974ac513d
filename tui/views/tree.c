/* tree.c - walking the tree of processes, and drawing its branches. */
#include "tui/views/tree.h"

#include "model/describe.h"
#include "words.h"

#include <stdio.h>
#include <string.h>

enum { DEPTH = 8, STEP = 3 }; /* As far as it is indented, and how far. */

/* The way down to a process: at each level, does a sibling come below? Who is
   deeper than there is room for is drawn at the last level. */
struct path {
    int depth;
    bool more[DEPTH + 1];
};

/* Where the rows go, and what is in them. */
struct drawing {
    const struct scene *scene;
    struct canvas *canvas;
    struct box area;
    tree_teller *tell;
};

static int level_of(const struct path *path)
{
    return path->depth < DEPTH ? path->depth : DEPTH;
}

static void draw_branch(const struct drawing *drawing, const struct path *path,
                        int row)
{
    for (int level = 1; level <= level_of(path); level++) {
        const char *line = level < level_of(path)
                               ? (path->more[level] ? "│" : "")
                           : path->more[level] ? "├─"
                                               : "└─";

        canvas_text(drawing->canvas, drawing->area, row, (level - 1) * STEP,
                    ROLE_BORDER, line);
    }
}

/* The next child after this one; 0: none. */
static uint32_t next_child(const struct model *model, uint32_t parent,
                           uint32_t after)
{
    for (uint32_t id = after + 1; id <= model->process_count; id++) {
        if (model->processes[id - 1].parent == parent)
            return id;
    }
    return 0;
}

/* A process and those below it, in order. Returns the next row. */
static int draw_tree(const struct drawing *drawing, uint32_t id,
                     struct path *path, int row)
{
    const struct model *model = drawing->scene->model;

    if (row >= 0 && row < drawing->area.rows) {
        draw_branch(drawing, path, row);
        drawing->tell(drawing->scene, id, drawing->canvas, drawing->area, row,
                      level_of(path) * STEP);
    }
    row++;
    path->depth++;
    for (uint32_t child = next_child(model, id, id); child;) {
        uint32_t next = next_child(model, id, child);

        if (path->depth <= DEPTH)
            path->more[path->depth] = next != 0;
        row = draw_tree(drawing, child, path, row);
        child = next;
    }
    path->depth--;
    return row;
}

void tree_draw(const struct scene *scene, int scroll, struct canvas *canvas,
               struct box area, tree_teller *tell)
{
    const struct model *model = scene->model;
    const struct drawing drawing = {scene, canvas, area, tell};
    int row = -clamp_scroll(scroll, (int)model->process_count, area.rows);

    for (uint32_t id = 1; id <= model->process_count; id++) {
        uint32_t parent = model->processes[id - 1].parent;

        if (parent == 0 || parent >= id)
            row = draw_tree(&drawing, id, &(struct path){.depth = 0}, row);
    }
    if (model->process_count == 0)
        canvas_text(canvas, area, 0, 0, ROLE_DIM, _("starting"));
}

int tree_rows(const struct scene *scene, int columns)
{
    (void)columns;
    return (int)scene->model->process_count;
}

static int depth_of(const struct model *model, uint32_t id)
{
    uint32_t parent = model->processes[id - 1].parent;
    int depth = 0;

    for (; parent && parent < id; parent = model->processes[id - 1].parent) {
        id = parent;
        depth += depth < DEPTH;
    }
    return depth;
}

const char *tree_name(const struct model *model, uint32_t id, char *text,
                      size_t size)
{
    const struct task *first =
        model_task(model, model_process(model, id)->main_task);

    describe_process(model, id, text, size);
    if (first && *first->name) {
        size_t used = strlen(text);

        snprintf(text + used, size - used, " %.15s", first->name);
    }
    return text;
}

int tree_width(const struct model *model)
{
    int widest = 0;
    char name[SENTENCE];

    for (uint32_t id = 1; id <= model->process_count; id++) {
        int width = depth_of(model, id) * STEP +
                    canvas_width(tree_name(model, id, name, sizeof name));

        if (width > widest)
            widest = width;
    }
    return widest;
}
