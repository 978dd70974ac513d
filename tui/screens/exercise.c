/* exercise.c - working on an exercise: the task, hints, and what a check says.

   The student edits the file elsewhere, or with `e`; it is checked whenever it
   is saved, and when asked for. Nothing moves on by itself. */
#include "must.h"
#include "tui/drawing/terminal.h"
#include "tui/exercises/desk.h"
#include "tui/exercises/watcher.h"
#include "tui/lab.h"
#include "tui/lessons/chapters.h"
#include "tui/screens/working.h"
#include "words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { CHECK_MS = 15, NEWS_MS = 100, WIDEST = 96 };

static const struct check_result *result_of(const struct exercise_state *state)
{
    return state->checking && !state->checks ? checking_result(state->checking)
                                             : NULL;
}

static void lay_out_anew(struct exercise_state *state)
{
    page_free(state->page);
    state->page = NULL;
}

/* ---- The progress. ---- */

static struct exercise_line *line_of(struct lab *lab)
{
    char *key = exercise_key(lab->exercise.exercise);
    struct exercise_line *line = progress_of_exercise(lab->progress, key);

    free(key);
    return line;
}

static bool is_passed(const struct lab *lab)
{
    char *key = exercise_key(lab->exercise.exercise);
    const struct exercise_line *line =
        progress_find_exercise(lab->progress, key);

    free(key);
    return line && line->passed;
}

static void note(struct lab *lab, enum check_answer answer)
{
    struct exercise_line *line = line_of(lab);

    if (answer == ANSWER_UNCHANGED || answer == ANSWER_UNAVAILABLE)
        return;
    line->attempts++;
    line->passed = line->passed || answer == ANSWER_OK;
    progress_write(lab->progress);
}

/* ---- Opening, checking. ---- */

void exercise_open(struct lab *lab, const struct exercise *exercise)
{
    struct exercise_state *state = &lab->exercise;

    exercise_close(lab);
    state->exercise = exercise;
    state->file = desk_file(exercise);
    state->bench = desk_bench(exercise);
    state->watcher = watcher_new(state->file);
    state->hints = line_of(lab)->hints;
    lab_go(lab, &exercise_screen);
}

void exercise_close(struct lab *lab)
{
    struct exercise_state *state = &lab->exercise;

    checking_free(state->checking);
    watcher_free(state->watcher);
    page_free(state->page);
    free(state->bench);
    free(state->file);
    *state = (struct exercise_state){0};
}

static void check(struct lab *lab)
{
    struct exercise_state *state = &lab->exercise;
    struct checking_options how = {.exercise = state->exercise,
                                   .file = state->file,
                                   .folder = state->bench};
    char why[SENTENCE];

    checking_free(state->checking);
    state->checking = NULL;
    state->solution = false;
    lay_out_anew(state);
    if (!state->bench) {
        lab_notice(lab,
                   _("there is no place for programs: set XDG_STATE_HOME"));
        return;
    }
    state->checking = checking_start(&how, why, sizeof why);
    state->checks = state->checking != NULL;
    if (!state->checking)
        lab_notice(lab, "%s", why);
}

bool exercise_go_on(struct lab *lab, uint64_t now_ms)
{
    struct exercise_state *state = &lab->exercise;

    if (!state->exercise)
        return false;
    if (state->checks) {
        if (checking_pump(state->checking, CHECK_MS)) {
            if (now_ms < state->drawn_ms + NEWS_MS)
                return false;
            state->drawn_ms = now_ms;
        } else {
            state->checks = false;
            state->scroll = 0;
            note(lab, checking_result(state->checking)->answer);
        }
        lay_out_anew(state);
        return true;
    }
    /* While it is stepped through, a save must not take its program away. */
    if (lab_shown(lab) != &exercise_screen ||
        !watcher_saved(state->watcher, now_ms))
        return false;
    check(lab);
    return true;
}

int exercise_patience(const struct lab *lab, uint64_t now_ms)
{
    const struct exercise_state *state = &lab->exercise;

    if (!state->exercise)
        return -1;
    if (state->checks)
        return 0;
    return lab_shown(lab) == &exercise_screen
               ? watcher_patience(state->watcher, now_ms)
               : -1;
}

