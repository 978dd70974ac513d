/* run.c - a run, live or recorded: panes, and what to make of it. */
#include "tui/lab.h"

#include "tui/screens/news.h"
#include "tui/views/panes.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- Drawing. ---- */

static struct scene scene_of(const struct lab *lab)
{
    return (struct scene){.model = session_model(lab->session),
                          .lesson = session_lesson(lab->session),
                          .said = lab->run.happened ? NULL : news_said(lab),
                          .by_time = lab->run.by_time};
}

static void note_outcome(struct lab *lab)
{
    /* A recording need not be this student's. */
    if (!session_can_run_again(lab->session) || !news_judge(lab))
        return;
    char *key = lesson_key(session_lesson(lab->session));
    struct progress_line *line = progress_of(lab->progress, key);

    if (lab->run.happened)
        line->happened = lab->run.happened;
    progress_write(lab->progress);
    free(key);
}

static void draw(struct lab *lab, struct canvas *canvas)
{
    struct news news;
    char right[160];

    note_outcome(lab);
    news_place(lab, right, sizeof right);
    struct scene scene = scene_of(lab);
    news_gather(lab, &news);
    struct box area = news_frame(lab, canvas, right, 0);
    int rows = news_rows(lab, area.columns - 1, &news);
    panes_draw(lab, &scene, canvas, box_inside(area, 0, 0, rows, 0));
    news_draw(lab, canvas, box_inside(area, area.rows - rows, 1, 0, 0), &news);
}

/* ---- Acting. ---- */

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
    struct scene scene = scene_of(lab);

    if (panes_act(lab, &scene, command))
        return;
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
    case COMMAND_AXIS:
        lab->run.by_time = !lab->run.by_time;
        break;
    case COMMAND_STOP:
        end_program(lab);
        break;
    case COMMAND_PAGE:
        lab_read_page(lab);
        break;
    case COMMAND_EXPLORE:
        lab_explore(lab);
        break;
    case COMMAND_STEP:
        lab_step(lab);
        break;
    case COMMAND_BACK:
        lab_back(lab);
        break;
    default:
        break;
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
        return can_run_again(lab) ? _("run again") : NULL;
    case COMMAND_SLOWER:
    case COMMAND_FASTER:
        return live && !is_stuck(lab) ? usual : NULL;
    case COMMAND_PAUSE:
        if (is_stuck(lab) && following)
            return NULL;
        if (!following)
            return lab->run.playing ? _("stop") : _("play");
        if (!live)
            return _("replay");
        return session_is_paused(session) ? _("go on") : _("pause");
    case COMMAND_STOP:
        return live ? usual : NULL;
    case COMMAND_STEP_ON:
    case COMMAND_FOLLOW:
        return following ? NULL : usual;
    case COMMAND_EXPLORE:
        return session_can_run_again(session) ? usual : NULL;
    case COMMAND_PAGE:
    case COMMAND_STEP:
        return session_lesson(session) ? usual : NULL;
    case COMMAND_ZOOM:
        return lab->run.zoomed ? _("all panes") : usual;
    default:
        return usual;
    }
}

const struct screen run_screen = {IN_RUN, draw, act, NULL, panes_click, label};
