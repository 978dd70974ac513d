/* translation.c - taking a page to pieces, some of which are translated. */
#include "tui/pages/translation.h"

#include "must.h"
#include "tui/drawing/text.h"
#include "tui/pages/header.h"
#include "words.h"

#include <glob.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- A header's line, in pieces. ---- */

enum { PIECES = 4 };

struct piece {
    const char *kind; /* As the translation calls it; NULL: it stays. */
    char *text;
};

struct pieces {
    struct piece list[PIECES];
    size_t count;
};

static void add(struct pieces *pieces, const char *kind, char *text)
{
    pieces->list[pieces->count++] = (struct piece){kind, text};
}

static void free_pieces(struct pieces *pieces)
{
    for (size_t i = 0; i < pieces->count; i++)
        free(pieces->list[i].text);
}

/* "Both finish. | exit 0" */
static void split_outcome(struct pieces *pieces, const char *value)
{
    const char *bar = header_bar(value);

    add(pieces, "choice",
        header_trimmed(value, bar ? (size_t)(bar - value) : strlen(value)));
    if (bar)
        add(pieces, NULL, must_print(" %s", bar));
}

/* "say Two threads. | Draw them." and "run to end | It works." */
static void split_stop(struct pieces *pieces, const char *value)
{
    static const char say[] = "say ";
    const char *bar = strchrnul(value, '|');
    char *text = header_trimmed(value, (size_t)(bar - value));

    if (strncmp(text, say, sizeof say - 1) == 0) {
        add(pieces, NULL, must_copy(say));
        add(pieces, "say", must_copy(text + sizeof say - 1));
    } else {
        add(pieces, NULL, must_copy(text));
    }
    free(text);
    if (*bar) {
        add(pieces, NULL, must_copy(" | "));
        add(pieces, "notes", header_trimmed(bar + 1, strlen(bar + 1)));
    }
}

static struct pieces split(const char *key, const char *value)
{
    static const char *const whole[] = {"title", "goal", "python", "question"};
    struct pieces pieces = {.count = 0};

    if (strcmp(key, "outcome") == 0 || strcmp(key, "decoy") == 0)
        split_outcome(&pieces, value);
    else if (strcmp(key, "stop") == 0)
        split_stop(&pieces, value);
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        if (strcmp(key, whole[i]) == 0)
            add(&pieces, whole[i], must_copy(value));
    }
    if (pieces.count == 0)
        add(&pieces, NULL, must_copy(value));
    return pieces;
}

/* ---- What the translation says. ---- */

struct line {
    char *key;
    char *value;
    bool taken;
};

struct lines {
    struct line *list;
    size_t count;
    char **problems; /* NULL: nobody asks. */
};

static void keep_line(void *context, const char *key, const char *value)
{
    struct lines *lines = context;

    lines->list =
        must_resize(lines->list, lines->count + 1, sizeof *lines->list);
    lines->list[lines->count++] =
        (struct line){.key = must_copy(key), .value = must_copy(value)};
}

static void free_lines(struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        free(lines->list[i].key);
        free(lines->list[i].value);
    }
    free(lines->list);
}

/* The next of its kind that has not been taken; NULL: there is none. */
static const char *take(struct lines *lines, const char *kind)
{
    for (size_t i = 0; i < lines->count; i++) {
        struct line *line = &lines->list[i];

        if (!line->taken && strcmp(line->key, kind) == 0) {
            line->taken = true;
            return line->value;
        }
    }
    return NULL;
}

/* ---- The page in the other language. ---- */

struct merging {
    FILE *to;
    struct lines lines;
};

static void merge_line(void *context, const char *key, const char *value)
{
    struct merging *merging = context;
    struct pieces pieces = split(key, value);

    fprintf(merging->to, "%s: ", key);
    for (size_t i = 0; i < pieces.count; i++) {
        const struct piece *piece = &pieces.list[i];
        const char *other =
            piece->kind ? take(&merging->lines, piece->kind) : NULL;

        fputs(other ? other : piece->text, merging->to);
    }
    putc('\n', merging->to);
    free_pieces(&pieces);
}

char *translation_of(const char *original, const char *translated)
{
    struct merging merging = {.to = NULL};
    char *merged = NULL;
    size_t length = 0;

    const char *body = header_read(translated, keep_line, &merging.lines, NULL);
    merging.to = open_memstream(&merged, &length);
    MUST(merging.to != NULL);
    header_read(original, merge_line, &merging, NULL);
    fputs(body, merging.to);
    MUST(fclose(merging.to) == 0);
    free_lines(&merging.lines);
    return merged;
}

/* ---- Of which page it is. ---- */

/* FNV-1a (G. Fowler, L. Noll, K.-P. Vo), of 32 bits. */
static uint32_t sum_on(uint32_t sum, const char *text)
{
    for (; *text; text++)
        sum = (sum ^ (unsigned char)*text) * UINT32_C(0x01000193);
    return sum;
}

