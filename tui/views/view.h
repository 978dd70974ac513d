/* view.h - what a pane shows.

   A view is one file with one struct view: it draws a model into an area of a
   canvas, and changes neither. Adding one is a file, a line here and a line in
   view.c. */
#ifndef TUI_VIEWS_VIEW_H
#define TUI_VIEWS_VIEW_H

#include "model/model.h"
#include "tui/drawing/canvas.h"
#include "tui/lessons/lesson.h"
#include "watch/control.h"

/* Under control: what each task can do. */
struct moves {
    const struct choice *choices;
    size_t count;
    uint32_t selected; /* Birth of the task that Enter moves; 0: none. */
    uint32_t mover;    /* A task that has been moving for long; 0: none. */
};

/* What views draw from. */
struct scene {
    const struct model *model;
    const struct lesson *lesson; /* NULL: a program that is no lesson. */
    const char *said;            /* The prediction; NULL: none. */
    bool by_time;                /* The timeline's axis: time, or operations. */
    const struct moves *moves;   /* NULL: tasks move as they like. */
    bool before_a_room;          /* The source has to be read from afar. */
};

struct view {
    /* The pane's title. */
    void (*title)(const struct scene *scene, char *text, size_t size);

    /* Rows it could make use of, in so many columns. */
    int (*rows)(const struct scene *scene, int columns);

    /* Draws from row `scroll` of what there is; INT_MAX: the last that fill
       the area. */
    void (*draw)(const struct scene *scene, int scroll, struct canvas *canvas,
                 struct box area);
};

extern const struct view source_view;
extern const struct view tasks_view;
extern const struct view objects_view;
extern const struct view waits_view;
extern const struct view timeline_view;
extern const struct view output_view;
extern const struct view processes_view;
extern const struct view variables_view;
extern const struct view turns_view;
extern const struct view switches_view;
extern const struct view chart_view;
extern const struct view owner_view;
extern const struct view memory_view;
extern const struct view workers_view;
extern const struct view clients_view;
extern const struct view moves_view; /* The tasks, under control. */

const struct view *view_of(enum pane pane);
const struct view *view_in(const struct scene *scene, enum pane pane);

/* So much of so much, as a bar of so many columns. */
struct bar {
    double value;
    double most;
    int width;
    enum role role;
};
void view_bar(struct canvas *canvas, struct box area, int row, int column,
              const struct bar *bar);

/* How a task's state looks: a mark of its own, and a role. */
struct look {
    uint32_t mark;
    enum role role;
    const char *word;
};
struct look look_of(enum task_state state);

/* Objects in the order in which they are shown: those the lesson watches, then
   those that were used; none that is gone or was never touched. Variables are
   listed for themselves. The caller frees the list. Returns how many. */
size_t scene_objects(const struct scene *scene, uint32_t **objects);
size_t scene_variables(const struct scene *scene, uint32_t **objects);

/* Clamps a scroll so that no rows are wasted. */
int clamp_scroll(int scroll, int rows, int room);

#endif
