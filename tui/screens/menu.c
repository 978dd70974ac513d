/* menu.c - chapters and lessons, and what the selected one is about. */
#include "tui/lab.h"
#include "tui/lessons/chapters.h"
#include "tui/lessons/prediction.h"

#include "must.h"
#include "tui/drawing/text.h"
#include "tui/tour.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIST = 32, NARROW = 64 };

static bool is_shown(const struct lab *lab, const struct lesson *lesson)
{
    const char *filter = lab->menu.filter;

    return !*filter || text_holds(lesson->title, filter) ||
           text_holds(lesson->name, filter) ||
           text_holds(lesson->python, filter) ||
           text_holds(lesson->body, filter);
}

static bool begins_chapter(const struct lab *lab, size_t index)
{
    const struct lesson *lessons = lab->catalogue->lessons;

    for (size_t i = index; i-- > 0;) {
        if (is_shown(lab, &lessons[i]))
            return strcmp(lessons[i].folder, lessons[index].folder) != 0;
    }
    return true;
}

/* The nearest lesson shown, from `index` on in a direction. */
static size_t nearest_shown(const struct lab *lab, size_t index, int step)
{
    size_t count = lab->catalogue->count;

    for (size_t i = index; i < count; i += (size_t)step) {
        if (is_shown(lab, &lab->catalogue->lessons[i]))
            return i;
    }
    return SIZE_MAX;
}

static void move(struct lab *lab, int by)
{
    size_t at = lab->menu.selected;

    for (int left = abs(by); left > 0; left--) {
        size_t next =
            nearest_shown(lab, by > 0 ? at + 1 : at - 1, by > 0 ? 1 : -1);

        if (next == SIZE_MAX)
            break;
        at = next;
    }
    lab->menu.selected = at;
}

/* ---- Drawing. ---- */

/* Whether the student has been here, and how the prediction went. */
static struct {
    const char *mark;
    enum role role;
} const marks[] = {{" ", ROLE_DIM},
                   {"·", ROLE_DIM},
                   {"✓", ROLE_GOOD},
                   {"~", ROLE_TEXT},
                   {"✗", ROLE_WANTS}};

static size_t mark_of(const struct lab *lab, const struct lesson *lesson)
{
    const struct progress_line *done = lab_progress(lab, lesson);

    if (!done || done->runs == 0)
        return 0;
    return 1 + prediction_stands(lesson, done->predicted, done->happened);
}

static int list_rows(const struct lab *lab)
{
    int rows = 0;

    for (size_t i = 0; i < lab->catalogue->count; i++) {
        if (is_shown(lab, &lab->catalogue->lessons[i]))
            rows += 1 + begins_chapter(lab, i);
    }
    return rows;
}

/* The row of the selected lesson in the whole list. */
static int selected_row(const struct lab *lab)
{
    int row = 0;

    for (size_t i = 0; i <= lab->menu.selected && i < lab->catalogue->count;
         i++) {
        if (is_shown(lab, &lab->catalogue->lessons[i]))
            row += 1 + begins_chapter(lab, i);
    }
    return row - 1;
}

static void keep_in_sight(struct lab *lab, int room)
{
    int row = selected_row(lab);

    if (row < lab->menu.scroll + 1)
        lab->menu.scroll = row - 1;
    if (row >= lab->menu.scroll + room)
        lab->menu.scroll = row - room + 1;
    if (lab->menu.scroll + room > list_rows(lab))
        lab->menu.scroll = list_rows(lab) - room;
    if (lab->menu.scroll < 0)
        lab->menu.scroll = 0;
}

static void draw_lesson(const struct lab *lab, size_t index,
                        struct canvas *canvas, struct box area, int row)
{
    const struct lesson *lesson = &lab->catalogue->lessons[index];
    bool selected = index == lab->menu.selected;
    size_t mark = mark_of(lab, lesson);

    canvas_text(canvas, area, row, 3, marks[mark].role, marks[mark].mark);
    canvas_fit(canvas, area, row, 5, area.columns - 1,
               selected ? ROLE_SELECTED : ROLE_TEXT, lesson->title);
    if (selected) {
        canvas_text(canvas, area, row, 1, ROLE_FOCUS, "▶");
        canvas_mark(canvas, area, row, 4, area.columns - 1, ROLE_SELECTED);
    }
}

static void draw_list(struct lab *lab, struct canvas *canvas, struct box area)
{
    const struct lesson *lessons = lab->catalogue->lessons;
    int row = -lab->menu.scroll;

    for (size_t i = 0; i < lab->catalogue->count; i++) {
        if (!is_shown(lab, &lessons[i]))
            continue;
        if (begins_chapter(lab, i)) {
            if (row >= 0)
                canvas_print(canvas, area, row, 1, ROLE_HEADING, "%.*s %s",
                             (int)strspn(lessons[i].folder, "0123456789"),
                             lessons[i].folder,
                             chapters_said(lessons[i].chapter));
            row++;
        }
        if (row >= 0)
            draw_lesson(lab, i, canvas, area, row);
        row++;
    }
}

