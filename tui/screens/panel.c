/* panel.c - questions below the panes, and their answers. */
#include "tui/screens/panel.h"

#include "must.h"
#include "tui/control/schedule.h"
#include "tui/drawing/text.h"
#include "tui/screens/working.h"
#include "words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct model *model_of(const struct lab *lab)
{
    return session_model(lab->session);
}

/* As its schedules know it. */
static const char *program_of(const struct lab *lab)
{
    const struct lesson *lesson = session_lesson(lab->session);

    return lesson ? lesson->name : session_program(lab->session);
}

/* ---- Schedules that there are. ---- */

enum { LISTED = 32 };

struct listing {
    size_t count;
    struct {
        char *path;
        char *name;
        bool saved;
    } schedules[LISTED];
    const struct lesson *lesson;
    bool saved; /* What comes now is the student's own. */
};

static void list_one(const char *path, const char *name, void *context)
{
    struct listing *listing = context;

    if (listing->count == LISTED)
        return;
    const char *slash = strrchr(path, '/');
    listing->schedules[listing->count].path = must_copy(path);
    listing->schedules[listing->count].name =
        schedule_title(listing->lesson, path,
                       *name   ? name
                       : slash ? slash + 1
                               : path);
    listing->schedules[listing->count++].saved = listing->saved;
}

/* Read anew each time: a search, or a friend, may have added one. */
static struct listing *list_schedules(const struct lab *lab)
{
    struct listing *listing = must_allocate(1, sizeof *listing);
    const struct lesson *lesson = session_lesson(lab->session);

    listing->lesson = lesson;
    if (lesson)
        schedule_list(lesson, list_one, listing);
    listing->saved = true;
    schedule_list_saved(program_of(lab), list_one, listing);
    return listing;
}

static void free_listing(struct listing *listing)
{
    for (size_t i = 0; i < listing->count; i++) {
        free(listing->schedules[i].path);
        free(listing->schedules[i].name);
    }
    free(listing);
}

static void follow_selected(struct lab *lab)
{
    struct listing *listing = list_schedules(lab);

    if (lab->step.selected < listing->count)
        lab_follow(lab, listing->schedules[lab->step.selected].path);
    free_listing(listing);
    lab->step.panel = PANEL_NONE;
}

/* ---- Why. ---- */

/* Tasks, then variables. 0: no such number. */
static bool subject(const struct lab *lab, unsigned number, uint32_t *task,
                    uint32_t *variable)
{
    const struct model *model = model_of(lab);

    *task = *variable = 0;
    if (number <= model->task_count) {
        *task = number;
        return number > 0;
    }
    number -= model->task_count;
    for (uint32_t id = 1; id <= model->object_count; id++) {
        if (model->objects[id - 1].kind == KIND_VARIABLE && --number == 0) {
            *variable = id;
            return true;
        }
    }
    return false;
}

static void ask_why(struct lab *lab)
{
    const struct trace *trace = session_trace(lab->session);
    size_t position = cursor_position(session_cursor(lab->session));
    struct step_state *state = &lab->step;
    uint32_t task;
    uint32_t variable;

    state->why = (struct why){0};
    if (!subject(lab, state->about, &task, &variable))
        state->about = 0;
    if (task)
        why_task(model_of(lab), trace, position, task, &state->why);
    else if (variable)
        why_variable(model_of(lab), trace, position, variable, &state->why);
    else
        why_now(model_of(lab), trace, position, &state->why);
    state->asked_at = step_position(lab->player.step);
    state->selected = 0;
}

static void describe_subject(const struct lab *lab, char *text, size_t size)
{
    uint32_t task;
    uint32_t variable;
    char name[SENTENCE];

    if (!subject(lab, lab->step.about, &task, &variable))
        snprintf(text, size, _("Why?"));
    else
        snprintf(
            text, size, _("Why %s?"),
            task ? describe_task(model_of(lab), task, name, sizeof name)
                 : describe_object(model_of(lab), variable, name, sizeof name));
    if (lab->step.asked_at != step_position(lab->player.step))
        snprintf(text + strlen(text), size - strlen(text),
                 _(" (asked after move %" PRIu64 ")"), lab->step.asked_at);
}

/* To just after the move that the line speaks of. */
static void go_to_cause(struct lab *lab)
{
    const struct why *why = &lab->step.why;
    uint64_t move = lab->step.selected < why->count
                        ? why->lines[lab->step.selected].move
                        : 0;

    if (move == 0) {
        lab_notice(lab, _("this line is of no single move"));
        return;
    }
    player_play(&lab->player, PLAYER_RESTS);
    player_look(&lab->player, move);
    lab_notice(lab,
               _("here it happened, in move %" PRIu64 ": F goes back to "
                 "the end"),
               move);
}

/* ---- What is typed. ---- */

