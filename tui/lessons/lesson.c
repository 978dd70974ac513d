/* lesson.c - reading a lesson's page: `key: value` lines up to the first empty
   one, then Markdown. */
#include "tui/lessons/lesson.h"

#include "model/describe.h"
#include "must.h"
#include "tui/pages/header.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const pane_names[PANE_COUNT] = {
    [PANE_SOURCE] = "source",       [PANE_TASKS] = "tasks",
    [PANE_OBJECTS] = "objects",     [PANE_WAITS] = "waits",
    [PANE_TIMELINE] = "timeline",   [PANE_OUTPUT] = "output",
    [PANE_PROCESSES] = "processes", [PANE_VARIABLES] = "variables",
    [PANE_TURNS] = "turns",         [PANE_SWITCHES] = "switches",
    [PANE_CHART] = "chart",         [PANE_OWNER] = "owner",
    [PANE_MEMORY] = "memory",       [PANE_WORKERS] = "workers",
    [PANE_CLIENTS] = "clients",
};

const char *pane_name(enum pane pane)
{
    return pane_names[pane];
}

static void set(char **member, const char *value)
{
    free(*member);
    *member = must_copy(value);
}

/* ---- Conditions. ---- */

static const struct {
    const char *word;
    enum condition_kind kind;
} condition_words[] = {
    {"exit ", CONDITION_EXIT},          {"signal ", CONDITION_SIGNAL},
    {"verdict ", CONDITION_VERDICT},    {"prints ", CONDITION_PRINTS},
    {"otherwise", CONDITION_OTHERWISE},
};

/* Behind the end of one condition: " and " outside quotes, or the end. */
static const char *condition_end(const char *text)
{
    bool quoted = false;

    for (; *text; text++) {
        if (*text == '"')
            quoted = !quoted;
        if (!quoted && strncmp(text, " and ", 5) == 0)
            break;
    }
    return text;
}

static char *unquote(const char *text)
{
    size_t length = strlen(text);

    if (length >= 2 && *text == '"' && text[length - 1] == '"')
        return must_print("%.*s", (int)length - 2, text + 1);
    return must_copy(text);
}

/* Could it ever be true? */
static bool is_possible(enum condition_kind kind, const char *word)
{
    switch (kind) {
    case CONDITION_OTHERWISE:
        return *word == '\0';
    case CONDITION_EXIT:
        return *word && word[strspn(word, "0123456789")] == '\0' &&
               strtol(word, NULL, 10) <= 255;
    case CONDITION_SIGNAL:
        return signal_number(word) != 0;
    case CONDITION_VERDICT:
        for (int verdict = 0; verdict < VERDICT_COUNT; verdict++) {
            if (strcmp(word, verdict_name((enum verdict)verdict)) == 0)
                return true;
        }
        return false;
    case CONDITION_PRINTS:
        break;
    }
    return true;
}

static bool parse_condition(struct condition *condition, const char *text)
{
    for (size_t i = 0; i < sizeof condition_words / sizeof *condition_words;
         i++) {
        size_t length = strlen(condition_words[i].word);

        if (strncmp(text, condition_words[i].word, length) != 0)
            continue;
        if (!is_possible(condition_words[i].kind, text + length))
            return false;
        condition->kind = condition_words[i].kind;
        condition->word = unquote(text + length);
        return true;
    }
    return false;
}

static void parse_conditions(struct outcome *outcome, const char *text,
                             char **problems)
{
    while (*text) {
        const char *end = condition_end(text);
        char *one = header_trimmed(text, (size_t)(end - text));

        if (outcome->condition_count == CONDITIONS)
            header_complain(problems, _("more than %d conditions: %s"),
                            CONDITIONS, one);
        else if (parse_condition(&outcome->conditions[outcome->condition_count],
                                 one))
            outcome->condition_count++;
        else
            header_complain(problems, _("not a condition: %s"), one);
        free(one);
        text = *end ? end + 5 : end;
    }
}