static int draw_wrapped(struct canvas *canvas, struct box area, int row,
                        const char *label, enum role role, const char *text)
{
    struct page *page = page_new(text, area.columns - 10, NULL);

    if (!*text) {
        page_free(page);
        return row;
    }
    canvas_text(canvas, area, row, 0, ROLE_DIM, label);
    struct box part = box_inside(area, row, 10, 0, 0);
    page_draw(page, 0, canvas, part);
    for (size_t i = 0; i < page->count; i++)
        canvas_mark(canvas, part, (int)i, 0, part.columns, role);
    row += (int)page->count;
    page_free(page);
    return row;
}

/* What was predicted and what came of it. */
static int draw_record(const struct lab *lab, const struct lesson *lesson,
                       struct canvas *canvas, struct box area, int row)
{
    const struct progress_line *done = lab_progress(lab, lesson);
    int count = (int)lesson->outcome_count;

    if (done && done->predicted > 0 && done->predicted <= count)
        row = draw_wrapped(canvas, area, row, _("you said"), ROLE_TEXT,
                           lesson->outcomes[done->predicted - 1].text);
    if (done && done->happened > 0 && done->happened <= count)
        row = draw_wrapped(canvas, area, row, _("it did"), ROLE_TEXT,
                           lesson->outcomes[done->happened - 1].text);
    return row;
}

static void draw_preview(const struct lab *lab, struct canvas *canvas,
                         struct box area)
{
    const struct lesson *lesson = &lab->catalogue->lessons[lab->menu.selected];
    int row = 0;

    canvas_fit(canvas, area, row, 0, area.columns, ROLE_TITLE, lesson->title);
    row = draw_wrapped(canvas, area, row + 2, _("goal"), ROLE_STRONG,
                       lesson->goal);
    row = draw_wrapped(canvas, area, row, "Python", ROLE_CODE, lesson->python);
    row = draw_record(lab, lesson, canvas, area, row);
    char *body = tour_filled(lesson->body, lab->progress->tried);
    struct page *page = page_new(body, area.columns, lesson->text);
    free(body);
    page_draw(page, page->count > 1 ? 1 : 0, canvas,
              box_inside(area, row, 0, 0, 0));
    page_free(page);
}

static void draw_filter(const struct lab *lab, struct canvas *canvas,
                        struct box area)
{
    int column = canvas_text(canvas, area, 0, 1, ROLE_KEY, "/");

    column =
        canvas_text(canvas, area, 0, column, ROLE_STRONG, lab->menu.filter);
    if (lab->menu.typing)
        canvas_text(canvas, area, 0, column, ROLE_SELECTED, " ");
    else
        canvas_text(canvas, area, 0, column + 2, ROLE_DIM,
                    _("Esc shows all again"));
}

static void summarise(const struct lab *lab, char *text, size_t size)
{
    size_t done = 0;

    for (size_t i = 0; i < lab->catalogue->count; i++)
        done += mark_of(lab, &lab->catalogue->lessons[i]) > 0;
    snprintf(text, size,
             ngettext("%zu lesson, %zu run", "%zu lessons, %zu run",
                      lab->catalogue->count),
             lab->catalogue->count, done);
}

static void draw(struct lab *lab, struct canvas *canvas)
{
    char right[96];

    summarise(lab, right, sizeof right);
    struct box area =
        frame_draw(lab, canvas, _("concurrency, seen live"), right);
    if (lab->menu.typing || *lab->menu.filter) {
        draw_filter(lab, canvas, area);
        area = box_inside(area, 1, 0, 0, 0);
    }
    area = box_inside(area, 1, 0, 1, 0);
    if (nearest_shown(lab, 0, 1) == SIZE_MAX) {
        canvas_text(canvas, area, 0, 1, ROLE_TEXT,
                    lab->catalogue->count ? _("no lesson speaks of that")
                                          : _("no lessons found"));
        return;
    }
    keep_in_sight(lab, area.rows);
    struct box list = area;
    if (area.columns >= NARROW) {
        list.columns = LIST;
        struct box preview = box_inside(area, 0, LIST + 2, 0, 1);
        if (preview.columns > 90)
            preview.columns = 90;
        draw_preview(lab, canvas, preview);
        for (int row = 0; row < area.rows; row++)
            canvas_text(canvas, area, row, LIST, ROLE_BORDER, "│");
    }
    draw_list(lab, canvas, list);
}

/* ---- Acting. ---- */

/* Both hold each other: they are the same but for capital letters. */
static bool is_called(const struct lesson *lesson, const char *name, bool whole)
{
    return (text_holds(lesson->name, name) &&
            (!whole || text_holds(name, lesson->name))) ||
           (text_holds(lesson->title, name) &&
            (!whole || text_holds(name, lesson->title)));
}

