/* lint.c - the rules for a lesson's program and its page. */
#include "tui/authoring/lint.h"

#include "must.h"
#include "tui/drawing/text.h"
#include "tui/pages/header.h"
#include "tui/pages/page.h"
#include "tui/pages/translation.h"
#include "tui/tour.h"
#include "words.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    PROGRAM_LINES = 80,
    WORDS_AT_LEAST = 300,
    WORDS_AT_MOST = 600,
    CHOICES_AT_LEAST = 3,
    PLAIN = 78 /* Columns for a page of which only the links are wanted. */
};

struct linting {
    const struct lesson *lesson;
    const struct catalogue *catalogue;
    char *source; /* "" where it cannot be read. */
    char *problems;
};

/* ---- The header. ---- */

/* The header's own slips: keys that are none, conditions that cannot be. */
static void check_header(struct linting *linting)
{
    const struct lesson *lesson = linting->lesson;
    struct lesson again = {.name = must_copy(lesson->name)};
    char *text = text_of_file(lesson->page);
    char *slips = NULL;

    lesson_parse(&again, text ? text : "", &slips);
    for (const char *slip = slips; slip && *slip;) {
        int length = (int)strcspn(slip, "\n");

        header_complain(&linting->problems, "%.*s", length, slip);
        slip += length;
        slip += *slip == '\n';
    }
    if (strcmp(again.title, again.name) == 0)
        header_complain(&linting->problems, _("no title"));
    free(slips);
    free(text);
    lesson_fini(&again);
    if (!*lesson->goal)
        header_complain(&linting->problems, _("no goal"));
    if (!*lesson->python)
        header_complain(&linting->problems,
                        _("no python: say \"none\" where there is nothing "
                          "like it"));
    if (lesson->order == 0)
        header_complain(&linting->problems, _("no order"));
}

static void check_prediction(struct linting *linting)
{
    const struct lesson *lesson = linting->lesson;
    size_t possible = 0;

    if (!*lesson->question)
        header_complain(&linting->problems,
                        _("no question: nothing is predicted"));
    for (size_t i = 0; i < lesson->outcome_count; i++) {
        possible += lesson->outcomes[i].possible;
        if (!*lesson->outcomes[i].text)
            header_complain(&linting->problems,
                            _("the prediction's choice %zu is empty"), i + 1);
    }
    if (possible == 0)
        header_complain(&linting->problems, _("no outcome"));
    else if (lesson->outcome_count < CHOICES_AT_LEAST)
        header_complain(&linting->problems,
                        _("fewer than %d choices to predict: add a decoy"),
                        CHOICES_AT_LEAST);
}

static void check_names(struct linting *linting, const char *key,
                        char *const *names)
{
    const char *nearest;

    for (; names && *names; names++) {
        if (!catalogue_find(linting->catalogue, *names, &nearest))
            header_complain(&linting->problems,
                            nearest ? _("%s: no such lesson: %s; perhaps %s")
                                    : _("%s: no such lesson: %s"),
                            key, *names, nearest);
    }
}

/* ---- The page. ---- */

static size_t words_in(const char *text)
{
    size_t words = 0;

    for (bool in_word = false; *text; text++) {
        bool letter = !isspace((unsigned char)*text);

        words += letter && !in_word;
        in_word = letter;
    }
    return words;
}

static void check_length(struct linting *linting)
{
    size_t words = words_in(linting->lesson->body);

    if (words < WORDS_AT_LEAST)
        header_complain(&linting->problems,
                        _("the page is too short: %zu words, %d at least"),
                        words, WORDS_AT_LEAST);
    if (words > WORDS_AT_MOST)
        header_complain(&linting->problems,
                        _("the page is too long: %zu words, %d at most"), words,
                        WORDS_AT_MOST);
}

static size_t mark_length(const char *at)
{
    size_t length = 1;

    while (isalnum((unsigned char)at[length]) || at[length] == '_')
        length++;
    return length > 1 ? length : 0;
}

/* Each mark that the page uses is in the program, */
static void check_marks_used(struct linting *linting)
{
    for (const char *at = linting->lesson->body; (at = strstr(at, "`@"));) {
        size_t length = mark_length(++at);

        if (length > 0 && at[length] == '`' &&
            page_mark_line(linting->source, at + 1, length - 1) == 0)
            header_complain(
                &linting->problems,
                _("the page uses %.*s, which is not in the program"),
                (int)length, at);
    }
}

static bool page_uses(const struct lesson *lesson, const char *mark,
                      size_t length)
{
    char *quoted = must_print("`%.*s`", (int)length, mark);
    bool uses = strstr(lesson->body, quoted) != NULL;

    free(quoted);
    return uses;
}