static void sum_line(void *context, const char *key, const char *value)
{
    uint32_t *sum = context;
    struct pieces pieces = split(key, value);

    for (size_t i = 0; i < pieces.count; i++) {
        if (pieces.list[i].kind)
            *sum = sum_on(sum_on(*sum, pieces.list[i].text), "\n");
    }
    free_pieces(&pieces);
}

uint32_t translation_sum(const char *original)
{
    uint32_t sum = UINT32_C(0x811c9dc5);
    const char *body = header_read(original, sum_line, &sum, NULL);

    return sum_on(sum, body);
}

/* ---- What is wrong with it. ---- */

static void check_line(void *context, const char *key, const char *value)
{
    struct lines *lines = context;
    struct pieces pieces = split(key, value);

    for (size_t i = 0; i < pieces.count; i++) {
        const struct piece *piece = &pieces.list[i];

        if (piece->kind && !take(lines, piece->kind))
            header_complain(lines->problems, _("no %s for: %s"), piece->kind,
                            piece->text);
    }
    free_pieces(&pieces);
}

static void check_header(const char *original, struct lines *lines)
{
    char sum[16];
    const char *of = take(lines, "of");

    snprintf(sum, sizeof sum, "%08" PRIx32, translation_sum(original));
    if (!of || strcmp(of, sum) != 0)
        header_complain(lines->problems,
                        _("the page is another by now: bring this one up to "
                          "date, then write \"of: %s\""),
                        sum);
    header_read(original, check_line, lines, NULL);
    for (size_t i = 0; i < lines->count; i++) {
        if (!lines->list[i].taken)
            header_complain(lines->problems, _("nothing is left for %s: %s"),
                            lines->list[i].key, lines->list[i].value);
    }
}

/* All that stands in the text between these two, in order. */
static char *all_between(const char *text, const char *begin, const char *end)
{
    char *all = must_copy("");

    while ((text = strstr(text, begin))) {
        text += strlen(begin);
        size_t length = strcspn(text, end);
        char *longer = must_print("%s %.*s", all, (int)length, text);

        free(all);
        all = longer;
        text += length;
    }
    return all;
}

static void check_same(const char *original, const char *translated,
                       const char *const part[3], char **problems)
{
    char *there = all_between(original, part[0], part[1]);
    char *here = all_between(translated, part[0], part[1]);

    if (strcmp(there, here) != 0)
        header_complain(problems, _("%s are not the page's:%s; there:%s"),
                        part[2], here, there);
    free(there);
    free(here);
}

/* Sentences have another order in another language, and with them marks. */
static void check_marks(const char *original, const char *translated,
                        char **problems)
{
    for (const char *at = original; (at = strstr(at, "`@"));) {
        size_t length = strcspn(at + 1, "`\n") + 2;
        char *mark = must_print("%.*s", (int)length, at);

        if (!strstr(translated, mark))
            header_complain(problems, _("%s is not spoken of"), mark);
        free(mark);
        at += length;
    }
}

static void check_body(const char *original, const char *translated,
                       char **problems)
{
    static const char *const same[][3] = {
        {"](", ")", "links"},
        {"`key:", "`", "keys"},
        {"\n```", "\n", "blocks of code"},
        {"\n## Hint ", ":\n", "hints"},
    };

    check_marks(original, translated, problems);
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        check_same(original, translated, same[i], problems);
}

static char *check(const char *original, const char *translated)
{
    char *problems = must_copy("");
    struct lines lines = {.problems = &problems};
    const char *body = header_read(translated, keep_line, &lines, &problems);

    check_header(original, &lines);
    check_body(original, body, &problems);
    free_lines(&lines);
    return problems;
}

/* Each problem, with the file that it is in. */
static void tell(const char *path, const char *found, char **problems)
{
    const char *slash = strrchr(path, '/');

    while (*found) {
        int length = (int)strcspn(found, "\n");

        header_complain(problems, "%s: %.*s", slash ? slash + 1 : path, length,
                        found);
        found += length + (found[length] == '\n');
    }
}

void translation_lint(const char *page, char **problems)
{
    int stem = (int)(strrchr(page, '.') - page);
    char *pattern = must_print("%.*s.*.md", stem, page);
    char *original = text_of_file(page);
    glob_t beside;

    if (original && glob(pattern, 0, NULL, &beside) == 0) {
        for (size_t i = 0; i < beside.gl_pathc; i++) {
            char *translated = text_of_file(beside.gl_pathv[i]);
            char *found = check(original, translated ? translated : "");

            tell(beside.gl_pathv[i], found, problems);
            free(found);
            free(translated);
        }
        globfree(&beside);
    }
    free(original);
    free(pattern);
}
