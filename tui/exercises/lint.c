/* lint.c - looking at an exercise as its author should. */
#include "tui/exercises/lint.h"

#include "must.h"
#include "tui/drawing/canvas.h"
#include "tui/drawing/text.h"
#include "tui/exercises/checking.h"
#include "tui/pages/header.h"
#include "tui/pages/translation.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { GOAL = 72, HINTS_LEAST = 3, WORDS_LEAST = 8, CODE = 12 };

static unsigned words(const char *text)
{
    unsigned count = 0;

    for (; *text; count += *text != '\0') {
        text += strspn(text, " \n");
        if (!*text)
            break;
        text += strcspn(text, " \n");
        count += *text == '\0';
    }
    return count;
}

static void look_at_header(const struct exercise *exercise, char **problems)
{
    if (!*exercise->goal)
        header_complain(problems, _("no goal"));
    if (canvas_width(exercise->goal) > GOAL)
        header_complain(problems, _("the goal is longer than %d letters"),
                        GOAL);
    if (!*exercise->lesson)
        header_complain(problems, _("no lesson"));
    if (!*exercise->fails)
        header_complain(problems, _("fails: the stub's verdict is not said"));
    if (!*exercise->task)
        header_complain(problems, _("no task"));
}

/* A line of the solution that the stub does not have. */
static void look_for_line(const char *hint, const char *line, size_t length,
                          const char *stub, char **problems)
{
    char *code = header_trimmed(line, length);

    if (strlen(code) >= CODE && strstr(hint, code) && !strstr(stub, code))
        header_complain(problems, _("hint 1 has the solution's code: %s"),
                        code);
    free(code);
}

static void look_for_code(const struct exercise *exercise, char **problems)
{
    char *stub = text_of_file(exercise->stub);
    char *solution = text_of_file(exercise->solution);
    const char *line = solution ? solution : "";

    while (*line && stub && exercise->hint_count > 0) {
        size_t length = strcspn(line, "\n");

        look_for_line(exercise->hints[0], line, length, stub, problems);
        line += length + (line[length] == '\n');
    }
    free(solution);
    free(stub);
}

static void look_at_hints(const struct exercise *exercise, char **problems)
{
    if (exercise->hint_count < HINTS_LEAST)
        header_complain(problems, _("%u hints: at least %d"),
                        exercise->hint_count, HINTS_LEAST);
    for (unsigned i = 0; i < exercise->hint_count; i++) {
        if (words(exercise->hints[i]) < WORDS_LEAST)
            header_complain(problems, _("hint %u says nothing"), i + 1);
    }
    look_for_code(exercise, problems);
}

char *lint_exercise(const struct exercise *exercise)
{
    struct exercise again = {.name = must_copy(exercise->name)};
    char *problems = must_copy("");
    char *text = text_of_file(exercise->page);

    exercise_parse(&again, text ? text : "", &problems);
    exercise_fini(&again);
    free(text);
    look_at_header(exercise, &problems);
    look_at_hints(exercise, &problems);
    translation_lint(exercise->page, &problems);
    if (access(exercise->stub, R_OK) != 0)
        header_complain(&problems, _("no %s"), exercise->stub);
    if (access(exercise->solution, R_OK) != 0)
        header_complain(&problems, _("no %s"), exercise->solution);
    return problems;
}

/* ---- What checks say. ---- */

static enum check_answer check(const struct exercise *exercise,
                               const char *file, const char *folder,
                               char *message, size_t size)
{
    struct checking_options how = {
        .exercise = exercise, .file = file, .folder = folder};
    struct checking *checking = checking_start(&how, message, size);
    enum check_answer answer = ANSWER_UNAVAILABLE;

    while (checking && checking_pump(checking, 100))
        continue;
    if (checking) {
        const struct check_result *result = checking_result(checking);

        answer = result->wrong;
        snprintf(message, size, "%s", result->message);
    }
    checking_free(checking);
    return answer;
}

char *lint_exercise_checks(const struct exercise *exercise, const char *folder)
{
    char *problems = must_copy("");
    char message[2 * SENTENCE];
    enum check_answer stub =
        check(exercise, exercise->stub, folder, message, sizeof message);

    if (stub == ANSWER_OK)
        header_complain(&problems, _("the stub is solved already"));
    else if (strcmp(answer_name(stub), exercise->fails) != 0)
        header_complain(&problems, _("the stub fails by %s, not %s: %s"),
                        answer_name(stub), exercise->fails, message);
    enum check_answer solution =
        check(exercise, exercise->solution, folder, message, sizeof message);
    if (solution != ANSWER_OK)
        header_complain(&problems, _("the solution fails: %s: %s"),
                        answer_word(solution), message);
    return problems;
}