/* and each mark of the program is used, and there once. */
static void check_marks_made(struct linting *linting)
{
    for (const char *at = linting->source; (at = strchr(at, '@'));) {
        size_t length = mark_length(at);
        const char *line = at;

        while (line > linting->source && line[-1] != '\n')
            line--;
        const char *comment = strstr(line, "/*");
        if (length == 0 || !comment || comment > at) {
            at++;
            continue;
        }
        int first = page_mark_line(linting->source, at + 1, length - 1);
        int here = 1;
        for (const char *before = linting->source; before < at; before++)
            here += *before == '\n';
        if (first && first != here)
            header_complain(&linting->problems,
                            _("the mark %.*s is there twice, in lines %d and "
                              "%d"),
                            (int)length, at, first, here);
        else if (!page_uses(linting->lesson, at, length))
            header_complain(&linting->problems,
                            _("the page does not use the mark %.*s"),
                            (int)length, at);
        at += length;
    }
}

/* ---- Keys that the page asks for. ---- */

static void check_keys(struct linting *linting)
{
    const char *page = linting->lesson->body;
    struct tour_slip unknown = {0};

    while (tour_next(&page, &unknown) != COMMAND_NONE)
        ;
    if (unknown.at)
        header_complain(&linting->problems,
                        _("the page asks for a key for %.*s, which is nothing "
                          "that keys do"),
                        (int)unknown.length, unknown.at);
}

/* ---- Schedules that the page links to, and stops. ---- */

static bool lies_beside(const struct lesson *lesson, const char *name)
{
    const char *slash = strrchr(lesson->page, '/');
    int folder = slash ? (int)(slash + 1 - lesson->page) : 0;
    char *path = must_print("%.*s%s", folder, lesson->page, name);
    bool lies = access(path, R_OK) == 0;

    free(path);
    return lies;
}

static void check_links(struct linting *linting)
{
    struct page *page = page_new(linting->lesson->body, PLAIN, NULL);

    for (size_t i = 0; i < page->schedule_count; i++) {
        if (!lies_beside(linting->lesson, page->schedules[i]))
            header_complain(&linting->problems,
                            _("the page links to %s, which is not there"),
                            page->schedules[i]);
    }
    page_free(page);
}

static void check_apply(struct linting *linting, const char *words)
{
    const struct lesson *lesson = linting->lesson;
    char *name = must_print("%s.%s.sched", lesson->name, words);

    if (!lies_beside(lesson, name))
        header_complain(&linting->problems,
                        _("a stop applies %s, which is not there"), name);
    free(name);
}

static void check_run(struct linting *linting, const char *until, bool applied)
{
    if (!applied)
        header_complain(&linting->problems,
                        _("a stop runs to %s before a schedule is applied"),
                        until);
    if (*until == '@' &&
        page_mark_line(linting->source, until + 1, strlen(until + 1)) == 0)
        header_complain(&linting->problems,
                        _("a stop runs to %s, which is not in the program"),
                        until);
}

static void check_stops(struct linting *linting)
{
    bool applied = false;

    for (size_t i = 0; i < linting->lesson->stop_count; i++) {
        const struct stop *stop = &linting->lesson->stops[i];

        if (stop->kind == STOP_APPLY)
            check_apply(linting, stop->argument);
        else if (stop->kind == STOP_RUN)
            check_run(linting, stop->argument, applied);
        applied = applied || stop->kind == STOP_APPLY;
    }
}

/* ---- The program. ---- */

static void check_program(struct linting *linting)
{
    const char *source = linting->source;
    const char *head_end = strstr(source, "*/");
    int lines = 0;

    for (const char *at = source; *at; at++)
        lines += *at == '\n';
    if (lines > PROGRAM_LINES)
        header_complain(&linting->problems,
                        _("the program is too long: %d lines, %d at most"),
                        lines, PROGRAM_LINES);
    static const char *const says[] = {"?", "Watch:", "Compare with:"};
    for (size_t i = 0; i < sizeof says / sizeof *says; i++) {
        const char *found = strstr(source, says[i]);

        if (strncmp(source, "/*", 2) != 0 || !found || found > head_end)
            header_complain(
                &linting->problems,
                _("the comment at the program's head has no \"%s\""), says[i]);
    }
}

char *lint_lesson(const struct lesson *lesson,
                  const struct catalogue *catalogue)
{
    char *source = text_of_file(lesson->source);
    struct linting linting = {.lesson = lesson,
                              .catalogue = catalogue,
                              .source = source ? source : must_copy(""),
                              .problems = must_copy("")};

    check_header(&linting);
    check_prediction(&linting);
    check_names(&linting, "compare", lesson->compare);
    check_names(&linting, "requires", lesson->requires);
    check_length(&linting);
    check_marks_used(&linting);
    check_marks_made(&linting);
    check_keys(&linting);
    check_links(&linting);
    check_stops(&linting);
    check_program(&linting);
    translation_lint(lesson->page, &linting.problems);
    free(linting.source);
    return linting.problems;
}
