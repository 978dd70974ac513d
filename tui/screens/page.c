/* page.c - a lesson's page, to be read. */
#include "tui/lab.h"
#include "tui/lessons/chapters.h"

#include "must.h"
#include "tui/drawing/text.h"
#include "tui/tour.h"
#include "tui/views/view.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Columns of text; and, on a screen that has room for both, of text with the
   program beside it, of which so much is to be seen; with that, its lines are
   whole. */
enum { WIDEST = 78, BESIDE = 66, PROGRAM = 80, WHOLE = 89, BETWEEN = 3 };

/* ---- The way to other lessons. ---- */

/* The lesson that comes so many places later; NULL: none does. */
static const struct lesson *beside(const struct lab *lab, int places)
{
    size_t at = (size_t)(lab->lesson - lab->catalogue->lessons);

    at += (size_t)places;
    return at < lab->catalogue->count ? &lab->catalogue->lessons[at] : NULL;
}

static char *add_link(char *text, const char *what, const char *title)
{
    char *longer = must_print("%s\n- %s%s", text, what, title);

    free(text);
    return longer;
}

static char *add_names(const struct lab *lab, char *text, const char *what,
                       char *const *names)
{
    const char *nearest;

    for (int i = 0; names && names[i]; i++) {
        const struct lesson *lesson =
            catalogue_find(lab->catalogue, names[i], &nearest);
        const char *title = lesson ? lesson->title : names[i];

        if (i == 0) {
            text = add_link(text, what, title);
            continue;
        }
        char *longer = must_print("%s, %s", text, title);
        free(text);
        text = longer;
    }
    return text;
}

/* What stands below each page, in its own Markdown. */
static char *with_links(const struct lab *lab)
{
    const struct lesson *before = beside(lab, -1);
    const struct lesson *next = beside(lab, 1);
    char *body = tour_filled(lab->lesson->body, lab->progress->tried);
    char *text = must_print("%s\n\n---\n", body);

    free(body);

    text = add_names(lab, text, _("Read before: "), lab->lesson->requires);
    text = add_names(lab, text, _("`d` What differs from: "),
                     lab->lesson->compare);
    if (before)
        text = add_link(text, _("`b` Before: "), before->title);
    if (next)
        text = add_link(text, _("`n` Next: "), next->title);
    char *all = must_print("%s\n", text);
    free(text);
    return all;
}

static void lay_out(struct lab *lab, int width)
{
    struct page_state *state = &lab->page;

    if (state->page && state->width == width && state->lesson == lab->lesson)
        return;
    if (state->lesson != lab->lesson)
        state->scroll = 0;
    char *source = text_of_file(lab->lesson->source);
    char *text = with_links(lab);
    page_free(state->page);
    state->page = page_new(text, width, source);
    free(text);
    state->width = width;
    state->lesson = lab->lesson;
    free(source);
}

/* How far it can be scrolled: title, footer, a blank row, and one for "more"
   are not the page's. */
static int last_scroll(const struct lab *lab)
{
    int last = (int)lab->page.page->count - (lab->rows - 4);

    return last > 0 ? last : 0;
}

/* ---- The program beside the page. ---- */

static bool has_room_for_program(const struct lab *lab, int columns)
{
    return columns >= BESIDE + BETWEEN + PROGRAM && lab->lesson->text;
}

/* Of the text: it takes what the program does not need. */
static int columns_beside(int columns)
{
    int left = columns - BETWEEN - WHOLE;

    return left < BESIDE ? BESIDE : left < WIDEST ? left : WIDEST;
}

static int columns_of(const struct page_line *line)
{
    int columns = 0;

    for (size_t i = 0; i < line->count; i++)
        columns += canvas_width(line->parts[i].text);
    return columns;
}

/* Code is not broken, and may be wider than the text. */
static int widest_line(const struct page *page)
{
    int widest = 0;

    for (size_t i = 0; i < page->count; i++) {
        int columns = columns_of(&page->lines[i]);

        if (columns > widest)
            widest = columns;
    }
    return widest;
}

/* It comes as far as the page has been read. */
static void draw_program(const struct lab *lab, struct canvas *canvas,
                         struct box area, int last)
{
    struct model *nothing = model_new();
    struct scene scene = {.model = nothing, .lesson = lab->lesson};
    int widest = widest_line(lab->page.page);
    int text = lab->page.width;
    int column = (widest > text ? widest : text) + BETWEEN;
    struct box beside = box_inside(area, 0, column, 0, 0);
    struct box code = box_inside(beside, 2, 0, 0, 0);
    int hidden = source_view.rows(&scene, code.columns) - code.rows;
    char name[128];

