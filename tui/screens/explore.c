/* explore.c - very many schedules: what can happen, and how it comes to it. */
#include "tui/lab.h"
#include "tui/lessons/chapters.h"

#include "must.h"
#include "tui/input.h"
#include "tui/keeping/place.h"
#include "tui/screens/found.h"
#include "tui/started.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NEWS_MS = 100, /* Between looks at what has been found. */
    PUMP_MS = 20,  /* Of a search that the lab itself carries. */
    RETELL_MS = 20 /* A piece of what is told. */
};

/* ---- The search. ---- */

static bool is_shown_somewhere(const struct lab *lab)
{
    for (size_t i = 0; i < lab->screen_count; i++) {
        if (lab->screens[i] == &explore_screen)
            return true;
    }
    return false;
}

/* What was opened from it is left. */
static void show(struct lab *lab)
{
    if (!is_shown_somewhere(lab))
        lab_go(lab, &explore_screen);
    while (lab->screen_count > 1 && lab_shown(lab) != &explore_screen)
        lab_back(lab);
}

static void begin(struct lab *lab)
{
    struct explore_state *state = &lab->explore;
    char why[256];
    int input = state->program.input;

    if (input >= 0 && input_repeats(input)) {
        snprintf(state->input, sizeof state->input, "/proc/self/fd/%d", input);
        state->how.input = state->input;
    }
    verdicts_free(state->verdicts);
    exploring_free(state->exploring);
    state->verdicts = NULL;
    state->over = state->stopped = false;
    state->selected = 0;
    state->scroll = 0;
    state->exploring =
        exploring_start(state->program.program, state->program.arguments,
                        &state->how, why, sizeof why);
    if (!state->exploring) {
        lab_notice(lab, "%s", why);
        state->over = true;
        return;
    }
    state->verdicts = verdicts_new(state->exploring, state->program.lesson,
                                   place_schedules());
}

void explore_open(struct lab *lab, const struct session_options *program,
                  const struct exploring_options *how)
{
    struct explore_state *state = &lab->explore;
    bool same = state->exploring &&
                strcmp(state->program.program, program->program) == 0;

    if (!same) {
        struct session_options kept;

        started_keep(&kept, program);
        explore_close(lab);
        state->program = kept;
        state->how = *how;
        begin(lab);
    }
    show(lab);
}

void explore_close(struct lab *lab)
{
    struct explore_state *state = &lab->explore;

    verdicts_free(state->verdicts);
    exploring_free(state->exploring);
    started_forget(&state->program);
    *state = (struct explore_state){0};
}

/* Which is to be told next: what is selected, then what is wrong, so that all
   of it has its name. The number of findings: nothing is. */
static unsigned next_to_tell(const struct lab *lab)
{
    const struct verdicts *v = lab->explore.verdicts;
    const struct finding_found *selected = found_selected(lab);
    unsigned next = 0;

    if (lab_shown(lab) != &explore_screen)
        return v->total;
    if (selected && !selected->told)
        return lab->explore.selected;
    while (next < v->count && v->findings[next].told)
        next++;
    return next < v->count ? next : v->total;
}

/* True: there is something new. */
static bool search_on(struct explore_state *state, uint64_t now_ms)
{
    bool needs_us = exploring_needs_us(state->exploring);

    state->over = !exploring_pump(state->exploring, needs_us ? PUMP_MS : 1);
    if (!state->over && now_ms - state->gathered_ms < NEWS_MS)
        return false;
    state->gathered_ms = now_ms;
    verdicts_gather(state->verdicts, !state->over);
    if (state->over)
        state->selected = 0; /* The gravest. */
    return true;
}

static const char *still_searches(void)
{
    return _("it still searches: x stops it");
}

bool explore_go_on(struct lab *lab, uint64_t now_ms)
{
    struct explore_state *state = &lab->explore;

    if (!state->exploring)
        return false;
    if (!state->over) {
        bool news = search_on(state, now_ms);

        if (state->over && strcmp(lab->notice, still_searches()) == 0)
            *lab->notice = '\0'; /* No longer so. */
        return news;
    }
    unsigned next = next_to_tell(lab);
    return next < state->verdicts->total &&
           !verdicts_retell(state->verdicts, next, RETELL_MS);
}

