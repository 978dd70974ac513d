/* difference.c - the lines in which a lesson's program and a related one
   differ. */
#include "tui/lessons/difference.h"

#include "must.h"
#include "tui/drawing/text.h"
#include "tui/lab.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

enum { AROUND = 1 }; /* Lines shown before and after each that differs. */

/* ---- Which lesson it is compared with. ---- */

static const struct lesson *compared(const struct lab *lab)
{
    char *const *names = lab->lesson->compare;
    const char *nearest;
    size_t count = 0;

    while (names && names[count])
        count++;
    return count ? catalogue_find(lab->catalogue,
                                  names[lab->page.compared % count], &nearest)
                 : NULL;
}

/* ---- What is shown. ---- */

struct showing {
    struct difference *difference;
    char *first;
    char *second;
    size_t *shown; /* Indices of lines; SIZE_MAX: some are left out. */
    size_t count;
};

static bool is_near(const struct difference *difference, size_t at)
{
    size_t from = at > AROUND ? at - AROUND : 0;

    for (size_t i = from; i <= at + AROUND && i < difference->count; i++) {
        if (difference->lines[i].side != IN_BOTH)
            return true;
    }
    return false;
}

static struct showing show(const struct lab *lab, const struct lesson *other)
{
    struct showing showing = {.first = text_of_file(lab->lesson->source),
                              .second = text_of_file(other->source)};
    bool gap = false;

    showing.difference = difference_new(showing.first ? showing.first : "",
                                        showing.second ? showing.second : "");
    showing.shown =
        must_allocate(2 * showing.difference->count + 1, sizeof *showing.shown);
    for (size_t i = 0; i < showing.difference->count; i++) {
        if (!is_near(showing.difference, i)) {
            gap = true;
            continue;
        }
        if (gap && showing.count > 0)
            showing.shown[showing.count++] = SIZE_MAX;
        gap = false;
        showing.shown[showing.count++] = i;
    }
    return showing;
}

static void forget(struct showing *showing)
{
    difference_free(showing->difference);
    free(showing->first);
    free(showing->second);
    free(showing->shown);
}

static int last_scroll(const struct lab *lab, size_t lines)
{
    int last = (int)lines - (lab->rows - 6);

    return last > 0 ? last : 0;
}

/* ---- The screen. ---- */

static void draw_line(struct canvas *canvas, struct box area, int row,
                      const struct difference_line *line)
{
    static const struct {
        const char *sign;
        enum role role;
    } looks[] = {[IN_BOTH] = {" ", ROLE_DIM},
                 [IN_FIRST] = {"-", ROLE_WANTS},
                 [IN_SECOND] = {"+", ROLE_GOOD}};
    char *text = must_print("%.*s", line->length, line->text);
    unsigned number = line->side == IN_SECOND ? line->second : line->first;

    canvas_print(canvas, area, row, 0, ROLE_DIM, "%4u", number);
    canvas_text(canvas, area, row, 5, looks[line->side].role,
                looks[line->side].sign);
    canvas_fit(canvas, area, row, 7, area.columns, looks[line->side].role,
               text);
    free(text);
}

static void draw(struct lab *lab, struct canvas *canvas)
{
    const struct lesson *other = compared(lab);
    char *title = must_print(_("%s, and %s"), lab->lesson->title,
                             other ? other->title : _("nothing"));
    struct box area = frame_draw(lab, canvas, title, _("what differs"));

    free(title);
    area = box_inside(area, 1, 2, 1, 2);
    if (!other)
        return;
    struct showing showing = show(lab, other);
    int last = last_scroll(lab, showing.count);
    if (lab->page.difference_scroll > last)
        lab->page.difference_scroll = last;
    canvas_print(canvas, area, 0, 5, ROLE_WANTS, _("- only in %s.c"),
                 lab->lesson->name);
    canvas_print(canvas, area, 1, 5, ROLE_GOOD, _("+ only in %s.c"),
                 other->name);
    struct box lines = box_inside(area, 3, 0, 0, 0);
    for (int row = 0; row < lines.rows; row++) {
        size_t at = (size_t)(lab->page.difference_scroll + row);

        if (at >= showing.count)
            break;
        if (showing.shown[at] == SIZE_MAX)
            canvas_text(canvas, lines, row, 3, ROLE_DIM, "...");
        else
            draw_line(canvas, lines, row,
                      &showing.difference->lines[showing.shown[at]]);
    }
    if (lab->page.difference_scroll < last)
        frame_more(canvas);
    forget(&showing);
}

static void act(struct lab *lab, enum command command)
{
    const struct lesson *other = compared(lab);

    switch (command) {
    case COMMAND_BACK:
    case COMMAND_LEFT:
        lab_back(lab);
        break;
    case COMMAND_DIFFERENCE: /* With the next one. */
        lab->page.compared++;
        lab->page.difference_scroll = 0;
        break;
    case COMMAND_OPEN:
    case COMMAND_RIGHT:
        lab_back(lab);
        if (other)
            lab_open(lab, other);
        break;
    default:
        lab->page.difference_scroll =
            frame_scroll(command, lab->page.difference_scroll, 10000,
                         lab->rows > 8 ? lab->rows - 8 : 1);
        break;
    }
}

static const char *label(const struct lab *lab, enum command command,
                         const char *usual)
{
    char *const *names = lab->lesson->compare;

    if (command == COMMAND_DIFFERENCE)
        return names && names[0] && names[1] ? _("with another") : NULL;
    if (command == COMMAND_OPEN)
        return _("open the other");
    return command == COMMAND_BACK || command == COMMAND_QUIT ? usual : NULL;
}

const struct screen difference_screen = {IN_PAGE, draw, act, NULL, NULL, label};

void difference_open(struct lab *lab, const struct lesson *lesson)
{
    lab->lesson = lesson;
    lab->page.compared = 0;
    lab->page.difference_scroll = 0;
    if (compared(lab))
        lab_go(lab, &difference_screen);
    else
        lab_notice(lab, _("no program is named that %s differs little from"),
                   lesson->name);
}
