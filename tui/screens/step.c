/* step.c - the student decides who moves next, forwards and back. */
#include "tui/lab.h"

#include "model/describe.h"
#include "tui/panes.h"
#include "tui/remarks.h"
#include "tui/views/roster.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LONG_MS = 1000, /* A task that moves for so long is spoken of. */
    DIGITS = 9      /* Waiters that can be named by a key. */
};

static const struct model *model_of(const struct lab *lab)
{
    return session_model(lab->session);
}

static bool looks_back(const struct lab *lab)
{
    return !session_is_following(lab->session);
}

static bool moves_long(const struct lab *lab)
{
    return player_moving_ms(&lab->player) >= LONG_MS;
}

/* ---- The title. ---- */

static void append_time(uint64_t ns, char *text, size_t size)
{
    size_t used = strlen(text);

    if (ns >= UINT64_C(1000000000))
        snprintf(text + used, size - used, ", %.3g s", (double)ns / 1e9);
    else if (ns > 0)
        snprintf(text + used, size - used, ", %.3g ms", (double)ns / 1e6);
}

static const char *describe_standing(const struct lab *lab)
{
    if (looks_back(lab))
        return lab->player.playing == PLAYER_PLAYS ? " PLAYING"
                                                   : " LOOKING BACK";
    if (!session_is_live(lab->session))
        return " ENDED";
    if (lab->player.playing == PLAYER_RUNS)
        return " RUNNING";
    return lab->player.playing == PLAYER_PLAYS ? " PLAYING" : "";
}

/* "STEP 14/37, 2 ms, T1 moved" */
static void describe_place(const struct lab *lab, char *text, size_t size)
{
    const struct model *model = model_of(lab);
    char name[64];

    snprintf(text, size, "STEP %" PRIu64 "/%" PRIu64 "%s",
             step_position(lab->player.step), step_length(lab->player.step),
             describe_standing(lab));
    append_time(model->clock_ns, text, size);
    if (model->mover)
        snprintf(text + strlen(text), size - strlen(text), ", %s moved",
                 describe_task(model, model->mover, name, sizeof name));
}

/* ---- The words below. ---- */

/* What the last move did: not yet what that task wants now. */
static const struct event *last_deed(const struct lab *lab)
{
    const struct trace *trace = session_trace(lab->session);
    const struct model *model = model_of(lab);
    const struct event *deed = NULL;

    for (size_t i = cursor_position(session_cursor(lab->session)); i-- > 0;) {
        const struct event *event = trace_at(trace, i);

        if (event->type == EVENT_MOVE)
            break;
        /* The first thing that was done is what the move was for. */
        if (event->type == EVENT_OPERATION && event->task == model->mover &&
            (event->operation.stage != STAGE_WANTS || !deed))
            deed = event;
    }
    return deed;
}

static void describe_deed(const struct lab *lab, char *text, size_t size)
{
    const struct event *deed = last_deed(lab);

    if (deed && model_of(lab)->moves > 0)
        describe_event(model_of(lab), deed, text, size);
    else
        snprintf(text, size, "Nobody has moved yet: choose who begins.");
}

static void describe_slowness(const struct lab *lab, char *text, size_t size)
{
    const struct model *model = model_of(lab);
    uint32_t mover = control_mover(session_control(lab->session));
    char state = player_mover_state(&lab->player);
    char name[64];

    snprintf(text, size,
             "%s %s for %" PRIu64 " s: b looks back, x ends it, q leaves",
             describe_task(model, mover, name, sizeof name),
             state == 'R'   ? "computes"
             : state == 'S' ? "is blocked outside the lab"
                            : "comes to no operation",
             player_moving_ms(&lab->player) / 1000);
}

