/* news.c - what the lines above and below the panes of a run say. */
#include "tui/screens/news.h"
#include "tui/lessons/chapters.h"

#include "must.h"
#include "tui/lessons/prediction.h"
#include "tui/tour.h"
#include "words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *news_said(const struct lab *lab)
{
    const struct lesson *lesson = session_lesson(lab->session);
    const struct progress_line *done =
        lesson ? lab_progress(lab, lesson) : NULL;

    if (!done || done->predicted < 1 ||
        done->predicted > (int)lesson->outcome_count)
        return NULL;
    return lesson->outcomes[done->predicted - 1].text;
}

static void describe_pace(const struct lab *lab, char *text, size_t size)
{
    uint32_t pace_us = session_pace_us(lab->session);

    if (pace_us == 0)
        snprintf(text, size, _("full speed"));
    else
        snprintf(text, size, _("%" PRIu32 " ms a step"), pace_us / 1000);
}

/* Who looks at a recording did not end the program. */
static bool ended_by_reader(const struct lab *lab)
{
    return session_can_run_again(lab->session);
}

static void describe_end_shortly(struct lab *lab, char *text, size_t size)
{
    struct ending ending = session_ending(lab->session);
    char status[96];

    if (!ending.over)
        snprintf(text, size, _("CUT OFF after %.1f s"), ending.seconds);
    else if (ending.ended_by_lab)
        snprintf(text, size,
                 ended_by_reader(lab) ? _("ENDED by you, %.1f s")
                                      : _("ENDED by the lab, %.1f s"),
                 ending.seconds);
    else
        snprintf(text, size, _("ENDED, %s, %.1f s"),
                 describe_status(ending.status, status, sizeof status),
                 ending.seconds);
}

void news_place(struct lab *lab, char *text, size_t size)
{
    struct session *session = lab->session;
    char pace[64];

    describe_pace(lab, pace, sizeof pace);
    if (session_is_following(session) && session_is_live(session))
        snprintf(text, size, "%s, %s",
                 session_is_paused(session) ? _("PAUSED") : _("LIVE"), pace);
    else if (session_is_following(session))
        describe_end_shortly(lab, text, size);
    else
        snprintf(text, size, "%s %zu/%zu%s",
                 lab->run.playing ? _("PLAYING") : _("LOOKING BACK"),
                 session_position(session), session_length(session),
                 session_is_live(session) ? _(", program paused") : "");
}

static char *make_title(const struct lab *lab)
{
    const struct lesson *lesson = session_lesson(lab->session);

    if (lesson)
        return must_print("%s › %s", chapters_said(lesson->chapter),
                          lesson->title);
    /* The folder is what there is no room for. */
    const char *program = session_program(lab->session);
    const char *end = strchrnul(program, ' ');
    const char *name = memrchr(program, '/', (size_t)(end - program));
    return must_copy(name ? name + 1 : program);
}

static const char *goal_of(const struct lab *lab)
{
    const struct lesson *lesson = session_lesson(lab->session);

    return lesson && *lesson->goal
               ? lesson->goal
               : _("the program ends, and nothing is stuck");
}

static bool is_of(enum command command, enum where where)
{
    return command_where(command) != ANYWHERE &&
           (command_where(command) & where);
}

/* The first key of this very screen that the page asks for and that has not
   been used; where only others are left, the way to the page. COMMAND_NONE: it
   asks for none. */
static enum command wanted(const struct lab *lab)
{
    const struct lesson *lesson = session_lesson(lab->session);
    const char *page = lesson ? lesson->body : "";
    enum command command;
    enum command first = COMMAND_NONE;

    while ((command = tour_next(&page, NULL)) != COMMAND_NONE) {
        if (lab->progress->tried[command])
            continue;
        if (is_of(command, lab_shown(lab)->where))
            return command;
        first = COMMAND_PAGE;
    }
    return first;
}

/* Under control, the clock says nothing of the program. */
static void describe_after(const struct lab *lab, const struct ending *ending,
                           char *text, size_t size)
{
    uint64_t moves = session_model(lab->session)->moves;

    if (moves > 0)
        snprintf(text, size,
                 ngettext("after %" PRIu64 " move", "after %" PRIu64 " moves",
                          moves),
                 moves);
    else
        snprintf(text, size, _("after %.1f s"), ending->seconds);
}