int exercise_descriptor(const struct lab *lab)
{
    const struct exercise_state *state = &lab->exercise;

    return state->exercise && lab_shown(lab) == &exercise_screen
               ? watcher_descriptor(state->watcher)
               : -1;
}

/* ---- Drawing. ---- */

static int last_scroll(const struct lab *lab)
{
    int last = lab->exercise.page
                   ? (int)lab->exercise.page->count - (lab->rows - 6)
                   : 0;

    return last > 0 ? last : 0;
}

static void lay_out(struct exercise_state *state, int width)
{
    if (state->page && state->width == width)
        return;
    char *text = working_page(state);
    page_free(state->page);
    state->page = page_new(text, width, NULL);
    state->width = width;
    free(text);
}

/* Of a long path the end says which file it is. */
static void draw_file(struct canvas *canvas, struct box area, int column,
                      const char *path)
{
    const char *end = path;
    int room = area.columns - 1 - column;

    while (end && canvas_width(end) > room - 1)
        end = strchr(end + 1, '/');
    if (canvas_width(path) > room && end)
        column = canvas_text(canvas, area, 1, column, ROLE_DIM, "…");
    else
        end = path;
    canvas_fit(canvas, area, 1, column, area.columns - 1, ROLE_CODE, end);
}

static void draw(struct lab *lab, struct canvas *canvas)
{
    struct exercise_state *state = &lab->exercise;
    const struct exercise *exercise = state->exercise;
    char *title = must_print("%s › %s: %s", chapters_said(exercise->chapter),
                             _("exercise"), exercise->title);
    char right[128];
    int width = canvas->columns - 4 < WIDEST ? canvas->columns - 4 : WIDEST;

    working_state(state, is_passed(lab), right, sizeof right);
    struct box area = frame_draw(lab, canvas, title, right);
    free(title);
    int goal = canvas_text(canvas, area, 0, 1, ROLE_DIM, _("goal:")) + 1;
    int file = canvas_text(canvas, area, 1, 1, ROLE_DIM, _("file:")) + 1;
    int beside = goal > file ? goal : file;
    canvas_fit(canvas, area, 0, beside, area.columns - 1, ROLE_STRONG,
               exercise->goal);
    draw_file(canvas, area, beside, state->file);
    lay_out(state, width);
    if (state->scroll > last_scroll(lab))
        state->scroll = last_scroll(lab);
    page_draw(state->page, (size_t)state->scroll, canvas,
              box_inside(area, 3, 2, 1, 2));
    if (state->scroll < last_scroll(lab))
        frame_more(canvas);
}

/* ---- Keys. ---- */

static bool is_breaking(const struct lab *lab)
{
    return *lab->exercise.exercise->breaks != '\0';
}

static void step_through(struct lab *lab)
{
    const struct check_result *result = result_of(&lab->exercise);

    if (is_breaking(lab)) {
        working_break(lab);
        return;
    }
    char *arguments[] = {(char *)(uintptr_t)result->program, NULL};
    struct session_options program = {.program = result->program,
                                      .arguments = arguments,
                                      .input = -1,
                                      .rows = 24,
                                      .columns = 80};

    lab_step_through(lab, &program, result->moves, result->move_count);
}

/* A schedule that failed, or that which the student makes. */
static bool has_schedule(const struct lab *lab)
{
    const struct check_result *result = result_of(&lab->exercise);

    return result && (result->moves || is_breaking(lab));
}

static void edit(struct lab *lab)
{
    const char *editor = getenv("VISUAL");

    if (!editor || !*editor)
        editor = getenv("EDITOR");
    if (!editor || !*editor) {
        lab_notice(lab,
                   _("set VISUAL or EDITOR to your editor; or edit %s "
                     "elsewhere"),
                   lab->exercise.file);
        return;
    }
    char *command = must_print("%s '%s'", editor, lab->exercise.file);
    if (!terminal_lend(command))
        lab_notice(lab, _("%s failed"), editor);
    free(command);
}

static void hint(struct lab *lab)
{
    struct exercise_state *state = &lab->exercise;

    if (state->hints == state->exercise->hint_count) {
        lab_notice(lab, _("these are all hints; s shows a solution"));
        return;
    }
    state->hints++;
    line_of(lab)->hints = state->hints;
    progress_write(lab->progress);
    lay_out_anew(state);
    lay_out(state, state->width);
    state->scroll = working_hint_row(state);
}