static void wait_until(struct lab *lab)
{
    if (player_until(&lab->player, lab->step.typed))
        lab->step.panel = PANEL_NONE;
    else
        lab_notice(lab, _("%s: no line number, and no variable of that name"),
                   lab->step.typed);
}

/* Into the schedule of an exercise. */
static void save_for_exercise(struct lab *lab, const char *path)
{
    char why[SENTENCE];

    if (!working_is_own(lab))
        return;
    if (schedule_write(path, "", lab->session, why, sizeof why))
        lab_notice(lab, _("saved in your schedule: Esc goes back to what it "
                          "comes to"));
    else
        lab_notice(lab, "%s", why);
}

static void save(struct lab *lab)
{
    char why[SENTENCE];
    char *path = schedule_place(program_of(lab), lab->step.typed);
    const char *home = getenv("HOME");
    size_t length = home ? strlen(home) : 0;

    lab->step.panel = PANEL_NONE;
    if (!path)
        lab_notice(lab, _("it cannot be saved: no folder to write to"));
    else if (!schedule_write(path, lab->step.typed, lab->session, why,
                             sizeof why))
        lab_notice(lab, "%s", why);
    else if (length > 1 && strncmp(path, home, length) == 0)
        lab_notice(lab, _("saved in ~%s"), path + length);
    else
        lab_notice(lab, _("saved in %s"), path);
    free(path);
}

static void accept(struct lab *lab)
{
    if (!*lab->step.typed)
        lab->step.panel = PANEL_NONE;
    else if (lab->step.panel == PANEL_UNTIL)
        wait_until(lab);
    else
        save(lab);
}

/* ---- Opening. ---- */

static void open_why(struct lab *lab)
{
    if (lab->step.panel != PANEL_WHY)
        lab->step.about = 0;
    ask_why(lab);
    lab->step.panel = lab->step.why.count > 0 ? PANEL_WHY : PANEL_NONE;
    if (lab->step.why.count == 0)
        lab_notice(lab,
                   _("nothing has happened yet that could be asked about"));
}

static void open_schedules(struct lab *lab)
{
    struct listing *listing = list_schedules(lab);

    lab->step.panel = listing->count > 0 ? PANEL_SCHEDULES : PANEL_NONE;
    lab->step.selected = 0;
    if (listing->count == 0)
        lab_notice(lab, _("there is no schedule yet: W saves the moves made"));
    free_listing(listing);
}

static void open_save(struct lab *lab)
{
    const char *path = working_schedule(lab);

    lab->step.panel = PANEL_NONE;
    if (step_position(lab->player.step) == 0)
        lab_notice(lab, _("no move has been made yet"));
    else if (path)
        save_for_exercise(lab, path);
    else
        lab->step.panel = PANEL_SAVE; /* Asks for a name. */
}

void panel_open(struct lab *lab, enum command command)
{
    struct step_state *state = &lab->step;

    state->asking = 0;
    *state->typed = '\0';
    if (command == COMMAND_WHY) {
        open_why(lab);
    } else if (command == COMMAND_SCHEDULES) {
        open_schedules(lab);
    } else if (command == COMMAND_SAVE) {
        open_save(lab);
    } else if (player_choice(&lab->player, lab->player.selected)) {
        state->panel = PANEL_UNTIL;
    } else {
        lab_notice(lab, _("the program has ended: b looks back"));
    }
}

/* ---- Keys. ---- */

static unsigned lines_of(const struct lab *lab)
{
    if (lab->step.panel == PANEL_WHY)
        return lab->step.why.count;
    if (lab->step.panel != PANEL_SCHEDULES)
        return 0;
    struct listing *listing = list_schedules(lab);
    unsigned count = (unsigned)listing->count;
    free_listing(listing);
    return count;
}

static bool type_in_list(struct lab *lab, int key)
{
    struct step_state *state = &lab->step;

    switch (key) {
    case KEY_ESCAPE:
        state->panel = PANEL_NONE;
        return true;
    case 'k':
    case KEY_ARROW_UP:
        state->selected -= state->selected > 0;
        return true;
    case 'j':
    case KEY_ARROW_DOWN:
        state->selected += state->selected + 1 < lines_of(lab);
        return true;
    case KEY_RETURN:
        if (state->panel == PANEL_WHY)
            go_to_cause(lab);
        else
            follow_selected(lab);
        return true;
    case KEY_TABULATOR:
        if (state->panel == PANEL_WHY) {
            state->about++;
            ask_why(lab);
        }
        return true;
    default:
        return false; /* Moves can be made while a panel is open. */
    }
}

