/* present.c - a lesson before a room: one idea on the screen at a time.

   The way from stop to stop is the page's (presenting/stop.h). Whatever runs,
   runs as its schedule says, so each failure happens when it is spoken of. */
#include "tui/lab.h"
#include "tui/lessons/chapters.h"

#include "must.h"
#include "tui/control/schedule.h"
#include "tui/lessons/prediction.h"
#include "tui/screens/narration.h"
#include "tui/screens/prose.h"
#include "tui/views/panes.h"
#include "words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BEAT_MS = 700, TICK_MS = 200, WIDEST = 72, BAR = 24 };

static const struct stop *stop_of(const struct lab *lab)
{
    return lecture_stop(lab->present.lecture, lab->present.speaker.at);
}

static bool is_presented(const struct lab *lab)
{
    return lab->present.lecture && lab_shown(lab) == &present_screen;
}

/* ---- Going on. ---- */

void present_tell(struct lab *lab)
{
    if (!speaker_write(&lab->present.speaker))
        lab_notice(lab, _("the notes cannot be shown: no folder to write to"));
}

/* Begins with the schedule's moves, which are made out of sight first. */
static void apply(struct lab *lab, const char *words)
{
    struct present_state *state = &lab->present;

    state->applied = words;
    state->placed = false;
    if (!words && lab->session && lab->player.step)
        player_look(&lab->player, 0);
    if (!words || (!lab->session && !lab_begin_presented(lab)))
        return;
    char *path = schedule_find(session_lesson(lab->session), words);
    lab_follow(lab, path);
    *lab->notice = '\0';
    free(path);
}

/* The moves are all known now: how many of them are to be shown? */
static void place(struct lab *lab)
{
    struct present_state *state = &lab->present;

    if (*lab->player.trouble)
        lab_notice(lab, "%s", lab->player.trouble);
    state->goal = lecture_moves(state->lecture, state->speaker.at,
                                session_trace(lab->session));
    state->placed = true;
    if (step_position(lab->player.step) > state->goal)
        player_look(&lab->player, state->goal);
}

static void go(struct lab *lab, size_t at)
{
    struct present_state *state = &lab->present;
    bool on = at > state->speaker.at;

    state->speaker.at = at;
    state->hurries = false;
    const char *words = lecture_schedule(state->lecture, at);
    bool same = words && state->applied && strcmp(words, state->applied) == 0;
    if (!same || (stop_of(lab)->kind == STOP_APPLY && on))
        apply(lab, words);
    else
        state->placed = false;
    if (stop_of(lab)->kind == STOP_SHOW && !lab->session)
        lab_begin_presented(lab); /* The panes of a run not yet begun. */
    present_tell(lab);
}

bool present_go_on(struct lab *lab, uint64_t now_ms)
{
    struct present_state *state = &lab->present;
    int64_t second = (int64_t)time(NULL) - state->speaker.began;
    bool news = second != state->second;

    if (lab_shown(lab) == &notes_screen)
        return true; /* The other terminal may have gone on. */
    if (!is_presented(lab))
        return false;
    state->second = second;
    if (!state->applied || !lab->player.step ||
        lab->player.playing != PLAYER_RESTS)
        return news;
    if (!state->placed) {
        place(lab);
        return true;
    }
    uint64_t position = step_position(lab->player.step);
    if (position >= state->goal ||
        (!state->hurries && now_ms - state->beat_ms < BEAT_MS))
        return news;
    state->beat_ms = now_ms;
    if (!state->hurries)
        player_look_on(&lab->player);
    if (state->hurries || step_position(lab->player.step) > state->goal)
        player_look(&lab->player, state->goal);
    return true;
}

int present_patience(const struct lab *lab)
{
    return is_presented(lab) || lab_shown(lab) == &notes_screen ? TICK_MS : -1;
}

void present_close(struct lab *lab)
{
    if (!lab->present.lecture)
        return;
    speaker_end();
    lecture_free(lab->present.lecture);
    lab->present = (struct present_state){.lecture = NULL};
}

/* ---- Drawing. ---- */

static void describe_place(const struct lab *lab, char *text, size_t size)
{
    const struct present_state *state = &lab->present;

    snprintf(text, size, "%zu/%zu   %" PRId64 ":%02" PRId64,
             state->speaker.at + 1, lecture_length(state->lecture),
             state->second / 60, state->second % 60);
}

