/* run.c - a run, live or recorded: panes, and what to make of it. */
#include "tui/lab.h"

#include "model/describe.h"
#include "must.h"
#include "tui/layout.h"
#include "tui/prediction.h"
#include "tui/views/view.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- What the lines above and below the panes say. ---- */

static const char *said_of(const struct lab *lab)
{
    const struct lesson *lesson = session_lesson(lab->session);
    const struct progress_line *done =
        lesson ? lab_progress(lab, lesson) : NULL;

    if (!done || done->predicted < 1 ||
        done->predicted > (int)lesson->outcome_count)
        return NULL;
    return lesson->outcomes[done->predicted - 1].text;
}

static void describe_pace(const struct lab *lab, char *text, size_t size)
{
    uint32_t pace_us = session_pace_us(lab->session);

    if (pace_us == 0)
        snprintf(text, size, "full speed");
    else
        snprintf(text, size, "%" PRIu32 " ms a step", pace_us / 1000);
}

static void describe_end_shortly(struct lab *lab, char *text, size_t size)
{
    struct ending ending = session_ending(lab->session);
    char status[64];

    if (ending.ended_by_lab)
        snprintf(text, size, "ENDED by you, %.1f s", ending.seconds);
    else
        snprintf(text, size, "ENDED, %s, %.1f s",
                 describe_status(ending.status, status, sizeof status),
                 ending.seconds);
}

/* What kind of run this is, and where in it we look. */
static void describe_place(struct lab *lab, char *text, size_t size)
{
    struct session *session = lab->session;
    char pace[32];

    describe_pace(lab, pace, sizeof pace);
    if (session_is_following(session) && session_is_live(session))
        snprintf(text, size, "%s, %s",
                 session_is_paused(session) ? "PAUSED" : "LIVE", pace);
    else if (session_is_following(session))
        describe_end_shortly(lab, text, size);
    else
        snprintf(text, size, "%s %zu/%zu%s",
                 lab->run.playing ? "PLAYING" : "LOOKING BACK",
                 session_position(session), session_length(session),
                 session_is_live(session) ? ", program paused" : "");
}

static char *make_title(const struct lab *lab)
{
    const struct lesson *lesson = session_lesson(lab->session);

    if (lesson)
        return must_print("%s › %s", lesson->chapter, lesson->title);
    return must_print("%s", session_program(lab->session));
}

static const char *goal_of(const struct lab *lab)
{
    const struct lesson *lesson = session_lesson(lab->session);

    return lesson && *lesson->goal ? lesson->goal
                                   : "the program ends, and nothing is stuck";
}

/* How it ended, once it has. */
static void describe_end(struct lab *lab, char *text, size_t size)
{
    struct ending ending = session_ending(lab->session);
    char status[64];

    describe_status(ending.status, status, sizeof status);
    if (ending.too_many)
        snprintf(text, size, "ended by the lab: it started too many tasks");
    else if (ending.ended_by_lab)
        snprintf(text, size, "ended by you after %.1f s", ending.seconds);
    else
        snprintf(text, size,
                 "the program ended: %s, after %.1f s and %" PRIu64
                 " operations",
                 status, ending.seconds, ending.operations);
}

/* The newest thing worth knowing. True: it is an alarm. */
static bool describe_news(struct lab *lab, char *text, size_t size)
{
    const struct model *model = session_model(lab->session);
    bool over =
        !session_is_live(lab->session) && session_is_following(lab->session);

    if (model->stuck.verdict) {
        describe_stuck(model, text, size);
        return true;
    }
    if (over) {
        describe_end(lab, text, size);
        return false;
    }
    if (model->latest.type == EVENT_OPERATION && model->operation_events)
        describe_event(model, &model->latest, text, size);
    else
        snprintf(text, size, "starting");
    return false;
}

/* What could not be seen, if anything. */
static void describe_blind_spots(struct lab *lab, char *text, size_t size)
{
    const struct model *model = session_model(lab->session);

    *text = '\0';
    if (session_record_problem(lab->session))
        snprintf(text, size, "%s", session_record_problem(lab->session));
    else if (model->unseen)
        snprintf(text, size, "%" PRIu64 " tasks could not be watched",
                 model->unseen);
    else if (model->lost)
        snprintf(text, size,
                 "%" PRIu64 " operations too fast to show: press - to slow "
                 "down",
                 model->lost);
    else if (model->finding_count)
        describe_finding(model, &model->findings[model->finding_count - 1],
                         text, size);
}

/* What was said, and below it what happened; or in one row, where the other
   is taken by an alarm that says what happened. */
static void draw_prediction(const struct lab *lab, struct canvas *canvas,
                            struct box area, int row, bool in_one)
{
    const struct lesson *lesson = session_lesson(lab->session);
    const struct progress_line *done = lab_progress(lab, lesson);
    bool right = done->predicted == lab->run.happened;
    int column =
        canvas_text(canvas, area, row, 1, right ? ROLE_GOOD : ROLE_WANTS,
                    right ? "✓ as you said: " : "✗ you said: ");

    canvas_fit(canvas, area, row, column, area.columns - 1, ROLE_TEXT,
               said_of(lab));
    if (in_one || right)
        return;
    canvas_text(canvas, area, row + 1, 1, ROLE_DIM, "  happened: ");
    canvas_fit(canvas, area, row + 1, column, area.columns - 1, ROLE_STRONG,
               lesson->outcomes[lab->run.happened - 1].text);
}

/* The two rows above the keys. */
static void draw_news(struct lab *lab, struct canvas *canvas, struct box area,
                      int row)
{
    char text[CYCLE * SENTENCE];
    bool alarm = describe_news(lab, text, sizeof text);
    bool compared = lab->run.happened && said_of(lab);

    if (alarm || !compared)
        canvas_fit(canvas, area, row, 1, area.columns - 1,
                   alarm ? ROLE_ALARM : ROLE_STRONG, text);
    if (compared) {
        draw_prediction(lab, canvas, area, row + alarm, alarm);
        return;
    }
    describe_blind_spots(lab, text, sizeof text);
    canvas_fit(canvas, area, row + 1, 1, area.columns - 1, ROLE_DIM, text);
}

/* ---- Panes. ---- */

static struct scene scene_of(const struct lab *lab)
{
    return (struct scene){.model = session_model(lab->session),
                          .lesson = session_lesson(lab->session),
                          .said = lab->run.happened ? NULL : said_of(lab),
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

    if (!lesson || !decided || lab->run.told ||
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
    char *title = make_title(lab);
    char right[80];

    note_outcome(lab);
    describe_place(lab, right, sizeof right);
    struct box area = frame_draw(lab, canvas, title, right);
    free(title);
    int column = canvas_text(canvas, area, 0, 1, ROLE_DIM, "goal: ");
    canvas_fit(canvas, area, 0, column, area.columns - 1, ROLE_TEXT,
               goal_of(lab));
    draw_panes(lab, canvas, box_inside(area, 1, 0, 2, 0));
    draw_news(lab, canvas, area, area.rows - 2);
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
    lab->run.playing = false;
    if (!session_is_following(lab->session))
        session_forward(lab->session);
    if (session_position(lab->session) == session_length(lab->session))
        session_follow(lab->session);
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
