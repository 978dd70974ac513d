/* remarks.c - the words around the panes. */
#include "tui/remarks.h"

#include "model/describe.h"
#include "must.h"
#include "tui/prediction.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

const char *remarks_said(const struct lab *lab)
{
    const struct lesson *lesson = session_lesson(lab->session);
    const struct progress_line *done =
        lesson ? lab_progress(lab, lesson) : NULL;

    if (!done || done->predicted < 1 ||
        done->predicted > (int)lesson->outcome_count)
        return NULL;
    return lesson->outcomes[done->predicted - 1].text;
}

void remarks_end_shortly(const struct lab *lab, char *text, size_t size)
{
    struct ending ending = session_ending(lab->session);
    char status[64];

    if (ending.ended_by_lab)
        snprintf(text, size, "ENDED by you, %.1f s", ending.seconds);
    else
        snprintf(text, size, "ENDED, %s, %.1f s",
                 describe_status(ending.status, status, sizeof status),
                 ending.seconds);
}

static char *make_title(const struct lab *lab)
{
    const struct lesson *lesson = session_lesson(lab->session);

    if (lesson)
        return must_print("%s › %s", lesson->chapter, lesson->title);
    return must_print("%s", session_program(lab->session));
}

static const char *goal_of(const struct lab *lab)
{
    const struct lesson *lesson = session_lesson(lab->session);

    return lesson && *lesson->goal ? lesson->goal
                                   : "the program ends, and nothing is stuck";
}

/* How it ended, once it has. */
void remarks_end(const struct lab *lab, char *text, size_t size)
{
    struct ending ending = session_ending(lab->session);
    uint64_t moves = session_model(lab->session)->moves;
    char after[48];
    char status[64];

    describe_status(ending.status, status, sizeof status);
    if (moves > 0)
        snprintf(after, sizeof after, "after %" PRIu64 " move%s", moves,
                 moves == 1 ? "" : "s");
    else
        snprintf(after, sizeof after, "after %.1f s", ending.seconds);
    if (ending.too_many)
        snprintf(text, size, "ended by the lab: it started too many tasks");
    else if (ending.ended_by_lab)
        snprintf(text, size, "ended by you %s", after);
    else if (moves > 0)
        snprintf(text, size, "the program ended: %s, %s", status, after);
    else
        snprintf(text, size,
                 "the program ended: %s, %s and %" PRIu64 " operations", status,
                 after, ending.operations);
}

/* What could not be seen, if anything. */
void remarks_blind_spots(const struct lab *lab, char *text, size_t size)
{
    const struct model *model = session_model(lab->session);

    *text = '\0';
    if (session_record_problem(lab->session))
        snprintf(text, size, "%s", session_record_problem(lab->session));
    else if (model->unseen)
        snprintf(text, size, "%" PRIu64 " tasks could not be watched",
                 model->unseen);
    else if (model->lost)
        snprintf(text, size,
                 "%" PRIu64 " operations too fast to show: press - to slow "
                 "down",
                 model->lost);
    else if (model->finding_count)
        describe_finding(model, &model->findings[model->finding_count - 1],
                         text, size);
}

struct box remarks_frame(const struct lab *lab, struct canvas *canvas,
                         const char *right)
{
    char *title = make_title(lab);
    struct box area = frame_draw(lab, canvas, title, right);

    free(title);
    int column = canvas_text(canvas, area, 0, 1, ROLE_DIM, "goal: ");
    canvas_fit(canvas, area, 0, column, area.columns - 1, ROLE_TEXT,
               goal_of(lab));
    return box_inside(area, 1, 0, 0, 0);
}

/* What was said, and below it what happened; or in one row, where the other
   is taken by an alarm that says what happened. */
static void draw_prediction(const struct lab *lab, struct canvas *canvas,
                            struct box area, int row, bool in_one)
{
    const struct lesson *lesson = session_lesson(lab->session);
    const struct progress_line *done = lab_progress(lab, lesson);
    bool right = done->predicted == lab->run.happened;
    int column =
        canvas_text(canvas, area, row, 1, right ? ROLE_GOOD : ROLE_WANTS,
                    right ? "✓ as you said: " : "✗ you said: ");

    canvas_fit(canvas, area, row, column, area.columns - 1, ROLE_TEXT,
               remarks_said(lab));
    if (in_one || right)
        return;
    canvas_text(canvas, area, row + 1, 1, ROLE_DIM, "  happened: ");
    canvas_fit(canvas, area, row + 1, column, area.columns - 1, ROLE_STRONG,
               lesson->outcomes[lab->run.happened - 1].text);
}

void remarks_draw(const struct lab *lab, struct canvas *canvas, struct box area,
                  const struct remarks *remarks)
{
    int row = area.rows - 2;
    bool alarm = remarks->alarm;
    bool compared = remarks->compares && lab->run.happened && remarks_said(lab);

    if (alarm || !compared)
        canvas_fit(canvas, area, row, 1, area.columns - 1,
                   alarm ? ROLE_ALARM : ROLE_STRONG, remarks->news);
    if (compared)
        draw_prediction(lab, canvas, area, row + alarm, alarm);
    else
        canvas_fit(canvas, area, row + 1, 1, area.columns - 1, ROLE_DIM,
                   remarks->below);
}

/* The prediction is compared once the run is over, or is stuck for good. */
bool remarks_judge(struct lab *lab)
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