/* One idea, in the middle. */
static void draw_idea(struct canvas *canvas, struct box area, const char *text)
{
    int columns = area.columns < WIDEST ? area.columns : WIDEST;
    int rows = prose_rows(text, columns - 2);
    int above = (area.rows - rows) / 3;
    struct box part =
        box_inside(area, above > 0 ? above : 0, (area.columns - columns) / 2, 0,
                   (area.columns - columns) / 2);

    prose_draw(canvas, part, 0, 0, ROLE_TITLE, text);
}

static unsigned most_hands(const struct speaker *speaker)
{
    unsigned most = 1;

    for (int i = 0; i < HANDS; i++) {
        if (speaker->hands[i] > most)
            most = speaker->hands[i];
    }
    return most;
}

static int draw_hands(const struct lab *lab, size_t answer,
                      struct canvas *canvas, struct box area, int row)
{
    const struct speaker *speaker = &lab->present.speaker;
    unsigned hands = answer < HANDS ? speaker->hands[answer] : 0;
    int bar = (int)(hands * BAR / most_hands(speaker));

    canvas_line(canvas, area, row, 5, 5 + bar, ROLE_HELD, 0x2588);
    canvas_print(canvas, area, row, 6 + bar, ROLE_STRONG, "%u", hands);
    return row + 2;
}

/* The question, its answers, how many hands each got; `happened`, from 1, is
   marked; 0: it is not told yet. */
static void draw_question(struct lab *lab, struct canvas *canvas,
                          struct box area, int happened)
{
    const struct lesson *lesson = lecture_lesson(lab->present.lecture);
    int row = 0;

    if (area.columns > WIDEST + 4)
        area = box_inside(area, 0, (area.columns - WIDEST) / 3, 0, 0);
    if (area.columns > WIDEST)
        area.columns = WIDEST;
    row = prose_draw(canvas, area, 0, 0, ROLE_TITLE, lesson->question) + 1;
    for (size_t i = 0; i < lesson->outcome_count; i++) {
        bool selected = !happened && i == lab->present.selected;
        bool is_it = happened == (int)i + 1;

        canvas_text(canvas, area, row, 0, is_it ? ROLE_GOOD : ROLE_FOCUS,
                    is_it      ? "✓"
                    : selected ? "▶"
                               : "");
        canvas_print(canvas, area, row, 2, ROLE_KEY, "%zu", i + 1);
        row = prose_draw(canvas, area, row, 5,
                         is_it      ? ROLE_GOOD
                         : selected ? ROLE_STRONG
                                    : ROLE_TEXT,
                         lesson->outcomes[i].text);
        row = draw_hands(lab, i, canvas, area, row);
    }
    canvas_fit(canvas, area, row, 0, area.columns, ROLE_DIM,
               happened ? ""
                        : _("Up and Down choose an answer, digits count the "
                            "hands raised for it."));
}

static void draw_run(struct lab *lab, struct canvas *canvas, struct box area)
{
    struct scene scene = {.model = session_model(lab->session),
                          .lesson = session_lesson(lab->session),
                          .before_a_room = true};
    struct news news;

    lecture_panes(lab->present.lecture, lab->present.speaker.at,
                  &lab->run.only);
    panes_draw(lab, &scene, canvas, box_inside(area, 0, 0, 2, 0));
    if (scene.model->moves == 0)
        return;
    narrate(lab, &news);
    canvas_fit(canvas, area, area.rows - 1, 1, area.columns - 1,
               news.alarm ? ROLE_ALARM : ROLE_STRONG, news.text);
}

/* Before its first move, what it is called. */
static void draw_title(const struct lab *lab, struct canvas *canvas,
                       struct box area)
{
    const struct schedule *schedule = lab->player.schedule;
    const char *words = lab->present.applied;
    char *path = schedule_find(lab->lesson, words);
    char *title =
        schedule_title(lab->lesson, path,
                       schedule && *schedule->name ? schedule->name : words);

    draw_idea(canvas, area, title);
    free(title);
    free(path);
}

static int happened(struct lab *lab)
{
    if (!lab->session)
        return 0;
    struct ending ending = session_ending(lab->session);
    return prediction_judge(session_lesson(lab->session), &ending);
}