static void add_outcome(struct lesson *lesson, const char *value, bool possible,
                        char **problems)
{
    const char *bar = header_bar(value);

    lesson->outcomes = must_resize(lesson->outcomes, lesson->outcome_count + 1,
                                   sizeof *lesson->outcomes);
    struct outcome *outcome = &lesson->outcomes[lesson->outcome_count++];
    *outcome = (struct outcome){.possible = possible};
    outcome->text =
        header_trimmed(value, bar ? (size_t)(bar - value) : strlen(value));
    if (bar) {
        char *conditions = header_trimmed(bar + 1, strlen(bar + 1));

        parse_conditions(outcome, conditions, problems);
        free(conditions);
    } else if (possible) {
        header_complain(problems, _("outcome without a condition: %s"), value);
    }
}

/* ---- Lists. ---- */

static void free_list(char **list)
{
    for (char **entry = list; entry && *entry; entry++)
        free(*entry);
    free(list);
}

static void set_list(char ***list, const char *value)
{
    size_t count = 0;

    free_list(*list); /* The header may say it twice. */
    *list = NULL;
    while (*value) {
        size_t length = strcspn(value, ",");

        *list = must_resize(*list, count + 2, sizeof **list);
        (*list)[count++] = header_trimmed(value, length);
        (*list)[count] = NULL;
        value += length + (value[length] == ',');
    }
}

static void add_pane(enum pane *panes, size_t *count, enum pane pane)
{
    for (size_t i = 0; i < *count; i++) {
        if (panes[i] == pane)
            return;
    }
    panes[(*count)++] = pane;
}

static size_t parse_panes(const char *value, enum pane *panes, char **problems)
{
    size_t count = 0;

    while (*value) {
        size_t length = strcspn(value, " ,");
        bool known = length == 0;

        for (int pane = 0; pane < PANE_COUNT && !known; pane++) {
            known = strncmp(value, pane_names[pane], length) == 0 &&
                    pane_names[pane][length] == '\0';
            if (known)
                add_pane(panes, &count, (enum pane)pane);
        }
        if (!known)
            header_complain(problems, _("no such pane: %.*s"), (int)length,
                            value);
        value += length;
        value += strspn(value, " ,");
    }
    return count;
}

size_t lesson_panes(const char *value, enum pane panes[PANE_COUNT])
{
    return parse_panes(value, panes, NULL);
}

static uint32_t parse_pace(const char *value, char **problems)
{
    char *end;
    long ms = strtol(value, &end, 10);

    if (end == value || *end || ms < 0 || ms > 10000) {
        header_complain(problems,
                        _("pace: not milliseconds from 0 to 10000: %s"), value);
        return 0;
    }
    return (uint32_t)ms * 1000;
}

static void set_coverage(struct lesson *lesson, const char *value,
                         char **problems)
{
    lesson->sampled = strcmp(value, "sampled") == 0;
    if (!lesson->sampled && strcmp(value, "complete") != 0)
        header_complain(problems,
                        _("coverage: neither complete nor sampled: %s"), value);
}

/* "deadlock, 9" */
static void set_breaks(struct lesson *lesson, const char *value,
                       char **problems)
{
    const char *comma = strchrnul(value, ',');
    char *verdict = header_trimmed(value, (size_t)(comma - value));
    int moves = *comma ? atoi(comma + 1) : 0;

    if (moves > 0 && is_possible(CONDITION_VERDICT, verdict)) {
        set(&lesson->breaks, verdict);
        lesson->breaks_moves = (unsigned)moves;
    } else {
        header_complain(problems,
                        _("break: not a verdict and a number of moves: %s"),
                        value);
    }
    free(verdict);
}

static void add_stop(struct lesson *lesson, const char *value, char **problems)
{
    struct stop stop;

    if (!stop_parse(value, &stop)) {
        header_complain(problems, _("not a stop: %s"), value);
        return;
    }
    if (stop.kind == STOP_SHOW)
        parse_panes(stop.argument, (enum pane[PANE_COUNT]){0}, problems);
    lesson->stops = must_resize(lesson->stops, lesson->stop_count + 1,
                                sizeof *lesson->stops);
    lesson->stops[lesson->stop_count++] = stop;
}

/* ---- The whole. ---- */

struct reading {
    struct lesson *lesson;
    char **problems;
};