static bool may_see_solution(const struct lab *lab)
{
    return is_passed(lab) ||
           lab->exercise.hints == lab->exercise.exercise->hint_count;
}

static void show_solution(struct lab *lab)
{
    struct exercise_state *state = &lab->exercise;

    if (!may_see_solution(lab)) {
        lab_notice(lab, _("first the hints: i"));
        return;
    }
    state->solution = !state->solution;
    state->scroll = 0;
    if (state->solution && !is_passed(lab)) {
        line_of(lab)->shown = true;
        progress_write(lab->progress);
    }
    lay_out_anew(state);
}

static void go_to_next(struct lab *lab)
{
    const struct shelf *shelf = lab->shelf;
    size_t at = (size_t)(lab->exercise.exercise - shelf->exercises);

    if (!is_passed(lab))
        lab_notice(lab, _("this one is not done yet"));
    else if (at + 1 == shelf->count)
        lab_notice(lab, _("this is the last one"));
    else
        exercise_open(lab, &shelf->exercises[at + 1]);
}

static void reset(struct lab *lab, bool again)
{
    struct exercise_state *state = &lab->exercise;
    char *backup = NULL;

    state->reset_asked = false;
    if (!working_is_own(lab)) {
        return;
    } else if (!again) {
        lab_notice(lab, _("x again puts your file back as it came"));
        state->reset_asked = true;
    } else if (desk_reset(state->exercise, state->file, &backup)) {
        lab_notice(lab, _("what it was is beside it: %s"),
                   strrchr(backup, '/') + 1);
    } else {
        lab_notice(lab, _("%s: cannot be written: %s"), state->file,
                   strerror(errno));
    }
    free(backup);
}

static void act_at_rest(struct lab *lab, enum command command)
{
    struct exercise_state *state = &lab->exercise;
    bool again = state->reset_asked;

    state->reset_asked = false;
    switch (command) {
    case COMMAND_CHECKED:
    case COMMAND_RIGHT:
        if (has_schedule(lab))
            step_through(lab);
        else
            check(lab);
        break;
    case COMMAND_CHECK:
        check(lab);
        break;
    case COMMAND_EDIT:
        edit(lab);
        break;
    case COMMAND_HINT:
        hint(lab);
        break;
    case COMMAND_SOLUTION:
        show_solution(lab);
        break;
    case COMMAND_NEXT_EXERCISE:
        go_to_next(lab);
        break;
    case COMMAND_RESET:
        reset(lab, again);
        break;
    case COMMAND_PAGE:
        working_open_lesson(lab);
        break;
    default:
        state->scroll = frame_scroll(command, state->scroll, last_scroll(lab),
                                     lab->rows > 8 ? lab->rows - 8 : 1);
        break;
    }
}

/* Keys are for what a check says: until it has, none but Esc is taken. */
static void act(struct lab *lab, enum command command)
{
    if (command == COMMAND_BACK || command == COMMAND_LEFT)
        lab_back(lab);
    else if (!lab->exercise.checks)
        act_at_rest(lab, command);
}

/* As it stands: nobody needs a hint any more. */
static bool is_done(const struct lab *lab)
{
    const struct check_result *result = result_of(&lab->exercise);

    return result && result->answer == ANSWER_OK;
}

static const char *label(const struct lab *lab, enum command command,
                         const char *usual)
{
    const struct exercise_state *state = &lab->exercise;

    if (state->checks)
        return command == COMMAND_BACK || command == COMMAND_QUIT ? usual
                                                                  : NULL;
    switch (command) {
    case COMMAND_CHECKED:
        return !has_schedule(lab) ? NULL
               : is_breaking(lab) ? _("step")
                                  : _("step through it");
    case COMMAND_HINT:
        return state->hints < state->exercise->hint_count && !is_done(lab)
                   ? usual
                   : NULL;
    case COMMAND_SOLUTION:
        return may_see_solution(lab) ? usual : NULL;
    case COMMAND_NEXT_EXERCISE:
        return is_passed(lab) ? usual : NULL;
    default:
        return usual;
    }
}

const struct screen exercise_screen = {IN_EXERCISE, draw, act,
                                       NULL,        NULL, label};
