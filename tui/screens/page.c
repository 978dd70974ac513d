/* page.c - a lesson's page, to be read. */
#include "tui/lab.h"

#include "must.h"
#include "tui/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDEST = 78 };

static void lay_out(struct lab *lab, int width)
{
    struct page_state *state = &lab->page;

    if (state->page && state->width == width && state->lesson == lab->lesson)
        return;
    if (state->lesson != lab->lesson)
        state->scroll = 0;
    char *source = text_of_file(lab->lesson->source);
    page_free(state->page);
    state->page = page_new(lab->lesson->body, width, source);
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

static void draw(struct lab *lab, struct canvas *canvas)
{
    char *title =
        must_print("%s › %s", lab->lesson->chapter, lab->lesson->title);
    int width = canvas->columns - 4 < WIDEST ? canvas->columns - 4 : WIDEST;
    char right[32];

    lay_out(lab, width);
    int last = last_scroll(lab);
    if (lab->page.scroll > last)
        lab->page.scroll = last;
    if (last > 0)
        snprintf(right, sizeof right, "%d%%", 100 * lab->page.scroll / last);
    else
        snprintf(right, sizeof right, "all");
    struct box area = frame_draw(lab, canvas, title, right);
    free(title);
    area = box_inside(area, 1, 2, 1, 2);
    page_draw(lab->page.page, (size_t)lab->page.scroll, canvas, area);
    if (lab->page.scroll < last)
        frame_more(canvas);
}

static void act(struct lab *lab, enum command command)
{
    switch (command) {
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
        lab_notice(lab, "there is no schedule %zu on this page", number);
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
        return lab_asks(lab) ? "predict, then run" : "run it";
    return usual;
}

const struct screen page_screen = {IN_PAGE, draw, act, type, NULL, label};
