/* found.c - the ways in which runs end, and the story of one. */
#include "tui/screens/found.h"

#include "must.h"
#include "tui/drawing/text.h"
#include "words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BAR = 16, VERDICT = 13, SMALL = 16 };

struct finding_found *found_selected(const struct lab *lab)
{
    struct verdicts *v = lab->explore.verdicts;

    return v && lab->explore.selected < v->total
               ? &v->findings[lab->explore.selected]
               : NULL;
}

/* ---- Words. ---- */

/* "48 schedules, 5,061 a second, dpor, in one process"; of a search that has
   tried all, what it did besides. */
static void say_search(const struct verdicts *v, char *text, size_t size)
{
    const struct search_state *search = &v->report->state;
    double seconds = exploring_seconds(v->exploring);
    uint64_t made = search->runs + search->blocked;
    bool besides = search->complete && search->runs > search->in_tree;
    char carrier[SENTENCE];
    char runs[32];
    char speed[32];

    snprintf(text, size,
             besides ? _("%s runs in all, few preemptions first; %s a second, "
                         "%s, %s")
                     : _("%s schedules, %s a second, %s, %s"),
             text_count(search->runs, runs, sizeof runs),
             text_count(seconds > 0 ? (uint64_t)((double)made / seconds) : 0,
                        speed, sizeof speed),
             strategy_name(search->strategy),
             verdicts_carrier(v, carrier, sizeof carrier));
}

/* ---- Drawing. ---- */

/* Breaks lines between words. Returns the row behind it. */
static int draw_wrapped(struct canvas *canvas, struct box area, int row,
                        enum role role, const char *text)
{
    char line[2 * SENTENCE];
    size_t used = 0;

    *line = '\0';
    while (*text) {
        size_t word = strcspn(text, " ");

        if (used + word + 2 > sizeof line)
            break;
        size_t before = used;
        used += (size_t)snprintf(line + used, sizeof line - used, "%s%.*s",
                                 used ? " " : "", (int)word, text);
        if (before > 0 && canvas_width(line) > area.columns) {
            line[before] = '\0';
            canvas_text(canvas, area, row++, 0, role, line);
            used =
                (size_t)snprintf(line, sizeof line, "  %.*s", (int)word, text);
        }
        text += word;
        text += strspn(text, " ");
    }
    canvas_text(canvas, area, row++, 0, role, line);
    return row;
}

static void draw_title(struct canvas *canvas, struct box area,
                       const char *title)
{
    canvas_line(canvas, area, 0, 0, area.columns, ROLE_BORDER, 0x2500);
    canvas_print(canvas, area, 0, 1, ROLE_HEADING, " %s ", title);
}

static enum role role_of(const char *verdict)
{
    if (strcmp(verdict, "ok") == 0)
        return ROLE_GOOD;
    return strcmp(verdict, "inconclusive") == 0 ? ROLE_WANTS : ROLE_ALARM;
}

static int verdict_width(const struct verdicts *v)
{
    int widest = VERDICT;

    for (unsigned at = 0; at < v->total; at++) {
        int width = canvas_width(_(v->findings[at].verdict)) + 1;

        widest = width > widest ? width : widest;
    }
    return widest;
}

static void draw_finding(const struct verdicts *v, unsigned at, bool selected,
                         struct canvas *canvas, struct box area, int row)
{
    const struct finding_found *found = &v->findings[at];
    uint64_t all = v->report->state.runs ? v->report->state.runs : 1;
    double share = (double)found->runs / (double)all;
    char text[SENTENCE];
    int column = 10;

    share = share > 1 ? 1 : share;
    if (selected)
        canvas_text(canvas, area, row, 1, ROLE_FOCUS, "▶");
    canvas_print(canvas, area, row, 3, ROLE_TEXT,
                 share > 0 && share < 0.0005 ? "<0.1 %%"
                 : share > 0 && share < 0.01 ? "%3.1f %%"
                                             : "%3.0f %%",
                 100 * share);
    if (area.columns >= 70) {
        int full = (int)(share * BAR + 0.5);

        canvas_line(canvas, area, row, column, column + BAR, ROLE_DIM, 0x2591);
        canvas_line(canvas, area, row, column,
                    column + (full > 0 ? full : found->runs > 0),
                    role_of(found->verdict), 0x2588);
        column += BAR + 2;
    }
    canvas_text(canvas, area, row, column, role_of(found->verdict),
                _(found->verdict));
    column += verdict_width(v);
    found_say(v, at, area.columns - 1 - column, text, sizeof text);
    canvas_fit(canvas, area, row, column, area.columns - 1,
               selected ? ROLE_SELECTED : ROLE_TEXT, text);
}

static void draw_findings(const struct lab *lab, struct canvas *canvas,
                          struct box area)
{
    const struct explore_state *state = &lab->explore;
    const struct verdicts *v = state->verdicts;
    int rows = area.rows - 1;
    int first = (int)state->selected + 1 - rows;
    char title[128];

