/* question.c - the prediction: asked before the first run, and locked in. */
#include "tui/lab.h"
#include "tui/lessons/chapters.h"

#include "must.h"
#include "tui/screens/prose.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>

static void draw(struct lab *lab, struct canvas *canvas)
{
    const struct lesson *lesson = lab->lesson;
    char *title =
        must_print("%s › %s", chapters_said(lesson->chapter), lesson->title);
    struct box area = frame_draw(lab, canvas, title, _("before you run it"));
    int row = 0;

    free(title);
    area = box_inside(area, 1, 2, 0, 2);
    if (area.columns > 76)
        area.columns = 76;
    row = prose_draw(canvas, area, row, 0, ROLE_TITLE, lesson->question) + 1;
    for (size_t i = 0; i < lesson->outcome_count; i++) {
        bool selected = i == lab->question_selected;

        if (selected)
            canvas_text(canvas, area, row, 0, ROLE_FOCUS, "▶");
        canvas_print(canvas, area, row, 2, ROLE_KEY, "%zu", i + 1);
        row = prose_draw(canvas, area, row, 5,
                         selected ? ROLE_SELECTED : ROLE_TEXT,
                         lesson->outcomes[i].text);
    }
    prose_draw(canvas, area, row + 1, 0, ROLE_DIM,
               _("Choose what you expect, and say to yourself why. It is kept, "
                 "and shown beside what happens."));
}

static void lock_in(struct lab *lab)
{
    char *key = lesson_key(lab->lesson);

    progress_of(lab->progress, key)->predicted =
        (int)lab->question_selected + 1;
    free(key);
    if (!progress_write(lab->progress))
        lab_notice(lab, _("your answer cannot be kept: no folder to write to"));
    lab->screen_count--;
    lab_go_on(lab);
}

static void act(struct lab *lab, enum command command)
{
    int last = (int)lab->lesson->outcome_count - 1;

    switch (command) {
    case COMMAND_OPEN:
    case COMMAND_RIGHT:
        lock_in(lab);
        break;
    case COMMAND_LEFT:
    case COMMAND_BACK:
        lab_back(lab);
        break;
    default:
        lab->question_selected =
            (size_t)frame_scroll(command, (int)lab->question_selected, last, 4);
        break;
    }
}

static bool type(struct lab *lab, int key)
{
    if (key < '1' || key >= '1' + (int)lab->lesson->outcome_count)
        return false;
    lab->question_selected = (size_t)(key - '1');
    return true;
}

static const char *label(const struct lab *lab, enum command command,
                         const char *usual)
{
    if (command == COMMAND_OPEN)
        return lab->start == START_STEP      ? _("lock it in and step")
               : lab->start == START_EXPLORE ? _("lock it in and explore")
                                             : _("lock it in and run");
    return usual;
}

const struct screen question_screen = {IN_QUESTION, draw, act,
                                       type,        NULL, label};