/* The lesson of that name, or the first whose name has it; SIZE_MAX: none. */
static size_t called(const struct lab *lab, const char *name)
{
    for (int whole = 1; *name && whole >= 0; whole--) {
        for (size_t i = 0; i < lab->catalogue->count; i++) {
            if (is_called(&lab->catalogue->lessons[i], name, whole))
                return i;
        }
    }
    return SIZE_MAX;
}

static void refilter(struct lab *lab)
{
    size_t first = nearest_shown(lab, 0, 1);
    size_t meant = called(lab, lab->menu.filter);

    if (meant != SIZE_MAX)
        lab->menu.selected = meant;
    else if (lab->menu.selected < lab->catalogue->count &&
             is_shown(lab, &lab->catalogue->lessons[lab->menu.selected]))
        return;
    else
        lab->menu.selected = first == SIZE_MAX ? 0 : first;
}

static bool type(struct lab *lab, int key)
{
    char *filter = lab->menu.filter;
    size_t length = strlen(filter);

    if (!lab->menu.typing)
        return false;
    if (key == KEY_ESCAPE) {
        *filter = '\0';
        lab->menu.typing = false;
    } else if (key == KEY_RETURN) {
        lab->menu.typing = false;
    } else if (key == KEY_ERASE) {
        while (length > 0 && ((unsigned char)filter[--length] & 0xc0) == 0x80)
            continue;
        filter[length] = '\0';
    } else if (key >= ' ' && key < KEYS_BELOW_ARE_CHARACTERS &&
               length + 5 < FILTER) {
        text_encode((uint32_t)key, filter + length);
    } else {
        return key < KEYS_BELOW_ARE_CHARACTERS;
    }
    refilter(lab);
    return true;
}

/* False: no lesson is shown, so none is selected. */
static bool open_selected(struct lab *lab)
{
    if (nearest_shown(lab, 0, 1) == SIZE_MAX)
        return false;
    lab_open(lab, &lab->catalogue->lessons[lab->menu.selected]);
    return true;
}

static void start_selected(struct lab *lab, enum start start)
{
    if (open_selected(lab))
        lab_start(lab, start);
}

static void act(struct lab *lab, enum command command)
{
    switch (command) {
    case COMMAND_UP:
        move(lab, -1);
        break;
    case COMMAND_DOWN:
        move(lab, 1);
        break;
    case COMMAND_SCREEN_UP:
        move(lab, -10);
        break;
    case COMMAND_SCREEN_DOWN:
        move(lab, 10);
        break;
    case COMMAND_TOP:
        move(lab, -(int)lab->catalogue->count);
        break;
    case COMMAND_BOTTOM:
        move(lab, (int)lab->catalogue->count);
        break;
    case COMMAND_DIFFERENCE:
        if (nearest_shown(lab, 0, 1) != SIZE_MAX)
            difference_open(lab, &lab->catalogue->lessons[lab->menu.selected]);
        break;
    case COMMAND_SEARCH:
        lab->menu.typing = true;
        break;
    case COMMAND_OPEN:
    case COMMAND_RIGHT:
    case COMMAND_PAGE:
        open_selected(lab);
        break;
    case COMMAND_RUN:
        start_selected(lab, START_RUN);
        break;
    case COMMAND_STEP:
        start_selected(lab, START_STEP);
        break;
    case COMMAND_EXPLORE:
        start_selected(lab, START_EXPLORE);
        break;
    case COMMAND_PRACTISE:
        if (nearest_shown(lab, 0, 1) != SIZE_MAX) {
            lab->lesson = &lab->catalogue->lessons[lab->menu.selected];
            lab_practise(lab);
        }
        break;
    case COMMAND_PRESENT:
        if (open_selected(lab))
            lab_present(lab);
        break;
    case COMMAND_BACK:
        *lab->menu.filter = '\0';
        break;
    default:
        break;
    }
}

static void click(struct lab *lab, int row, int column)
{
    int at = -lab->menu.scroll + 2 + (*lab->menu.filter ? 1 : 0);

    if (column >= LIST)
        return;
    for (size_t i = 0; i < lab->catalogue->count; i++) {
        if (!is_shown(lab, &lab->catalogue->lessons[i]))
            continue;
        at += begins_chapter(lab, i);
        if (at++ != row)
            continue;
        if (lab->menu.selected == i)
            open_selected(lab);
        lab->menu.selected = i;
        return;
    }
}

static const char *label(const struct lab *lab, enum command command,
                         const char *usual)
{
    if (command == COMMAND_BACK)
        return *lab->menu.filter ? _("show all") : NULL;
    if (command == COMMAND_PRACTISE)
        return lab->menu.selected < lab->catalogue->count &&
                       lab_exercise_of(
                           lab, &lab->catalogue->lessons[lab->menu.selected])
                   ? usual
                   : NULL;
    return command == COMMAND_PAGE ? NULL : usual;
}

const struct screen menu_screen = {IN_MENU, draw, act, type, click, label};
