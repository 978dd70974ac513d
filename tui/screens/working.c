/* working.c - an exercise, its hints and a check's answer as Markdown. */
#include "tui/screens/working.h"

#include "must.h"
#include "tui/drawing/text.h"
#include "tui/exercises/telling.h"
#include "words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- A text that grows. ---- */

__attribute__((format(printf, 2, 3))) static void add(char **text,
                                                      const char *format, ...)
{
    va_list arguments;
    char *more;

    va_start(arguments, format);
    if (vasprintf(&more, format, arguments) < 0)
        more = must_copy("");
    va_end(arguments);
    char *longer = must_print("%s%s", *text, more);
    free(more);
    free(*text);
    *text = longer;
}

/* Text that is no Markdown: its marks are only letters. */
static void add_plain(char **text, const char *plain)
{
    char *marked = must_allocate(2 * strlen(plain) + 1, 1);
    char *to = marked;

    for (; *plain; plain++) {
        if (strchr("\\`*_{}[]<>#|~", *plain))
            *to++ = '\\';
        *to++ = *plain;
    }
    add(text, "%s", marked);
    free(marked);
}

/* ---- What a check says. ---- */

static void add_layers(char **text, const struct exercise *exercise,
                       const struct check_result *result)
{
    for (int layer = 0; layer < LAYER_COUNT; layer++) {
        const struct check_layer *said = &result->layers[layer];
        const char *mark = said->state == LAYER_GOOD   ? "✓"
                           : said->state == LAYER_BAD  ? "✗"
                           : said->state == LAYER_OPEN ? "?"
                                                       : "·";

        add(text, "%d. %s %s", layer + 1, mark,
            layer_name(exercise, (enum layer)layer));
        if (said->state == LAYER_PENDING)
            add(text, _(": not come to it"));
        if (said->state == LAYER_BAD)
            add(text, ": **%s**", answer_word(said->answer));
        if (*said->text) {
            add(text, ": ");
            add_plain(text, said->text);
        }
        add(text, "\n");
    }
    add(text, "\n");
}

static void add_story(char **text, const struct check_result *result)
{
    if (result->story_count == 0)
        return;
    add(text,
        _("The simplest schedule that shows it; Enter steps through it:\n\n"));
    for (unsigned i = 0; i < result->story_count; i++) {
        add(text, "- ");
        add_plain(text, result->story[i]);
        add(text, "\n");
    }
    add(text, "\n");
}

static void add_result(char **text, const struct exercise *exercise,
                       const struct check_result *result)
{
    if (result->answer == ANSWER_UNCHANGED)
        add(text, _("**Nothing changed yet.** The file is as it came; this is "
                    "what is wrong with it.\n\n"));
    else if (result->answer == ANSWER_OK)
        add(text, _("**Done.** `n` goes on to the next exercise, `s` shows a "
                    "solution.\n\n"));
    else
        add(text, _("**Not yet: %s.**\n\n"), answer_word(result->answer));
    add_layers(text, exercise, result);
    add_story(text, result);
    if (*exercise->breaks)
        add(text, _("Enter steps the program to where your schedule ends. "
                    "There you go on, `W` saves your moves here, and `Esc` "
                    "comes back.\n\n"));
}

/* ---- The whole. ---- */

static char *solution_page(const struct exercise *exercise)
{
    char *source = text_of_file(exercise->solution);
    char *text = must_print(_("One way to solve it; `s` goes back.\n\n```c\n%s"
                              "```\n"),
                            source ? source : "");

    free(source);
    return text;
}

static void add_hints(char **text, const struct exercise_state *state)
{
    const struct exercise *exercise = state->exercise;

    for (unsigned i = 0; i < state->hints && i < exercise->hint_count; i++)
        add(text, _("\n\n## Hint %u of %u\n\n%s\n"), i + 1,
            exercise->hint_count, exercise->hints[i]);
}

char *working_page(const struct exercise_state *state)
{
    char *text;

    if (state->solution)
        return solution_page(state->exercise);
    text = must_copy("");
    if (state->checks)
        add(&text, _("**Checking, please wait.**\n\n"));
    else if (state->checking)
        add_result(&text, state->exercise, checking_result(state->checking));
    else
        add(&text, "%s\n\n",
            watcher_polls(state->watcher)
                ? _("Not checked yet: `c` checks it; so does each save, which "
                    "this file system does not tell: it is looked at twice a "
                    "second.")
                : _("Not checked yet: `c` checks it; so does each save."));
    add(&text, _("## The task\n\n%s\n"), state->exercise->task);
    add_hints(&text, state);
    return text;
}

/* Does the line say this? Its words may be parts of their own. */
static bool says(const struct page_line *line, const char *wanted)
{
    char *text = must_copy("");

    for (size_t i = 0; i < line->count; i++)
        add(&text, "%s", line->parts[i].text);
    bool found = strstr(text, wanted) != NULL;
    free(text);
    return found;
}

int working_hint_row(const struct exercise_state *state)
{
    char wanted[64];

    snprintf(wanted, sizeof wanted, _("Hint %u of"), state->hints);
    for (size_t row = state->page->count; row-- > 0;) {
        if (says(&state->page->lines[row], wanted))
            return (int)row;
    }
    return 0;
}

void working_state(const struct exercise_state *state, bool passed, char *text,
                   size_t size)
{
    const struct check_result *result =
        state->checking ? checking_result(state->checking) : NULL;

    if (state->checks && result->seconds > 0.5)
        snprintf(
            text, size, _("CHECKING, %" PRIu64 " schedules, %.0f a second"),
            result->schedules, (double)result->schedules / result->seconds);
    else if (state->checks)
        snprintf(text, size, _("CHECKING"));
    else if (result)
        snprintf(text, size, "%s",
                 result->answer == ANSWER_OK ? _("DONE")
                                             : answer_word(result->answer));
    else
        snprintf(text, size, passed ? _("DONE BEFORE") : _("NOT CHECKED YET"));
}

bool working_is_own(struct lab *lab)
{
    const struct exercise_state *state = &lab->exercise;
    bool own = strcmp(state->file, state->exercise->stub) != 0;

    if (!own)
        lab_notice(lab, _("you have no copy of your own: interleave init"));
    return own;
}

static const struct lesson *lesson_of(const struct lab *lab)
{
    const char *nearest;

    return catalogue_find(lab->catalogue, lab->exercise.exercise->lesson,
                          &nearest);
}

void working_break(struct lab *lab)
{
    const struct exercise_state *state = &lab->exercise;
    const char *path = checking_result(state->checking)->program;
    char *arguments[] = {(char *)(uintptr_t)path, NULL};
    struct session_options program = {
        .lesson = state->exercise->own_program ? NULL : lesson_of(lab),
        .program = path,
        .arguments = arguments,
        .input = -1,
        .rows = 24,
        .columns = 80};

    if (lab_step_along(lab, &program, state->file))
        lab_notice(lab, _("W saves the moves that you make in your schedule"));
}

const char *working_schedule(const struct lab *lab)
{
    const struct exercise_state *state = &lab->exercise;
    size_t below = lab->screen_count - 2;

    return lab->screen_count >= 2 && lab->screens[below] == &exercise_screen &&
                   *state->exercise->breaks
               ? state->file
               : NULL;
}

void working_open_lesson(struct lab *lab)
{
    const struct lesson *lesson = lesson_of(lab);

    if (lesson)
        lab_open(lab, lesson);
    else
        lab_notice(lab, _("its lesson is not there"));
}
