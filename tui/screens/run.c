/* run.c - a run, live or recorded: panes, and what to make of it. */
#include "tui/lab.h"

#include "model/describe.h"
#include "must.h"
#include "tui/layout.h"
#include "tui/prediction.h"
#include "tui/screens/news.h"
#include "tui/views/view.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Panes. ---- */

static struct scene scene_of(const struct lab *lab)
{
    return (struct scene){.model = session_model(lab->session),
                          .lesson = session_lesson(lab->session),
                          .said = lab->run.happened ? NULL : news_said(lab),
                          .by_time = lab->run.by_time};
}

static void pane_list(const struct lab *lab, struct pane_list *list)
{
    static const enum pane usual[] = {PANE_SOURCE,   PANE_TASKS, PANE_OBJECTS,
                                      PANE_TIMELINE, PANE_WAITS, PANE_OUTPUT};
    const struct lesson *lesson = session_lesson(lab->session);

    list->count = 0;
    if (lesson) {
        memcpy(list->panes, lesson->panes, sizeof list->panes);
        list->count = lesson->pane_count;
        return;
    }
    memcpy(list->panes, usual, sizeof usual);
    list->count = sizeof usual / sizeof *usual;
    /* A program of several processes shows them. */
    if (session_model(lab->session)->process_count > 1)
        list->panes[list->count++] = PANE_PROCESSES;
}

static void draw_pane(struct lab *lab, const struct scene *scene,
                      enum pane pane, struct canvas *canvas, struct box area)
{
    const struct view *view = view_of(pane);
    bool focus = lab->run.focus == pane;
    enum role role = focus ? ROLE_FOCUS : ROLE_BORDER;
    char title[80];

    lab->run.panes[pane] = area;
    if (area.rows < 1)
        return;
    view->title(scene, title, sizeof title);
    canvas_line(canvas, area, 0, 0, area.columns, role, 0x2500);
    int column = canvas_text(canvas, area, 0, 1, role, focus ? "▸" : " ");
    canvas_fit(canvas, area, 0, column, area.columns - 2, role, title);
    column += canvas_width(title);
    canvas_text(canvas, area, 0, column < area.columns - 2 ? column : 0, role,
                column < area.columns - 2 ? " " : "");
    view->draw(scene, lab->run.scroll[pane], canvas,
               box_inside(area, 1, 1, 0, 1));
}

static void draw_panes(struct lab *lab, struct canvas *canvas, struct box area)
{
    struct scene scene = scene_of(lab);
    struct pane_list list;
    struct layout layout;

    pane_list(lab, &list);
    memset(lab->run.panes, 0, sizeof lab->run.panes);
    if (lab->run.zoomed || canvas->rows < 24 || canvas->columns < 80) {
        draw_pane(lab, &scene, lab->run.focus, canvas, area);
        return;
    }
    layout_make(&layout, &list, &scene, area);
    for (size_t i = 0; i < list.count; i++)
        draw_pane(lab, &scene, list.panes[i], canvas,
                  layout.areas[list.panes[i]]);
    layout_borders(&layout, canvas);
}

/* The prediction is compared once the run is over, or is stuck for good. */
static void note_outcome(struct lab *lab)
{
    const struct lesson *lesson = session_lesson(lab->session);
    const struct model *model = session_model(lab->session);
    bool decided = !session_is_live(lab->session) || model->stuck.verdict;

    /* A recording need not be this student's. */
    if (!lesson || !decided || lab->run.told ||
        !session_can_run_again(lab->session) ||
        !session_is_following(lab->session))
        return;
    struct ending ending = session_ending(lab->session);
    char *key = lesson_key(lesson);
    struct progress_line *line = progress_of(lab->progress, key);

    lab->run.told = true;
    lab->run.happened = prediction_judge(lesson, &ending);
    if (lab->run.happened)
        line->happened = lab->run.happened;
    progress_write(lab->progress);
    free(key);
}

static void draw(struct lab *lab, struct canvas *canvas)
{
    char *title = news_title(lab);
    char right[80];

    note_outcome(lab);
    news_place(lab, right, sizeof right);
    struct box area = frame_draw(lab, canvas, title, right);
    free(title);
    int column = canvas_text(canvas, area, 0, 1, ROLE_DIM, "goal: ");
    canvas_fit(canvas, area, 0, column, area.columns - 1, ROLE_TEXT,
               news_goal(lab));
    int news = news_rows(lab, area.columns - 1);
    draw_panes(lab, canvas, box_inside(area, 1, 0, news, 0));
    news_draw(lab, canvas, box_inside(area, area.rows - news, 1, 0, 0));
}

/* ---- Acting. ---- */

static void change_focus(struct lab *lab, int by)
{
    struct pane_list list;
    size_t at = 0;

    pane_list(lab, &list);
    for (size_t i = 0; i < list.count; i++) {
        if (list.panes[i] == lab->run.focus)
            at = i;
    }
    lab->run.focus = list.panes[(at + list.count + (size_t)by) % list.count];
}

