/* step.c - the student decides who moves next, forwards and back. */
#include "tui/lab.h"

#include "model/describe.h"
#include "tui/screens/narration.h"
#include "tui/screens/panel.h"
#include "tui/views/panes.h"
#include "tui/views/roster.h"
#include "words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 9 }; /* Waiters that can be named by a key. */

static const struct model *model_of(const struct lab *lab)
{
    return session_model(lab->session);
}

static bool looks_back(const struct lab *lab)
{
    return !session_is_following(lab->session);
}

/* ---- Whom a signal wakes. ---- */

/* The newest store, or an older one. */
static void ask_for_store(struct canvas *canvas, struct box area,
                          const struct choice *choice, const char *name)
{
    char text[SENTENCE];
    int column = 0;

    snprintf(text, sizeof text,
             choice->op == OP_ATOMIC_READ
                 ? _("%s need not see the newest value. Which does it read?")
                 : _("%s need not come after the newest value. After which "
                     "does it come?"),
             name);
    canvas_fit(canvas, area, 0, 0, area.columns, ROLE_STRONG, text);
    for (unsigned i = 0; i < choice->alternatives && i < DIGITS; i++) {
        column = canvas_print(canvas, area, 1, column, ROLE_KEY, "%u", i + 1);
        column = canvas_text(canvas, area, 1, column + 1, ROLE_TEXT,
                             i == 0 ? _("the newest") : _("older")) +
                 3;
    }
    column = canvas_text(canvas, area, 1, column, ROLE_KEY, "Esc");
    canvas_text(canvas, area, 1, column + 1, ROLE_DIM, _("not now"));
}

static void draw_question(const struct lab *lab, struct canvas *canvas,
                          struct box area)
{
    const struct model *model = model_of(lab);
    const struct choice *choice = player_choice(&lab->player, lab->step.asking);
    const struct task *task = choice ? model_task(model, choice->task) : NULL;
    uint32_t waiters[DIGITS];
    char text[SENTENCE];
    char name[64];

    if (!task)
        return;
    describe_task(model, choice->task, name, sizeof name);
    if (choice_has_older(choice)) {
        ask_for_store(canvas, area, choice, name);
        return;
    }
    snprintf(text, sizeof text, _("%s signals %s. Who is woken?"), name,
             describe_object(model, task->wait.object, (char[SENTENCE]){0},
                             SENTENCE));
    canvas_fit(canvas, area, 0, 0, area.columns, ROLE_STRONG, text);
    size_t count = model_waiters(model, task->wait.object, waiters, DIGITS);
    int column = 0;
    for (size_t i = 0; i < count && i < choice->alternatives && i < DIGITS;
         i++) {
        column = canvas_print(canvas, area, 1, column, ROLE_KEY, "%zu", i + 1);
        column =
            canvas_text(canvas, area, 1, column + 1, ROLE_TEXT,
                        describe_task(model, waiters[i], name, sizeof name)) +
            3;
    }
    column = canvas_text(canvas, area, 1, column, ROLE_KEY, "Esc");
    canvas_text(canvas, area, 1, column + 1, ROLE_DIM, _("not now"));
}

/* ---- Drawing. ---- */

static struct moves moves_of(const struct lab *lab)
{
    return (struct moves){
        .choices = lab->player.choices,
        .count = lab->player.choice_count,
        .selected = lab->player.selected,
        .mover =
            player_moving_ms(&lab->player) >= PLAYER_LONG_MS && !looks_back(lab)
                ? control_mover(session_control(lab->session))
                : 0};
}

static struct scene scene_of(const struct lab *lab, const struct moves *moves)
{
    return (struct scene){.model = model_of(lab),
                          .lesson = session_lesson(lab->session),
                          .said = news_said(lab),
                          .moves = moves};
}

/* A branch may come to another end. */
static void judge(struct lab *lab)
{
    if (session_is_live(lab->session) && !model_of(lab)->stuck.verdict) {
        lab->run.told = false;
        lab->run.happened = 0;
    }
    news_judge(lab);
}

/* The fewest moves by which the student has broken it. */
static void keep_broken(struct lab *lab)
{
    char *key = lesson_key(session_lesson(lab->session));
    struct progress_line *line = progress_of(lab->progress, key);
    unsigned moves = (unsigned)step_position(lab->player.step);

    free(key);
    if (line->broken && line->broken <= moves)
        return;
    line->broken = moves;
    progress_write(lab->progress);
}

static void draw(struct lab *lab, struct canvas *canvas)
{
    struct moves moves = moves_of(lab);
    struct scene scene = scene_of(lab, &moves);
    struct news news;
    char right[160];
    char exercise[SENTENCE];

    judge(lab);
    narrate_place(lab, right, sizeof right);
    narrate(lab, &news);
    bool reached =
        narrate_exercise(lab, canvas->columns - news_goal_columns(lab) - 2,
                         exercise, sizeof exercise);
    if (reached && !lab->player.schedule && !lab->player.script)
        keep_broken(lab); /* By hand. */
    int width = *exercise ? canvas_width(exercise) + 2 : 0;
    struct box area = news_frame(lab, canvas, right, width);
    canvas_text(canvas, canvas_box(canvas), area.row - 1,
                canvas->columns - width + 1, reached ? ROLE_GOOD : ROLE_WANTS,
                exercise);
    int rows = lab->step.asking  ? 2
               : lab->step.panel ? panel_rows(lab, area.rows)
                                 : news_rows(lab, area.columns - 1, &news);
    panes_draw(lab, &scene, canvas, box_inside(area, 0, 0, rows, 0));
    struct box below = box_inside(area, area.rows - rows, 1, 0, 0);
    if (lab->step.asking)
        draw_question(lab, canvas, below);
    else if (lab->step.panel)
        panel_draw(lab, canvas, below);
    else
        news_draw(lab, canvas, below, &news);
}

