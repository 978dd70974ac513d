/* exercise.c - reading an exercise's page: a header, the task, and hints, each
   under a heading "## Hint". */
#include "tui/exercises/exercise.h"

#include "must.h"
#include "tui/exercises/answer.h"
#include "tui/pages/header.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SCHEDULES = 30000 }; /* Tried where the page does not say. */

#define HINT "## Hint"

struct reading {
    struct exercise *exercise;
    char **problems;
};

static void set(char **member, const char *value)
{
    free(*member);
    *member = must_copy(value);
}

static uint64_t number(const struct reading *reading, const char *key,
                       const char *value)
{
    char *end;
    unsigned long long read = strtoull(value, &end, 10);

    if (end == value || *end)
        header_complain(reading->problems, _("%s: not a number: %s"), key,
                        value);
    return read;
}

static bool yes(const struct reading *reading, const char *key,
                const char *value)
{
    if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
        header_complain(reading->problems, _("%s: neither yes nor no: %s"), key,
                        value);
    return strcmp(value, "yes") == 0;
}

static void set_fails(const struct reading *reading, const char *value)
{
    if (!answer_named(value))
        header_complain(reading->problems, _("fails: not a verdict: %s"),
                        value);
    set(&reading->exercise->fails, value);
}

/* "deadlock, 9" */
static void set_breaks(const struct reading *reading, const char *value)
{
    char verdict[32];

    if (sscanf(value, "%31[a-z-], %u", verdict,
               &reading->exercise->breaks_moves) == 2)
        set(&reading->exercise->breaks, verdict);
    else
        header_complain(reading->problems,
                        _("break: not a verdict and a number of moves: %s"),
                        value);
}

static void set_key(void *context, const char *key, const char *value)
{
    const struct reading *reading = context;
    struct exercise *exercise = reading->exercise;

    if (strcmp(key, "title") == 0)
        set(&exercise->title, value);
    else if (strcmp(key, "goal") == 0)
        set(&exercise->goal, value);
    else if (strcmp(key, "lesson") == 0)
        set(&exercise->lesson, value);
    else if (strcmp(key, "order") == 0)
        exercise->order = (int)number(reading, key, value);
    else if (strcmp(key, "fails") == 0)
        set_fails(reading, value);
    else if (strcmp(key, "break") == 0)
        set_breaks(reading, value);
    else if (strcmp(key, "parallel") == 0)
        exercise->parallel = yes(reading, key, value);
    else if (strcmp(key, "may-sleep") == 0)
        exercise->may_sleep = yes(reading, key, value);
    else if (strcmp(key, "processes") == 0)
        exercise->processes = yes(reading, key, value);
    else if (strcmp(key, "tasks") == 0)
        exercise->tasks = (unsigned)number(reading, key, value);
    else if (strcmp(key, "schedules") == 0)
        exercise->schedules = number(reading, key, value);
    else
        header_complain(reading->problems, _("no such key: %s"), key);
}

/* Where the next hint's heading begins; or the end. */
static const char *next_hint(const char *text)
{
    while (*text && strncmp(text, HINT, strlen(HINT)) != 0) {
        text = strchrnul(text, '\n');
        text += *text == '\n';
    }
    return text;
}

static void read_hints(struct exercise *exercise, const char *text,
                       char **problems)
{
    while (*text) {
        const char *line = strchrnul(text, '\n');
        const char *end = next_hint(line);

        if (exercise->hint_count == HINTS) {
            header_complain(problems, _("more than %d hints"), HINTS);
            return;
        }
        exercise->hints[exercise->hint_count++] =
            header_trimmed(line, (size_t)(end - line));
        text = end;
    }
}

void exercise_parse(struct exercise *exercise, const char *text,
                    char **problems)
{
    struct reading reading = {exercise, problems};

    exercise->schedules = SCHEDULES;
    text = header_read(text, set_key, &reading, problems);
    const char *hints = next_hint(text);
    exercise->task = header_trimmed(text, (size_t)(hints - text));
    read_hints(exercise, hints, problems);
    if (!exercise->title)
        exercise->title = must_copy(exercise->name ? exercise->name : "");
    if (!exercise->goal)
        exercise->goal = must_copy("");
    if (!exercise->lesson)
        exercise->lesson = must_copy("");
    if (!exercise->fails)
        exercise->fails = must_copy("");
    if (!exercise->breaks)
        exercise->breaks = must_copy("");
}

void exercise_fini(struct exercise *exercise)
{
    for (unsigned i = 0; i < exercise->hint_count; i++)
        free(exercise->hints[i]);
    free(exercise->chapter);
    free(exercise->folder);
    free(exercise->name);
    free(exercise->stub);
    free(exercise->page);
    free(exercise->check);
    free(exercise->solution);
    free(exercise->title);
    free(exercise->goal);
    free(exercise->lesson);
    free(exercise->fails);
    free(exercise->breaks);
    free(exercise->program);
    free(exercise->task);
    *exercise = (struct exercise){0};
}

char *exercise_key(const struct exercise *exercise)
{
    return must_print("%s/%s", exercise->chapter, exercise->name);
}
