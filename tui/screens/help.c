/* help.c - the keys of the screen it was called from. */
#include "must.h"
#include "tui/lab.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

static enum where asked_from(const struct lab *lab)
{
    return lab->screen_count > 1 ? lab->screens[lab->screen_count - 2]->where
                                 : IN_MENU;
}

/* How a task's state is drawn, for who has not met the marks. */
enum { LEGEND = 4 };
static const char *const run_legend[LEGEND] = {
    "",
    N_("In the task list: the kernel's letter (R runs, S sleeps, Z zombie), "
       "then"),
    N_("> running   ? about to   # waits   ~ sleeps   . ended   + new"),
    N_("In the timeline: %s running  %s holding a lock  %s about to  %s waits  "
       "%s sleeps"),
};
static const char *const step_legend[LEGEND] = {
    "",
    N_("Each task stands before its next operation: what it would do, and "
       ":line."),
    N_("> can move   # waits: not now   ~ can when its time comes   . ended"),
    N_("A move made while looking back begins another run from there."),
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

/* Where a line names marks of the timeline, these are they. */
static void draw_legend(const char *line, struct canvas *canvas,
                        struct box area, int row)
{
    static const char *const marks[] = {"─", "━", "·", "▒", "░"};
    const char *rest = *line ? _(line) : line;
    int column = 0;

    for (size_t mark = 0; *rest; mark++) {
        size_t length = strcspn(rest, "%");
        char *part = must_print(
            "%.*s%s", (int)length, rest,
            rest[length] ? marks[mark % (sizeof marks / sizeof *marks)] : "");

        column = canvas_fit(canvas, area, row, column, area.columns, ROLE_TEXT,
                            part);
        free(part);
        rest += length + (rest[length] ? 2 : 0);
    }
}

static void draw(struct lab *lab, struct canvas *canvas)
{
    enum where where = asked_from(lab);
    struct box area = frame_draw(lab, canvas, _("keys"), "");

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
        draw_legend(legend[i], canvas, area, row++);
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
