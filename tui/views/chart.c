/* chart.c - the numbers that a program has measured and printed, as bars:

       by 2: 2762 primes, 0.080 s, speed-up 1.6

   is a bar of 1.6 with the name "by 2". A line is in the chart if it has a name
   before a colon, and ends in a number with a word before it, or after it; and
   if the last such line has the same word. */
#include "tui/views/lines.h"
#include "tui/views/view.h"
#include "words.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME = 20, WORD = 24, BAR_MOST = 40, NUMBER = 9, FIGURES = 24 };

struct figure {
    char name[NAME + 1];
    char word[WORD + 1];
    double value;
};

/* The last number of a text; NULL: it has none. */
static const char *last_number(const char *text)
{
    const char *found = NULL;

    for (const char *at = text; *at; at++) {
        bool begins = isdigit((unsigned char)*at) &&
                      (at == text || isspace((unsigned char)at[-1]));

        if (begins)
            found = at;
    }
    return found;
}

/* What the number is of: the words behind it, or the one before. */
static bool take_word(const char *text, const char *number, const char *behind,
                      char word[WORD + 1])
{
    behind += strspn(behind, " ");
    if (*behind) {
        snprintf(word, WORD + 1, "%s", behind);
        return true;
    }
    const char *end = number;
    while (end > text && end[-1] == ' ')
        end--;
    const char *start = end;
    while (start > text && start[-1] != ' ')
        start--;
    snprintf(word, WORD + 1, "%.*s", (int)(end - start), start);
    return end > start;
}

static bool read_figure(const char *line, struct figure *figure)
{
    const char *colon = strchr(line, ':');
    const char *number = colon ? last_number(colon + 1) : NULL;
    char *behind;

    if (!number || colon == line || colon - line > NAME)
        return false;
    snprintf(figure->name, sizeof figure->name, "%.*s", (int)(colon - line),
             line);
    figure->value = strtod(number, &behind);
    return take_word(colon + 1, number, behind, figure->word);
}

/* Those of the same kind as the last one. */
static int collect(const struct model *model, struct figure figures[FIGURES])
{
    struct lines lines = lines_start(model);
    struct line line;
    struct figure last = {.value = 0};
    int count = 0;

    while (lines_next(&lines, &line))
        read_figure(line.text, &last);
    lines = lines_start(model);
    while (lines_next(&lines, &line) && count < FIGURES) {
        if (read_figure(line.text, &figures[count]) &&
            strcmp(figures[count].word, last.word) == 0)
            count++;
    }
    return count;
}

static int chart_rows(const struct scene *scene, int columns)
{
    struct figure figures[FIGURES];

    (void)columns;
    return collect(scene->model, figures);
}

static void title(const struct scene *scene, char *text, size_t size)
{
    struct figure figures[FIGURES];

    if (collect(scene->model, figures) > 0)
        snprintf(text, size, _("chart: %s, as measured"), figures[0].word);
    else
        snprintf(text, size, _("chart"));
}

static void draw(const struct scene *scene, int scroll, struct canvas *canvas,
                 struct box area)
{
    struct figure figures[FIGURES];
    int count = collect(scene->model, figures);
    int first = clamp_scroll(scroll, count, area.rows);
    double most = 0;
    int width = 1;

    for (int i = 0; i < count; i++) {
        most = figures[i].value > most ? figures[i].value : most;
        width = canvas_width(figures[i].name) > width
                    ? canvas_width(figures[i].name)
                    : width;
    }
    int room = area.columns - width - NUMBER;
    int wide = room > BAR_MOST ? BAR_MOST : room > 1 ? room : 1;
    for (int row = 0; row < area.rows && first + row < count; row++) {
        const struct figure *figure = &figures[first + row];
        struct bar bar = {.value = figure->value,
                          .most = most,
                          .width = wide,
                          .role = ROLE_HELD};

        canvas_fit(canvas, area, row, 0, width, ROLE_STRONG, figure->name);
        view_bar(canvas, area, row, width + 1, &bar);
        canvas_print(canvas, area, row, width + wide + 2, ROLE_TEXT, "%g",
                     figure->value);
    }
    if (count == 0)
        canvas_text(canvas, area, 0, 0, ROLE_DIM, _("nothing measured yet"));
}

const struct view chart_view = {title, chart_rows, draw};