int explore_patience(const struct lab *lab)
{
    const struct explore_state *state = &lab->explore;

    if (!state->exploring)
        return -1;
    if (!state->over)
        return exploring_needs_us(state->exploring) ? 0 : NEWS_MS / 4;
    return next_to_tell(lab) < state->verdicts->total ? 0 : -1;
}

/* ---- Drawing. ---- */

static void say_place(const struct explore_state *state, char *text,
                      size_t size)
{
    const char *word = !state->over     ? _("EXPLORING")
                       : state->stopped ? _("STOPPED")
                                        : _("EXPLORED");

    snprintf(text, size, _("%s, %.1f s"), word,
             exploring_seconds(state->exploring));
}

static char *title_of(const struct lab *lab)
{
    const struct lesson *lesson = lab->explore.program.lesson;
    const char *path = lab->explore.program.arguments[0];
    const char *slash = strrchr(path, '/');

    return lesson ? must_print("%s › %s", chapters_said(lesson->chapter),
                               lesson->title)
                  : must_copy(slash ? slash + 1 : path);
}

static void draw(struct lab *lab, struct canvas *canvas)
{
    struct explore_state *state = &lab->explore;
    char *title = title_of(lab);
    char right[96] = "";

    if (state->exploring)
        say_place(state, right, sizeof right);
    struct box area = frame_draw(lab, canvas, title, right);
    free(title);
    if (!state->verdicts)
        return;
    state->scroll_most = found_draw(lab, canvas, area);
}

/* ---- Keys. ---- */

static void select_finding(struct lab *lab, enum command command)
{
    struct explore_state *state = &lab->explore;
    int last = (int)state->verdicts->total - 1;

    state->selected = (unsigned)frame_scroll(command, (int)state->selected,
                                             last > 0 ? last : 0, 1);
    state->scroll = 0;
}

static void step_through(struct lab *lab)
{
    const struct finding_found *found = found_selected(lab);

    if (!lab->explore.over)
        lab_notice(lab, "%s", still_searches());
    else if (found)
        lab_step_through(lab, &lab->explore.program, found->moves,
                         found->length);
    else
        lab_notice(lab, _("no run has ended"));
}

static void search_again(struct lab *lab)
{
    if (lab->explore.how.seconds > 0)
        lab->explore.how.seconds *= 2;
    begin(lab);
}

static void act_on_search(struct lab *lab, enum command command)
{
    struct explore_state *state = &lab->explore;

    switch (command) {
    case COMMAND_UP:
    case COMMAND_DOWN:
    case COMMAND_TOP:
    case COMMAND_BOTTOM:
        select_finding(lab, command);
        break;
    case COMMAND_SCREEN_UP:
    case COMMAND_SCREEN_DOWN:
        state->scroll =
            frame_scroll(command, state->scroll, state->scroll_most, 4);
        break;
    case COMMAND_PLAY_FOUND:
    case COMMAND_RIGHT:
        step_through(lab);
        break;
    case COMMAND_STOP_SEARCH:
        state->stopped = !state->over;
        if (!state->over)
            exploring_stop(state->exploring);
        break;
    default:
        break;
    }
}

static void act(struct lab *lab, enum command command)
{
    switch (command) {
    case COMMAND_AGAIN:
        search_again(lab);
        break;
    case COMMAND_PAGE:
        if (lab->explore.program.lesson) {
            lab->lesson = lab->explore.program.lesson;
            lab_go(lab, &page_screen);
        }
        break;
    case COMMAND_LEFT:
    case COMMAND_LEAVE:
    case COMMAND_BACK:
        lab_back(lab);
        break;
    default:
        if (lab->explore.verdicts)
            act_on_search(lab, command);
        break;
    }
}

static const char *label(const struct lab *lab, enum command command,
                         const char *usual)
{
    const struct explore_state *state = &lab->explore;

    switch (command) {
    case COMMAND_PLAY_FOUND:
        return state->over && state->verdicts && state->verdicts->total ? usual
                                                                        : NULL;
    case COMMAND_STOP_SEARCH:
        return state->over ? NULL : usual;
    case COMMAND_AGAIN:
        return state->over && state->verdicts &&
                       !state->verdicts->report->state.complete
                   ? usual
                   : NULL;
    case COMMAND_PAGE:
        return state->program.lesson ? usual : NULL;
    default:
        return usual;
    }
}

const struct screen explore_screen = {IN_EXPLORE, draw, act, NULL, NULL, label};