static void scroll(struct lab *lab, enum command command)
{
    enum pane pane = lab->run.focus;
    struct scene scene = scene_of(lab);
    struct box area = lab->run.panes[pane];
    int room = area.rows > 1 ? area.rows - 1 : 1;
    int rows = view_of(pane)->rows(&scene, area.columns);
    int last = rows > room ? rows - room : 0;
    bool follows = pane == PANE_SOURCE || pane == PANE_OUTPUT;
    int now = lab->run.scroll[pane];

    now = frame_scroll(command, now > last ? last : now, last, room);
    /* At its end, a pane that follows does so again. */
    lab->run.scroll[pane] =
        follows && (now == last || command == COMMAND_BOTTOM) ? INT_MAX : now;
}

/* Live, looking back stops the program: else it would run away. */
static void look_back(struct lab *lab, enum command command)
{
    if (session_is_live(lab->session))
        session_pause(lab->session, true);
    lab->run.playing = false;
    if (command == COMMAND_TO_FIRST)
        session_to_start(lab->session);
    else
        session_back(lab->session);
}

static void look_on(struct lab *lab)
{
    struct session *session = lab->session;
    bool at_last = session_position(session) == session_length(session);

    lab->run.playing = false;
    if (!at_last)
        session_forward(session);
    /* The end of a run that is over comes after its last operation. */
    if (at_last || (session_is_live(session) &&
                    session_position(session) == session_length(session)))
        session_follow(session);
}

static void pause_or_play(struct lab *lab)
{
    if (!session_is_following(lab->session))
        lab->run.playing = !lab->run.playing;
    else if (session_is_live(lab->session))
        session_pause(lab->session, !session_is_paused(lab->session));
    else
        session_to_start(lab->session);
}

static void end_program(struct lab *lab)
{
    if (!session_is_live(lab->session))
        return;
    session_follow(lab->session);
    session_end(lab->session);
}

static void leave(struct lab *lab)
{
    if (lab->run.zoomed)
        lab->run.zoomed = false;
    else
        lab_back(lab);
}

static void read_page(struct lab *lab)
{
    lab->lesson = session_lesson(lab->session);
    if (lab->lesson)
        lab_go(lab, &page_screen);
}

static bool is_stuck(const struct lab *lab)
{
    return session_model(lab->session)->stuck.verdict != VERDICT_NONE;
}

/* A run that still goes on is not thrown away by a key pressed by mistake. */
static bool can_run_again(const struct lab *lab)
{
    return session_can_run_again(lab->session) &&
           (!session_is_live(lab->session) || is_stuck(lab));
}

static void act(struct lab *lab, enum command command)
{
    switch (command) {
    case COMMAND_RUN:
        if (can_run_again(lab))
            lab_run_program(lab);
        break;
    case COMMAND_PAUSE:
        pause_or_play(lab);
        break;
    case COMMAND_SLOWER:
        session_slower(lab->session);
        break;
    case COMMAND_FASTER:
        session_faster(lab->session);
        break;
    case COMMAND_STEP_BACK:
    case COMMAND_LEFT:
    case COMMAND_TO_FIRST:
        look_back(lab, command);
        break;
    case COMMAND_STEP_ON:
    case COMMAND_RIGHT:
        look_on(lab);
        break;
    case COMMAND_FOLLOW:
        lab->run.playing = false;
        session_follow(lab->session);
        break;
    case COMMAND_ZOOM:
        lab->run.zoomed = !lab->run.zoomed;
        break;
    case COMMAND_NEXT_PANE:
        change_focus(lab, 1);
        break;
    case COMMAND_LAST_PANE:
        change_focus(lab, -1);
        break;
    case COMMAND_AXIS:
        lab->run.by_time = !lab->run.by_time;
        break;
    case COMMAND_STOP:
        end_program(lab);
        break;
    case COMMAND_PAGE:
        read_page(lab);
        break;
    case COMMAND_BACK:
        leave(lab);
        break;
    default:
        scroll(lab, command);
        break;
    }
}

static void click(struct lab *lab, int row, int column)
{
    for (int pane = 0; pane < PANE_COUNT; pane++) {
        struct box area = lab->run.panes[pane];

        if (row >= area.row && row < area.row + area.rows &&
            column >= area.column && column < area.column + area.columns)
            lab->run.focus = (enum pane)pane;
    }
}

static const char *label(const struct lab *lab, enum command command,
                         const char *usual)
{
    const struct session *session = lab->session;
    bool live = session_is_live(session);
    bool following = session_is_following(session);

    switch (command) {
    case COMMAND_RUN:
        return can_run_again(lab) ? "run again" : NULL;
    case COMMAND_SLOWER:
    case COMMAND_FASTER:
        return live && !is_stuck(lab) ? usual : NULL;
    case COMMAND_PAUSE:
        if (is_stuck(lab) && following)
            return NULL;
        if (!following)
            return lab->run.playing ? "stop" : "play";
        if (!live)
            return "replay";
        return session_is_paused(session) ? "go on" : "pause";
    case COMMAND_STOP:
        return live ? usual : NULL;
    case COMMAND_STEP_ON:
    case COMMAND_FOLLOW:
        return following ? NULL : usual;
    case COMMAND_PAGE:
        return session_lesson(session) ? usual : NULL;
    case COMMAND_ZOOM:
        return lab->run.zoomed ? "all panes" : usual;
    default:
        return usual;
    }
}

const struct screen run_screen = {IN_RUN, draw, act, NULL, click, label};