    for (int row = 0; row < area.rows; row++)
        canvas_put(canvas, area, row, column - 2, ROLE_BORDER, 0x2502); /* │ */
    source_view.title(&scene, name, sizeof name);
    canvas_text(canvas, beside, 0, 1, ROLE_HEADING, name);
    source_view.draw(
        &scene, hidden > 0 && last > 0 ? hidden * lab->page.scroll / last : 0,
        canvas, code);
    model_free(nothing);
}

static void draw(struct lab *lab, struct canvas *canvas)
{
    char *title = must_print("%s › %s", chapters_said(lab->lesson->chapter),
                             lab->lesson->title);
    int room = canvas->columns - 4;
    bool both = has_room_for_program(lab, room);
    int width = both ? columns_beside(room) : room < WIDEST ? room : WIDEST;
    char right[64];

    lay_out(lab, width);
    int last = last_scroll(lab);
    if (lab->page.scroll > last)
        lab->page.scroll = last;
    if (last > 0)
        snprintf(right, sizeof right, "%d%%", 100 * lab->page.scroll / last);
    else
        snprintf(right, sizeof right, "%s", _("all"));
    struct box area = frame_draw(lab, canvas, title, right);
    free(title);
    area = box_inside(area, 1, 2, 1, 2);
    page_draw(lab->page.page, (size_t)lab->page.scroll, canvas, area);
    if (both)
        draw_program(lab, canvas, area, last);
    if (lab->page.scroll < last)
        frame_more(canvas);
}

static void go_to(struct lab *lab, const struct lesson *lesson)
{
    if (!lesson) {
        lab_notice(lab, _("there is no lesson beyond this one"));
        return;
    }
    lab->lesson = lesson;
    lab->menu.selected = (size_t)(lesson - lab->catalogue->lessons);
}

static void act(struct lab *lab, enum command command)
{
    switch (command) {
    case COMMAND_DIFFERENCE:
        difference_open(lab, lab->lesson);
        break;
    case COMMAND_NEXT_LESSON:
        go_to(lab, beside(lab, 1));
        break;
    case COMMAND_LESSON_BEFORE:
        go_to(lab, beside(lab, -1));
        break;
    case COMMAND_OPEN:
    case COMMAND_RIGHT:
    case COMMAND_RUN:
        lab_start(lab, START_RUN);
        break;
    case COMMAND_STEP:
        lab_start(lab, START_STEP);
        break;
    case COMMAND_EXPLORE:
        lab_start(lab, START_EXPLORE);
        break;
    case COMMAND_PRACTISE:
        lab_practise(lab);
        break;
    case COMMAND_PRESENT:
        lab_present(lab);
        break;
    case COMMAND_LEFT:
    case COMMAND_BACK:
        lab_back(lab);
        break;
    default:
        if (lab->page.page)
            lab->page.scroll =
                frame_scroll(command, lab->page.scroll, last_scroll(lab),
                             lab->rows > 6 ? lab->rows - 6 : 1);
        break;
    }
}

/* A link is where it stands: beside the page. */
static bool type(struct lab *lab, int key)
{
    const struct page *page = lab->page.page;
    size_t number = (size_t)(key - '0');

    if (key < '1' || key > '9')
        return false;
    if (!page || number > page->schedule_count) {
        lab_notice(lab, _("there is no schedule %zu on this page"), number);
        return true;
    }
    const char *slash = strrchr(lab->lesson->page, '/');
    char *path = must_print("%.*s%s", (int)(slash + 1 - lab->lesson->page),
                            lab->lesson->page, page->schedules[number - 1]);
    lab_step_schedule(lab, path);
    free(path);
    return true;
}

static const char *label(const struct lab *lab, enum command command,
                         const char *usual)
{
    if (command == COMMAND_RUN)
        return NULL; /* Enter does the same. */
    if (command == COMMAND_PRACTISE)
        return lab_exercise_of(lab, lab->lesson) ? usual : NULL;
    if (command == COMMAND_LINK)
        return lab->page.page && lab->page.page->schedule_count > 0 ? usual
                                                                    : NULL;
    if (command == COMMAND_OPEN)
        return lab_asks(lab) ? _("predict, then run") : _("run it");
    return usual;
}

const struct screen page_screen = {IN_PAGE, draw, act, type, NULL, label};