static bool type_text(struct lab *lab, int key)
{
    char *typed = lab->step.typed;
    size_t length = strlen(typed);

    if (key == KEY_ESCAPE) {
        lab->step.panel = PANEL_NONE;
    } else if (key == KEY_RETURN) {
        accept(lab);
    } else if (key == KEY_ERASE) {
        while (length > 0 && ((unsigned char)typed[--length] & 0xc0) == 0x80)
            continue;
        typed[length] = '\0';
    } else if (key >= ' ' && key < KEYS_BELOW_ARE_CHARACTERS &&
               length + 5 < TYPED) {
        text_encode((uint32_t)key, typed + length);
    }
    return true;
}

bool panel_type(struct lab *lab, int key)
{
    if (lab->step.panel == PANEL_NONE)
        return false;
    return lab->step.panel >= PANEL_UNTIL ? type_text(lab, key)
                                          : type_in_list(lab, key);
}

/* ---- Drawing. ---- */

int panel_rows(const struct lab *lab, int rows)
{
    int wanted = 1 + (lab->step.panel >= PANEL_UNTIL ? 1 : (int)lines_of(lab));

    return wanted < rows / 2 ? wanted : rows / 2;
}

static void draw_keys(struct canvas *canvas, struct box area, int column,
                      const char *const *keys)
{
    for (; *keys; keys += 2) {
        if (column + 1 + canvas_width(keys[0]) + canvas_width(_(keys[1])) >=
            area.columns)
            break;
        column = canvas_text(canvas, area, 0, column + 2, ROLE_KEY, keys[0]);
        column = canvas_text(canvas, area, 0, column + 1, ROLE_DIM, _(keys[1]));
    }
}

static void draw_line(struct canvas *canvas, struct box area, int row,
                      bool selected, const char *text)
{
    if (selected)
        canvas_text(canvas, area, row, 0, ROLE_FOCUS, "▶");
    canvas_fit(canvas, area, row, 2, area.columns,
               selected ? ROLE_SELECTED : ROLE_TEXT, text);
}

static void draw_why(const struct lab *lab, struct canvas *canvas,
                     struct box area)
{
    static const char *const keys[] = {
        "Enter", N_("go there"), "Tab", N_("ask of another"),
        "Esc",   N_("close"),    NULL};
    const struct step_state *state = &lab->step;
    char text[SENTENCE];

    describe_subject(lab, text, sizeof text);
    draw_keys(canvas, area, canvas_text(canvas, area, 0, 0, ROLE_STRONG, text),
              keys);
    int first = (int)state->selected + 2 - area.rows;
    for (int i = first > 0 ? first : 0, row = 1;
         i < (int)state->why.count && row < area.rows; i++)
        draw_line(canvas, area, row++, i == (int)state->selected,
                  state->why.lines[i].text);
}

static void draw_schedules(const struct lab *lab, struct canvas *canvas,
                           struct box area)
{
    static const char *const keys[] = {"Enter", N_("open"), "Esc", N_("close"),
                                       NULL};
    struct listing *listing = list_schedules(lab);
    int selected = (int)lab->step.selected;
    int first = selected + 2 - area.rows;

    draw_keys(canvas, area,
              canvas_text(canvas, area, 0, 0, ROLE_STRONG, _("Schedules")),
              keys);
    for (int i = first > 0 ? first : 0, row = 1;
         i < (int)listing->count && row < area.rows; i++, row++) {
        draw_line(canvas, area, row, i == selected, listing->schedules[i].name);
        if (listing->schedules[i].saved)
            canvas_text(canvas, area, row,
                        canvas_width(listing->schedules[i].name) + 4, ROLE_DIM,
                        _("(yours)"));
    }
    free_listing(listing);
}

static void draw_prompt(const struct lab *lab, struct canvas *canvas,
                        struct box area)
{
    const struct choice *choice =
        player_choice(&lab->player, lab->player.selected);
    char name[SENTENCE] = "";
    int column;

    if (lab->step.panel == PANEL_SAVE) {
        column = canvas_text(canvas, area, 0, 0, ROLE_STRONG,
                             _("Save the moves up to here, under the name: "));
    } else {
        if (choice)
            describe_task(model_of(lab), choice->task, name, sizeof name);
        column = canvas_print(canvas, area, 0, 0, ROLE_STRONG,
                              _("%s moves until: "), name);
        canvas_fit(
            canvas, area, 1, 0, area.columns, ROLE_DIM,
            _("a line (24), a variable that changes (counter), or: blocks"));
    }
    column = canvas_text(canvas, area, 0, column, ROLE_TEXT, lab->step.typed);
    canvas_text(canvas, area, 0, column, ROLE_FOCUS, "_");
}

void panel_draw(const struct lab *lab, struct canvas *canvas, struct box area)
{
    if (lab->step.panel == PANEL_WHY)
        draw_why(lab, canvas, area);
    else if (lab->step.panel == PANEL_SCHEDULES)
        draw_schedules(lab, canvas, area);
    else
        draw_prompt(lab, canvas, area);
}