/* True: an alarm. */
static bool describe_news(const struct lab *lab, char *text, size_t size)
{
    const struct model *model = model_of(lab);
    uint64_t differed = step_differed(lab->player.step);

    if (model->stuck.verdict) {
        describe_stuck(model, text, size);
        return true;
    }
    if (differed > 0) {
        snprintf(text, size,
                 "The program did not do the same again: move %" PRIu64
                 " differs.",
                 differed);
        return true;
    }
    if (moves_long(lab) && !looks_back(lab)) {
        describe_slowness(lab, text, size);
        return true;
    }
    if (!looks_back(lab) && !session_is_live(lab->session))
        remarks_end(lab, text, size);
    else
        describe_deed(lab, text, size);
    return false;
}

/* Of the task that was moved from the place that is looked back at. */
static const struct choice *choice_made(const struct lab *lab)
{
    uint64_t position = step_position(lab->player.step);

    if (!looks_back(lab) || position >= step_length(lab->player.step))
        return NULL;
    return player_choice(&lab->player,
                         step_decisions(lab->player.step)[position].birth);
}

/* What could be done next. */
static void describe_way_on(const struct lab *lab, char *text, size_t size)
{
    const struct choice *made = choice_made(lab);
    char name[64];

    *text = '\0';
    if (made)
        snprintf(text, size,
                 "This is the past; then %s moved (f). Any other move begins "
                 "anew from here.",
                 describe_task(model_of(lab), made->task, name, sizeof name));
    else if (looks_back(lab))
        snprintf(text, size, "This is the past: f goes forward again.");
    else if (model_of(lab)->stuck.verdict)
        snprintf(text, size,
                 "Nobody can move: b takes moves back, one by one.");
    else
        remarks_blind_spots(lab, text, size);
}

/* ---- Whom a signal wakes. ---- */

static void draw_question(const struct lab *lab, struct canvas *canvas,
                          struct box area)
{
    const struct model *model = model_of(lab);
    const struct choice *choice = player_choice(&lab->player, lab->step.asking);
    const struct task *task = choice ? model_task(model, choice->task) : NULL;
    uint32_t waiters[DIGITS];
    char text[SENTENCE];
    char name[64];
    int row = area.rows - 2;

    if (!task)
        return;
    describe_task(model, choice->task, name, sizeof name);
    snprintf(text, sizeof text, "%s signals %s. Who is woken?", name,
             describe_object(model, task->wait.object, (char[SENTENCE]){0},
                             SENTENCE));
    canvas_fit(canvas, area, row, 1, area.columns - 1, ROLE_STRONG, text);
    size_t count = model_waiters(model, task->wait.object, waiters, DIGITS);
    int column = 1;
    for (size_t i = 0; i < count && i < choice->alternatives && i < DIGITS;
         i++) {
        column =
            canvas_print(canvas, area, row + 1, column, ROLE_KEY, "%zu", i + 1);
        column =
            canvas_text(canvas, area, row + 1, column + 1, ROLE_TEXT,
                        describe_task(model, waiters[i], name, sizeof name)) +
            3;
    }
    column = canvas_text(canvas, area, row + 1, column, ROLE_KEY, "Esc");
    canvas_text(canvas, area, row + 1, column + 1, ROLE_DIM, "not now");
}

/* ---- Drawing. ---- */

static struct moves moves_of(const struct lab *lab)
{
    return (struct moves){.choices = lab->player.choices,
                          .count = lab->player.choice_count,
                          .selected = lab->player.selected,
                          .mover =
                              moves_long(lab) && !looks_back(lab)
                                  ? control_mover(session_control(lab->session))
                                  : 0};
}

static struct scene scene_of(const struct lab *lab, const struct moves *moves)
{
    return (struct scene){.model = model_of(lab),
                          .lesson = session_lesson(lab->session),
                          .said = remarks_said(lab),
                          .moves = moves};
}

/* A branch may come to another end. */
static void judge(struct lab *lab)
{
    if (session_is_live(lab->session) && !model_of(lab)->stuck.verdict) {
        lab->run.told = false;
        lab->run.happened = 0;
    }
    remarks_judge(lab);
}