static void draw(struct lab *lab, struct canvas *canvas)
{
    const struct lesson *lesson = lecture_lesson(lab->present.lecture);
    const struct stop *stop = stop_of(lab);
    char *title =
        must_print("%s › %s", chapters_said(lesson->chapter), lesson->title);
    char right[128];

    describe_place(lab, right, sizeof right);
    struct box area = frame_draw(lab, canvas, title, right);
    free(title);
    area = box_inside(area, 1, 1, 0, 1);
    if (stop->kind == STOP_SAY)
        draw_idea(canvas, area, stop->argument);
    else if (stop->kind == STOP_ASK)
        draw_question(lab, canvas, area, 0);
    else if (stop->kind == STOP_REVEAL)
        draw_question(lab, canvas, area, happened(lab));
    else if (!lab->session)
        draw_idea(canvas, area, lesson->goal);
    else if (lab->player.playing == PLAYER_FOLLOWS)
        return; /* It is being made, out of sight: this lasts a moment. */
    else if (stop->kind == STOP_APPLY &&
             session_model(lab->session)->moves == 0)
        draw_title(lab, canvas, area);
    else
        draw_run(lab, canvas, area);
}

/* ---- Keys. ---- */

static void go_by(struct lab *lab, int by)
{
    size_t at = lab->present.speaker.at;
    size_t last = lecture_length(lab->present.lecture) - 1;

    if (by > 0 && at == last)
        lab_notice(lab, _("this is the last stop: b goes back, Esc leaves"));
    else if (by < 0 && at == 0)
        lab_notice(lab, _("this is the first stop"));
    else
        go(lab, by > 0 ? at + 1 : at - 1);
}

static void one_move(struct lab *lab)
{
    struct present_state *state = &lab->present;

    if (!state->applied || !state->placed) {
        lab_notice(lab, _("no schedule is applied here"));
        return;
    }
    player_look_on(&lab->player);
    state->goal = step_position(lab->player.step);
}

/* What is still on its way to the stop is shown at once: nobody waits. */
static bool hurry(struct lab *lab)
{
    struct present_state *state = &lab->present;
    bool on_its_way =
        state->applied && lab->session &&
        (!state->placed || step_position(lab->player.step) < state->goal);

    if (!on_its_way || state->hurries || stop_of(lab)->kind != STOP_RUN)
        return false;
    state->hurries = true;
    return true;
}

static void select_answer(struct lab *lab, int by)
{
    int last = (int)lecture_lesson(lab->present.lecture)->outcome_count - 1;
    int selected = (int)lab->present.selected + by;

    if (selected >= 0 && selected <= last && selected < HANDS)
        lab->present.selected = (unsigned)selected;
}

static void act(struct lab *lab, enum command command)
{
    switch (command) {
    case COMMAND_ONWARD:
    case COMMAND_RIGHT:
    case COMMAND_SCREEN_DOWN: /* What a presenter's remote sends. */
        if (!hurry(lab))
            go_by(lab, 1);
        break;
    case COMMAND_REWIND:
    case COMMAND_LEFT:
    case COMMAND_SCREEN_UP:
        go_by(lab, -1);
        break;
    case COMMAND_FIRST_STOP:
    case COMMAND_TOP:
        go(lab, 0);
        break;
    case COMMAND_ONE_MOVE:
        one_move(lab);
        break;
    case COMMAND_TIMER:
        lab->present.speaker.began = (int64_t)time(NULL);
        present_tell(lab);
        break;
    case COMMAND_UP:
        select_answer(lab, -1);
        break;
    case COMMAND_DOWN:
        select_answer(lab, 1);
        break;
    case COMMAND_BACK:
        lab_back(lab);
        break;
    default:
        break;
    }
}

static bool type(struct lab *lab, int key)
{
    unsigned *hands = &lab->present.speaker.hands[lab->present.selected];
    bool erases = key == KEY_ERASE || key == '\b';

    if (stop_of(lab)->kind != STOP_ASK || (!erases && (key < '0' || key > '9')))
        return false;
    *hands = erases ? *hands / 10 : *hands * 10 + (unsigned)(key - '0');
    if (*hands > HANDS_MOST)
        *hands = HANDS_MOST;
    present_tell(lab);
    return true;
}

static const char *label(const struct lab *lab, enum command command,
                         const char *usual)
{
    switch (command) {
    case COMMAND_HANDS:
        return stop_of(lab)->kind == STOP_ASK ? usual : NULL;
    case COMMAND_ONE_MOVE:
        return lab->present.applied ? usual : NULL;
    default:
        return usual;
    }
}

const struct screen present_screen = {IN_PRESENT, draw, act, type, NULL, label};