static void set_key(void *context, const char *key, const char *value)
{
    const struct reading *reading = context;
    struct lesson *lesson = reading->lesson;
    char **problems = reading->problems;

    if (strcmp(key, "title") == 0)
        set(&lesson->title, value);
    else if (strcmp(key, "goal") == 0)
        set(&lesson->goal, value);
    else if (strcmp(key, "python") == 0)
        set(&lesson->python, value);
    else if (strcmp(key, "question") == 0)
        set(&lesson->question, value);
    else if (strcmp(key, "owner") == 0)
        set(&lesson->owner, value);
    else if (strcmp(key, "order") == 0)
        lesson->order = atoi(value);
    else if (strcmp(key, "pace") == 0)
        lesson->pace_us = parse_pace(value, problems);
    else if (strcmp(key, "break") == 0)
        set_breaks(lesson, value, problems);
    else if (strcmp(key, "coverage") == 0)
        set_coverage(lesson, value, problems);
    else if (strcmp(key, "watch") == 0)
        set_list(&lesson->watch, value);
    else if (strcmp(key, "compare") == 0)
        set_list(&lesson->compare, value);
    else if (strcmp(key, "requires") == 0)
        set_list(&lesson->requires, value);
    else if (strcmp(key, "panes") == 0)
        lesson->pane_count = parse_panes(value, lesson->panes, problems);
    else if (strcmp(key, "outcome") == 0)
        add_outcome(lesson, value, true, problems);
    else if (strcmp(key, "decoy") == 0)
        add_outcome(lesson, value, false, problems);
    else if (strcmp(key, "stop") == 0)
        add_stop(lesson, value, problems);
    else
        header_complain(problems, _("no such key: %s"), key);
}

static void set_defaults(struct lesson *lesson)
{
    static const enum pane usual[] = {PANE_SOURCE, PANE_TASKS,    PANE_OBJECTS,
                                      PANE_WAITS,  PANE_TIMELINE, PANE_OUTPUT};

    if (!lesson->title)
        lesson->title = must_copy(lesson->name ? lesson->name : "");
    if (!lesson->goal)
        lesson->goal = must_copy("");
    if (!lesson->python)
        lesson->python = must_copy("");
    if (!lesson->owner)
        lesson->owner = must_copy("");
    if (!lesson->question)
        lesson->question = must_copy("");
    if (!lesson->breaks)
        lesson->breaks = must_copy("");
    if (lesson->pane_count == 0) {
        for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
            add_pane(lesson->panes, &lesson->pane_count, usual[i]);
    }
}

void lesson_parse(struct lesson *lesson, const char *text, char **problems)
{
    struct reading reading = {lesson, problems};

    text = header_read(text, set_key, &reading, problems);
    lesson->body = must_copy(text);
    set_defaults(lesson);
}

void lesson_fini(struct lesson *lesson)
{
    for (size_t i = 0; i < lesson->outcome_count; i++) {
        for (size_t j = 0; j < lesson->outcomes[i].condition_count; j++)
            free(lesson->outcomes[i].conditions[j].word);
        free(lesson->outcomes[i].text);
    }
    for (size_t i = 0; i < lesson->stop_count; i++)
        stop_fini(&lesson->stops[i]);
    free(lesson->stops);
    free_list(lesson->watch);
    free_list(lesson->compare);
    free_list(lesson->requires);
    free(lesson->outcomes);
    free(lesson->chapter);
    free(lesson->folder);
    free(lesson->name);
    free(lesson->source);
    free(lesson->text);
    free(lesson->page);
    free(lesson->program);
    free(lesson->title);
    free(lesson->goal);
    free(lesson->python);
    free(lesson->question);
    free(lesson->owner);
    free(lesson->breaks);
    free(lesson->body);
    *lesson = (struct lesson){0};
}

/* One line, as a paragraph's text is laid out. */
static char *one_line(const char *from, size_t length)
{
    char *line = must_print("%.*s", (int)length, from);

    for (char *at = line; *at; at++) {
        if (*at == '\n')
            *at = ' ';
    }
    return line;
}

char *lesson_link(const struct lesson *lesson, const char *path)
{
    const char *slash = strrchr(path, '/');
    char *target = must_print("](%s)", slash ? slash + 1 : path);
    const char *end = strstr(lesson->body, target);
    const char *begin =
        end ? memrchr(lesson->body, '[', (size_t)(end - lesson->body)) : NULL;

    free(target);
    return begin ? one_line(begin + 1, (size_t)(end - begin) - 1) : NULL;
}

char *lesson_key(const struct lesson *lesson)
{
    return must_print("%s/%s", lesson->chapter, lesson->name);
}