static void draw(struct lab *lab, struct canvas *canvas)
{
    struct moves moves = moves_of(lab);
    struct scene scene = scene_of(lab, &moves);
    char right[80];
    char news[CYCLE * SENTENCE];
    char below[SENTENCE];

    judge(lab);
    describe_place(lab, right, sizeof right);
    struct box area = remarks_frame(lab, canvas, right);
    panes_draw(lab, &scene, canvas, box_inside(area, 0, 0, 2, 0));
    if (lab->step.asking) {
        draw_question(lab, canvas, area);
        return;
    }
    describe_way_on(lab, below, sizeof below);
    struct remarks remarks = {.alarm = describe_news(lab, news, sizeof news),
                              .news = news,
                              .compares = !looks_back(lab),
                              .below = below};
    remarks_draw(lab, canvas, area, &remarks);
}

/* ---- Moving. ---- */

static void move(struct lab *lab, uint32_t birth, uint32_t alternative)
{
    char why[160];
    struct decision decision = {birth, alternative};

    lab->step.asking = 0;
    if (!player_move(&lab->player, &decision, why, sizeof why))
        lab_notice(lab, "%s", why);
}

/* Why the task stays where it is. */
static void refuse(struct lab *lab, const struct choice *choice)
{
    const struct model *model = model_of(lab);
    char name[64];
    char text[SENTENCE];

    lab_notice(lab, "%s cannot move: %s",
               describe_task(model, choice->task, name, sizeof name),
               describe_next(model, choice->task, text, sizeof text));
}

static void move_task(struct lab *lab, uint32_t birth)
{
    const struct choice *choice = player_choice(&lab->player, birth);

    player_play(&lab->player, PLAYER_RESTS);
    if (player_moving_ms(&lab->player) > 0 && !looks_back(lab)) {
        lab_notice(lab, "a task is still moving");
    } else if (!choice) {
        lab_notice(lab, "no task %" PRIu32 " is there now", birth - 1);
    } else if (choice->readiness == CANNOT) {
        lab->player.selected = birth;
        refuse(lab, choice);
    } else if (choice->alternatives > 1) {
        lab->player.selected = birth;
        lab->step.asking = birth;
    } else {
        move(lab, birth, 0);
    }
}

static void move_in_turn(struct lab *lab)
{
    uint32_t birth = step_next_in_turn(lab->player.step);

    if (birth)
        move_task(lab, birth);
    else if (session_is_live(lab->session))
        lab_notice(lab, "no task can move");
    else
        lab_notice(lab, "the program has ended: b looks back");
}

static void wake_spuriously(struct lab *lab)
{
    const struct choice *choice =
        player_choice(&lab->player, lab->player.selected);

    if (choice && choice->may_wake_spuriously)
        move(lab, choice->birth, ALTERNATIVE_SPURIOUS);
    else
        lab_notice(lab,
                   "only a task that waits on a condition can be woken so");
}

/* Up and down among the tasks as they are listed. */
static void select_task(struct lab *lab, int by)
{
    uint32_t *tasks;
    int count = (int)roster_list(model_of(lab), 0, &tasks);
    int at = 0;
    struct control *control = session_control(lab->session);

    for (int i = 0; i < count; i++) {
        if (control_birth(control, tasks[i]) == lab->player.selected)
            at = i;
    }
    for (at += by; at >= 0 && at < count; at += by) {
        uint32_t birth = control_birth(control, tasks[at]);

        if (player_choice(&lab->player, birth)) {
            lab->player.selected = birth;
            break;
        }
    }
    free(tasks);
}

static void look(struct lab *lab, enum command command)
{
    uint64_t position = step_position(lab->player.step);

    player_play(&lab->player, PLAYER_RESTS);
    switch (command) {
    case COMMAND_TO_START:
        position = 0;
        break;
    case COMMAND_TO_NEWEST:
        position = step_length(lab->player.step);
        break;
    case COMMAND_MOVE_ON:
    case COMMAND_RIGHT:
        if (!looks_back(lab))
            lab_notice(lab, "this is the last move made: n makes the next");
        position++;
        break;
    default:
        if (position == 0)
            lab_notice(lab, "this is the start");
        else
            position--;
        break;
    }
    player_look(&lab->player, position);
}