    first = first > 0 ? first : 0;
    if ((int)v->total > rows)
        snprintf(title, sizeof title,
                 ngettext("what can happen: %u way, j and k",
                          "what can happen: %u ways, j and k", v->total),
                 v->total);
    else
        snprintf(title, sizeof title, "%s", _("what can happen"));
    draw_title(canvas, area, title);
    if (v->total == 0)
        canvas_text(canvas, area, 1, 3, ROLE_DIM, _("no run has ended yet"));
    for (int row = 1; row <= rows && first < (int)v->total; row++, first++)
        draw_finding(v, (unsigned)first, first == (int)state->selected, canvas,
                     area, row);
}

static int draw_output(const struct outcome_report *outcome,
                       struct canvas *canvas, struct box area, int row)
{
    uint32_t length = outcome->output_length < OUTCOME_OUTPUT
                          ? outcome->output_length
                          : OUTCOME_OUTPUT;

    for (uint32_t at = 0; at < length;) {
        const char *line = outcome->output + at;
        const char *end = memchr(line, '\n', length - at);
        uint32_t letters = end ? (uint32_t)(end - line) : length - at;
        char *text = must_print("│ %.*s", (int)letters, line);

        canvas_fit(canvas, area, row++, 0, area.columns, ROLE_CODE, text);
        free(text);
        at += letters + 1;
    }
    return row;
}

/* Returns the row behind it. */
static int draw_story(const struct lab *lab, struct canvas *canvas,
                      struct box area)
{
    const struct finding_found *found = found_selected(lab);
    int row = -lab->explore.scroll;

    if (!lab->explore.over) {
        canvas_text(
            canvas, area, 0, 0, ROLE_DIM,
            _("x stops the search; its story is told when it is over."));
        return 1;
    }
    if (!found)
        return 0;
    if (!found->told) {
        canvas_text(canvas, area, 0, 0, ROLE_DIM, _("running it once more..."));
        return 1;
    }
    const struct retelling *told = &found->retelling;
    if (*told->message)
        row = draw_wrapped(canvas, area, row, ROLE_STRONG, told->message);
    if (!told->held)
        row = draw_wrapped(canvas, area, row, ROLE_ALARM,
                           _("The program did not do the same on real tasks."));
    for (unsigned i = 0; i < told->story_count; i++)
        row = draw_wrapped(canvas, area, row, ROLE_TEXT, told->story[i]);
    if (found->outcome)
        row = draw_output(found->outcome, canvas, area, row);
    uint32_t preemptions = found->preemptions - found->older;
    canvas_print(canvas, area, row, 0, ROLE_DIM,
                 ngettext("%" PRIu32 " moves, %" PRIu32
                          " preemption: Enter steps through them.",
                          "%" PRIu32 " moves, %" PRIu32
                          " preemptions: Enter steps through them.",
                          preemptions),
                 found->length, preemptions);
    return row + 1;
}

/* Returns the rows for which there is no room. */
static int draw_story_pane(const struct lab *lab, struct canvas *canvas,
                           struct box area)
{
    const struct finding_found *found = found_selected(lab);
    char title[128];

    if (found && lab->explore.over)
        snprintf(title, sizeof title, _("%s: the simplest run that shows it"),
                 _(found->verdict));
    else
        snprintf(title, sizeof title, "%s", _("the simplest run"));
    draw_title(canvas, area, title);
    area = box_inside(area, 1, 1, 0, 1);

    const char *more = _("more: PgDn");
    int below = draw_story(lab, canvas, area) - area.rows;
    if (below > 0)
        canvas_print(canvas, area, area.rows - 1,
                     area.columns - canvas_width(more) - 3, ROLE_KEY, " ↓ %s",
                     more);
    below += lab->explore.scroll;
    return below > 0 ? below : 0;
}

/* Returns the rows that it takes. */
static int draw_summary(const struct verdicts *v, bool over,
                        struct canvas *canvas, struct box area)
{
    char text[2 * SENTENCE];
    bool decided = v->total > 0 || over;
    const char *verdict = decided ? _(v->verdict) : _("nothing yet");
    enum role role = decided ? role_of(v->verdict) : ROLE_ALARM;
    int column = 1;

    if (!over)
        column = canvas_text(canvas, area, 0, 1, ROLE_DIM, _("so far: "));
    column = canvas_text(canvas, area, 0, column, role, verdict);
    struct box beside = box_inside(area, 0, column + 2, 0, 1);
    int rows = 1;
    if (area.rows < SMALL)
        canvas_fit(canvas, beside, 0, 0, beside.columns, ROLE_TEXT, v->covered);
    else
        rows = draw_wrapped(canvas, beside, 0, ROLE_TEXT, v->covered);
    say_search(v, text, sizeof text);
    canvas_fit(canvas, area, rows, 1, area.columns - 1, ROLE_DIM, text);
    return rows + 1;
}

int found_draw(const struct lab *lab, struct canvas *canvas, struct box area)
{
    const struct explore_state *state = &lab->explore;
    int rows = (int)state->verdicts->total + 1;

    area = box_inside(area,
                      draw_summary(state->verdicts, state->over, canvas, area),
                      0, 0, 0);
    int most = area.rows * 2 / 5;
    most = most < 4 ? area.rows / 2 : most;
    rows = rows < 2 ? 2 : rows;
    rows = rows > most ? most : rows;
    draw_findings(lab, canvas, box_inside(area, 0, 0, area.rows - rows, 0));
    return draw_story_pane(lab, canvas, box_inside(area, rows, 0, 0, 0));
}
