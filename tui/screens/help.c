/* help.c - the keys of the screen it was called from. */
#include "tui/lab.h"

#include <stdio.h>

static enum where asked_from(const struct lab *lab)
{
    return lab->screen_count > 1 ? lab->screens[lab->screen_count - 2]->where
                                 : IN_MENU;
}

/* How a task's state is drawn, for who has not met the marks. */
enum { LEGEND = 4 };
static const char *const run_legend[LEGEND] = {
    "",
    "In the task list: the kernel's letter (R runs, S sleeps, Z zombie), then",
    "> running   ? about to   # waits   ~ sleeps   . ended   + new",
    ("In the timeline: ─ running  ━ holding a lock  · about to  ▒ waits  "
     "░ sleeps"),
};
static const char *const step_legend[LEGEND] = {
    "",
    "Each task stands before its next operation: what it would do, and :line.",
    "> can move   # waits: not now   ~ can when its time comes   . ended",
    "A move made while looking back begins another run from there.",
};

/* NULL: there is none. */
static const char *const *legend_of(enum where where)
{
    return where == IN_RUN ? run_legend : where == IN_STEP ? step_legend : NULL;
}

static int rows_of(enum where where)
{
    int rows = legend_of(where) ? LEGEND : 0;

    for (int i = 1; i < COMMAND_COUNT; i++)
        rows += (command_where((enum command)i) & where) != 0;
    return rows;
}

/* Title, footer, a blank row, and one for "more" are not for keys. */
static int room(const struct lab *lab)
{
    return lab->rows - 4;
}

static int last_scroll(const struct lab *lab)
{
    int last = rows_of(asked_from(lab)) - room(lab);

    return last > 0 ? last : 0;
}

static void draw(struct lab *lab, struct canvas *canvas)
{
    enum where where = asked_from(lab);
    struct box area = frame_draw(lab, canvas, "keys", "");

    if (lab->help_scroll > last_scroll(lab))
        lab->help_scroll = last_scroll(lab);
    if (lab->help_scroll < last_scroll(lab))
        frame_more(canvas);
    int row = -lab->help_scroll;
    area = box_inside(area, 1, 2, 1, 2);
    for (int i = 1; i < COMMAND_COUNT; i++) {
        enum command command = (enum command)i;

        if (!(command_where(command) & where))
            continue;
        canvas_text(canvas, area, row, 0, ROLE_KEY, command_keys(command));
        canvas_fit(canvas, area, row, 12, area.columns, ROLE_TEXT,
                   command_help(command));
        row++;
    }
    const char *const *legend = legend_of(where);
    for (int i = 0; i < LEGEND && legend; i++)
        canvas_fit(canvas, area, row++, 0, area.columns, ROLE_TEXT, legend[i]);
}

static void act(struct lab *lab, enum command command)
{
    if (command == COMMAND_BACK || command == COMMAND_HELP ||
        command == COMMAND_LEFT)
        lab_back(lab);
    else
        lab->help_scroll = frame_scroll(command, lab->help_scroll,
                                        last_scroll(lab), room(lab));
}

static const char *label(const struct lab *lab, enum command command,
                         const char *usual)
{
    (void)lab;
    return command == COMMAND_BACK || command == COMMAND_QUIT ? usual : NULL;
}

const struct screen help_screen = {IN_PAGE, draw, act, NULL, NULL, label};