/* ---- Moving. ---- */

static void move(struct lab *lab, uint32_t birth, uint32_t alternative)
{
    char why[320];
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

    lab_notice(lab, _("%s cannot move: %s"),
               describe_task(model, choice->task, name, sizeof name),
               describe_next(model, choice->task, text, sizeof text));
}

/* Who goes on without a wish reads the newest value. */
static bool asks(const struct choice *choice, bool wished)
{
    return choice->alternatives > 1 && (wished || !choice_has_older(choice));
}

static void move_task(struct lab *lab, uint32_t birth, bool wished)
{
    const struct choice *choice = player_choice(&lab->player, birth);

    player_play(&lab->player, PLAYER_RESTS);
    if (player_moving_ms(&lab->player) > 0 && !looks_back(lab)) {
        lab_notice(lab, _("a task is still moving"));
    } else if (lab->player.choice_count == 0) {
        lab_notice(lab, _("the program has ended: b looks back"));
    } else if (!choice) {
        lab_notice(lab, _("no task %" PRIu32 " is there now"), birth - 1);
    } else if (choice->readiness == CANNOT) {
        lab->player.selected = birth;
        refuse(lab, choice);
    } else if (asks(choice, wished)) {
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
        move_task(lab, birth, false);
    else if (session_is_live(lab->session))
        lab_notice(lab, _("no task can move"));
    else
        lab_notice(lab, _("the program has ended: b looks back"));
}

static void wake_spuriously(struct lab *lab)
{
    const struct choice *choice =
        player_choice(&lab->player, lab->player.selected);

    if (choice && choice->may_wake_spuriously)
        move(lab, choice->birth, ALTERNATIVE_SPURIOUS);
    else
        lab_notice(lab,
                   _("only a task that waits on a condition can be woken so"));
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
    player_play(&lab->player, PLAYER_RESTS);
    switch (command) {
    case COMMAND_TO_START:
        player_look(&lab->player, 0);
        break;
    case COMMAND_TO_NEWEST:
        player_look(&lab->player, step_length(lab->player.step));
        break;
    case COMMAND_MOVE_ON:
    case COMMAND_RIGHT:
        if (!looks_back(lab))
            lab_notice(lab, _("this is the last move made: n makes the next"));
        player_look_on(&lab->player);
        break;
    default:
        if (step_position(lab->player.step) == 0)
            lab_notice(lab, _("this is the start"));
        player_look_back(&lab->player);
        break;
    }
}

static void go_inside(struct lab *lab)
{
    lab->player.inside = !lab->player.inside;
    if (!calls_are_made(model_of(lab)))
        lab_notice(lab, _("the program has not called the library yet"));
    else if (lab->player.inside)
        lab_notice(lab, _("each move inside the library is one"));
    else
        lab_notice(lab, _("a call of the library is one move"));
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
        move_task(lab, lab->player.selected, false);
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
        lab_notice(lab, _("a move every %" PRIu32 " ms"), lab->player.pace_ms);
        break;
    case COMMAND_FASTER:
        player_faster(&lab->player);
        lab_notice(lab, _("a move every %" PRIu32 " ms"), lab->player.pace_ms);
        break;
    case COMMAND_WHY:
    case COMMAND_UNTIL:
    case COMMAND_SCHEDULES:
    case COMMAND_SAVE:
        panel_open(lab, command);
        break;
    case COMMAND_INSIDE:
        go_inside(lab);
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
    case COMMAND_EXPLORE:
        lab_explore(lab);
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

    if (panel_type(lab, key))
        return true;
    lab->step.asking = 0;
    if (key < '0' || key > '9')
        return asked && key == KEY_ESCAPE;
    if (!asked)
        move_task(lab, digit + 1, true);
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

    if (lab->step.panel && command == COMMAND_BACK)
        return _("close");
    if (lab->step.panel >= PANEL_UNTIL)
        return NULL; /* Keys are letters. */
    switch (command) {
    case COMMAND_TASK:
    case COMMAND_TURN:
        return can ? usual : NULL;
    case COMMAND_MOVE_BACK:
    case COMMAND_WHY: /* At the start there is nothing to ask. */
        return step_position(lab->player.step) > 0 ? usual : NULL;
    case COMMAND_MOVE_ON:
        return looks_back(lab) ? usual : NULL;
    case COMMAND_PLAY:
        return !rests ? _("stop") : can || looks_back(lab) ? usual : NULL;
    case COMMAND_TO_END:
    case COMMAND_UNTIL:
        return can && rests ? usual : NULL;
    case COMMAND_INSIDE:
        return !calls_are_made(model_of(lab)) ? NULL
               : lab->player.inside           ? _("whole calls")
                                              : usual;
    case COMMAND_SLOWER:
    case COMMAND_FASTER:
        return lab->player.playing == PLAYER_PLAYS ? usual : NULL;
    case COMMAND_STOP:
        return live && player_moving_ms(&lab->player) >= PLAYER_LONG_MS ? usual
                                                                        : NULL;
    case COMMAND_PAGE:
        return session_lesson(lab->session) ? usual : NULL;
    case COMMAND_ZOOM:
        return lab->run.zoomed ? _("all panes") : usual;
    default:
        return usual;
    }
}

const struct screen step_screen = {IN_STEP, draw,        act,
                                   type,    panes_click, label};