static void play(struct lab *lab, enum playing playing)
{
    bool rests = lab->player.playing != playing;

    player_play(&lab->player, rests ? playing : PLAYER_RESTS);
}

/* ---- Keys. ---- */

static bool act_on_tasks(struct lab *lab, enum command command)
{
    if (lab->run.focus != PANE_TASKS ||
        (command != COMMAND_UP && command != COMMAND_DOWN))
        return false;
    select_task(lab, command == COMMAND_UP ? -1 : 1);
    return true;
}

static void act(struct lab *lab, enum command command)
{
    struct moves moves = moves_of(lab);
    struct scene scene = scene_of(lab, &moves);

    if (act_on_tasks(lab, command) || panes_act(lab, &scene, command))
        return;
    switch (command) {
    case COMMAND_MOVE:
        move_task(lab, lab->player.selected);
        break;
    case COMMAND_TURN:
        move_in_turn(lab);
        break;
    case COMMAND_MOVE_BACK:
    case COMMAND_MOVE_ON:
    case COMMAND_LEFT:
    case COMMAND_RIGHT:
    case COMMAND_TO_START:
    case COMMAND_TO_NEWEST:
        look(lab, command);
        break;
    case COMMAND_PLAY:
        play(lab, PLAYER_PLAYS);
        break;
    case COMMAND_TO_END:
        play(lab, PLAYER_RUNS);
        break;
    case COMMAND_SLOWER:
        player_slower(&lab->player);
        lab_notice(lab, "a move every %" PRIu32 " ms", lab->player.pace_ms);
        break;
    case COMMAND_FASTER:
        player_faster(&lab->player);
        lab_notice(lab, "a move every %" PRIu32 " ms", lab->player.pace_ms);
        break;
    case COMMAND_SPURIOUS:
        wake_spuriously(lab);
        break;
    case COMMAND_STOP:
        session_end(lab->session);
        break;
    case COMMAND_PAGE:
        lab_read_page(lab);
        break;
    case COMMAND_BACK:
        lab_back(lab);
        break;
    default:
        break;
    }
}

/* Digits: a task, or who is woken. */
static bool type(struct lab *lab, int key)
{
    const struct choice *asked =
        lab->step.asking ? player_choice(&lab->player, lab->step.asking) : NULL;
    uint32_t digit = (uint32_t)(key - '0');

    lab->step.asking = 0;
    if (key < '0' || key > '9')
        return asked && key == KEY_ESCAPE;
    if (!asked)
        move_task(lab, digit + 1);
    else if (digit >= 1 && digit <= asked->alternatives)
        move(lab, asked->birth, digit - 1);
    else
        lab->step.asking = asked->birth;
    return true;
}

static const char *label(const struct lab *lab, enum command command,
                         const char *usual)
{
    bool live = session_is_live(lab->session);
    bool rests = lab->player.playing == PLAYER_RESTS;
    bool can = step_next_in_turn(lab->player.step) != 0;

    switch (command) {
    case COMMAND_TASK:
    case COMMAND_TURN:
        return can ? usual : NULL;
    case COMMAND_MOVE_BACK:
        return step_position(lab->player.step) > 0 ? usual : NULL;
    case COMMAND_MOVE_ON:
        return looks_back(lab) ? usual : NULL;
    case COMMAND_PLAY:
        return !rests ? "stop" : can || looks_back(lab) ? usual : NULL;
    case COMMAND_TO_END:
        return can && rests ? usual : NULL;
    case COMMAND_SLOWER:
    case COMMAND_FASTER:
        return lab->player.playing == PLAYER_PLAYS ? usual : NULL;
    case COMMAND_STOP:
        return live && moves_long(lab) ? usual : NULL;
    case COMMAND_PAGE:
        return session_lesson(lab->session) ? usual : NULL;
    case COMMAND_ZOOM:
        return lab->run.zoomed ? "all panes" : usual;
    default:
        return usual;
    }
}

const struct screen step_screen = {IN_STEP, draw,        act,
                                   type,    panes_click, label};