void news_end(const struct lab *lab, char *text, size_t size)
{
    struct ending ending = session_ending(lab->session);
    char status[96];
    char after[96];

    describe_after(lab, &ending, after, sizeof after);
    describe_status(ending.status, status, sizeof status);
    if (!ending.over)
        snprintf(
            text, size,
            _("the recording was cut off here: the lab was ended before the "
              "program"));
    else if (ending.too_many)
        snprintf(text, size, _("ended by the lab: it started too many tasks"));
    else if (ending.ended_by_lab)
        snprintf(text, size,
                 ended_by_reader(lab) ? _("ended by you %s")
                                      : _("ended by the lab %s"),
                 after);
    else if (session_model(lab->session)->moves > 0)
        snprintf(text, size, _("the program ended: %s, %s"), status, after);
    else
        snprintf(text, size,
                 ngettext("the program ended: %s, %s and %" PRIu64 " operation",
                          "the program ended: %s, %s and %" PRIu64
                          " operations",
                          ending.operations),
                 status, after, ending.operations);
}

/* The newest thing worth knowing. True: it is an alarm. */
static bool describe_news(struct lab *lab, char *text, size_t size)
{
    const struct model *model = session_model(lab->session);
    bool over =
        !session_is_live(lab->session) && session_is_following(lab->session);

    if (model->stuck.verdict) {
        describe_stuck(model, text, size);
        return true;
    }
    if (over) {
        news_end(lab, text, size);
        return false;
    }
    if (model->latest.type == EVENT_OPERATION && model->operation_events)
        describe_event(model, &model->latest, text, size);
    else
        snprintf(text, size, _("starting"));
    return false;
}

void news_blind_spots(const struct lab *lab, char *text, size_t size)
{
    const struct model *model = session_model(lab->session);

    *text = '\0';
    if (session_record_problem(lab->session))
        snprintf(text, size, "%s", session_record_problem(lab->session));
    else if (model->unseen)
        snprintf(text, size,
                 ngettext("%" PRIu64 " task could not be watched",
                          "%" PRIu64 " tasks could not be watched",
                          model->unseen),
                 model->unseen);
    else if (model->lost)
        snprintf(text, size,
                 ngettext("%" PRIu64
                          " operation too fast to show: press - to slow down",
                          "%" PRIu64
                          " operations too fast to show: press - to slow down",
                          model->lost),
                 model->lost);
    else if (model->finding_count)
        describe_finding(model, &model->findings[model->finding_count - 1],
                         text, size);
}

/* What the program is to achieve; on a tour, what is to be pressed. */
static void draw_aim(const struct lab *lab, struct canvas *canvas,
                     struct box area, int end)
{
    enum command command = wanted(lab);
    const char *before = command == COMMAND_NONE   ? _("goal: ")
                         : frame_can(lab, command) ? _("now press ")
                                                   : _("soon press ");
    int column = canvas_text(canvas, area, 0, 1, ROLE_DIM, before);

    if (command)
        column = canvas_text(canvas, area, 0, column, ROLE_KEY,
                             command_key_name(command)) +
                 2;
    canvas_fit(canvas, area, 0, column, end, ROLE_TEXT,
               command ? command_help(command) : goal_of(lab));
}

int news_goal_columns(const struct lab *lab)
{
    return 1 + canvas_width(_("goal: ")) + canvas_width(goal_of(lab));
}

struct box news_frame(const struct lab *lab, struct canvas *canvas,
                      const char *right, int spare)
{
    char *title = make_title(lab);
    struct box area = frame_draw(lab, canvas, title, right);

    free(title);
    draw_aim(lab, canvas, area, area.columns - 1 - spare);
    return box_inside(area, 1, 0, 0, 0);
}

/* ---- What was said, and what happened. ---- */

struct comparison {
    enum prediction stands;
    const char *before; /* "✓ ", */
    const char *saying; /* "as you said: " */
    const char *said;
    const char *between; /* "It did: " */
    const char *happened;
    bool beside; /* Both in one row; else the one below the other. */
};

