/* frame.c - the title above and the keys below. */
#include "tui/lab.h"
#include "words.h"

#include <string.h>

/* What the footer calls a command here, "" where it does not name it; NULL: it
   does nothing here. */
static const char *label_of(const struct lab *lab, enum command command)
{
    const struct screen *screen = lab_shown(lab);
    const char *label = command_label(command);

    if (!(command_where(command) & screen->where))
        return NULL;
    return screen->label ? screen->label(lab, command, label) : label;
}

bool frame_can(const struct lab *lab, enum command command)
{
    return label_of(lab, command) != NULL;
}

static int width_of(const struct lab *lab, enum command command)
{
    const char *label = label_of(lab, command);

    if (!label || !*label)
        return 0;
    return canvas_width(command_key_name(command)) + canvas_width(label) + 3;
}

/* These are always there; the others as far as there is room, in the order of
   the list. */
static bool is_always_shown(enum command command)
{
    return command == COMMAND_HELP || command == COMMAND_BACK ||
           command == COMMAND_QUIT;
}

static void draw_footer(const struct lab *lab, struct canvas *canvas,
                        struct box area)
{
    int row = area.rows - 1;
    int column = 1;
    int reserved = -2; /* Nothing follows the last. */

    for (int i = 1; i < COMMAND_COUNT; i++) {
        if (is_always_shown((enum command)i))
            reserved += width_of(lab, (enum command)i);
    }
    for (int i = 1; i < COMMAND_COUNT; i++) {
        enum command command = (enum command)i;
        const char *label = label_of(lab, command);
        int width = width_of(lab, command);

        if (!label || !*label)
            continue;
        if (is_always_shown(command))
            reserved -= width;
        else if (column + width + reserved > area.columns)
            continue;
        column = canvas_text(canvas, area, row, column, ROLE_KEY,
                             command_key_name(command));
        column =
            canvas_text(canvas, area, row, column + 1, ROLE_DIM, label) + 2;
    }
}

struct box frame_draw(const struct lab *lab, struct canvas *canvas,
                      const char *title, const char *right)
{
    struct box area = canvas_box(canvas);
    int from = area.columns - canvas_width(right) - 1;
    int column = canvas_text(canvas, area, 0, 1, ROLE_FOCUS, "Interleave");

    canvas_fit(canvas, area, 0, column + 2, from - 1, ROLE_TITLE, title);
    canvas_text(canvas, area, 0, from, ROLE_DIM, right);
    if (*lab->notice)
        canvas_fit(canvas, area, area.rows - 1, 1, area.columns - 1, ROLE_ALARM,
                   lab->notice);
    else
        draw_footer(lab, canvas, area);
    return box_inside(area, 1, 0, 1, 0);
}

void frame_more(struct canvas *canvas)
{
    canvas_print(canvas, canvas_box(canvas), canvas->rows - 2, 2, ROLE_DIM,
                 "↓ %s", _("more"));
}

int frame_scroll(enum command command, int value, int last, int screen)
{
    switch (command) {
    case COMMAND_UP:
        value--;
        break;
    case COMMAND_DOWN:
        value++;
        break;
    case COMMAND_SCREEN_UP:
        value -= screen;
        break;
    case COMMAND_SCREEN_DOWN:
        value += screen;
        break;
    case COMMAND_TOP:
        value = 0;
        break;
    case COMMAND_BOTTOM:
        value = last;
        break;
    default:
        break;
    }
    if (value > last)
        value = last;
    return value > 0 ? value : 0;
}