static const struct {
    const char *before;
    const char *saying;
    const char *between;
    enum role role;
} comparisons[] = {
    [PREDICTION_RIGHT] = {"✓ ", N_("as you said: "), "", ROLE_GOOD},
    [PREDICTION_POSSIBLE] = {"~ ", N_("it can be, as you said: "),
                             N_("This time: "), ROLE_TEXT},
    [PREDICTION_WRONG] = {"✗ ", N_("you said: "), N_("It did: "), ROLE_WANTS}};

static bool is_compared(const struct lab *lab, const struct news *news)
{
    return news->compares && lab->run.happened && news_said(lab);
}

bool news_judge(struct lab *lab)
{
    const struct lesson *lesson = session_lesson(lab->session);
    const struct model *model = session_model(lab->session);
    bool decided = !session_is_live(lab->session) || model->stuck.verdict;

    if (!lesson || !decided || lab->run.told ||
        !session_is_following(lab->session))
        return false;
    struct ending ending = session_ending(lab->session);
    lab->run.told = true;
    lab->run.happened = prediction_judge(lesson, &ending);
    return true;
}

static struct comparison compare(const struct lab *lab, int columns)
{
    const struct lesson *lesson = session_lesson(lab->session);
    enum prediction stands = prediction_stands(
        lesson, lab_progress(lab, lesson)->predicted, lab->run.happened);
    const char *between = comparisons[stands].between;
    struct comparison comparison = {
        .stands = stands,
        .before = comparisons[stands].before,
        .saying = _(comparisons[stands].saying),
        .said = news_said(lab),
        .between = *between ? _(between) : "",
        .happened = lesson->outcomes[lab->run.happened - 1].text};

    comparison.beside = canvas_width(comparison.before) +
                            canvas_width(comparison.saying) +
                            canvas_width(comparison.said) + 1 +
                            canvas_width(comparison.between) +
                            canvas_width(comparison.happened) <=
                        columns;
    return comparison;
}

static bool is_right(const struct comparison *comparison)
{
    return comparison->stands == PREDICTION_RIGHT;
}

static int comparison_rows(const struct comparison *comparison)
{
    return is_right(comparison) || comparison->beside ? 1 : 2;
}

static void draw_comparison(const struct comparison *comparison,
                            struct canvas *canvas, struct box area, int row)
{
    enum role role = comparisons[comparison->stands].role;
    int column = canvas_text(canvas, area, row, 0, role, comparison->before);
    column = canvas_text(canvas, area, row, column, role, comparison->saying);

    canvas_fit(canvas, area, row, column, area.columns, ROLE_TEXT,
               comparison->said);
    if (is_right(comparison))
        return;
    if (comparison->beside)
        column += canvas_width(comparison->said) + 1;
    else
        column -= canvas_width(comparison->between);
    row += comparison_rows(comparison) - 1;
    column =
        canvas_text(canvas, area, row, column, ROLE_DIM, comparison->between);
    canvas_fit(canvas, area, row, column, area.columns, ROLE_STRONG,
               comparison->happened);
}

/* ---- The rows above the keys. ---- */

int news_rows(const struct lab *lab, int columns, const struct news *news)
{
    if (!is_compared(lab, news))
        return 2;
    struct comparison comparison = compare(lab, columns);
    return 1 + comparison_rows(&comparison);
}

void news_gather(struct lab *lab, struct news *news)
{
    news->alarm = describe_news(lab, news->text, sizeof news->text);
    news->compares = true;
    news_blind_spots(lab, news->below, sizeof news->below);
}

void news_draw(const struct lab *lab, struct canvas *canvas, struct box area,
               const struct news *news)
{
    canvas_fit(canvas, area, 0, 0, area.columns,
               news->alarm ? ROLE_ALARM : ROLE_STRONG, news->text);
    if (is_compared(lab, news)) {
        struct comparison comparison = compare(lab, area.columns);

        draw_comparison(&comparison, canvas, area, 1);
    } else {
        canvas_fit(canvas, area, 1, 0, area.columns, ROLE_DIM, news->below);
    }
}
