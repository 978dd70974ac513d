/* narration.c - words for a program under control. */
#include "tui/screens/narration.h"

#include "model/judge.h"
#include "tui/control/deed.h"
#include "words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct model *model_of(const struct lab *lab)
{
    return session_model(lab->session);
}

static bool looks_back(const struct lab *lab)
{
    return !session_is_following(lab->session);
}

/* ---- The title. ---- */

/* The time that the program believes it is, since it began. */
static void append_time(uint64_t ns, char *text, size_t size)
{
    size_t used = strlen(text);

    if (ns >= UINT64_C(1000000000))
        snprintf(text + used, size - used, _(", clock %.3g s"),
                 (double)ns / 1e9);
    else if (ns > 0)
        snprintf(text + used, size - used, _(", clock %.3g ms"),
                 (double)ns / 1e6);
}

static const char *describe_standing(const struct lab *lab)
{
    if (looks_back(lab))
        return lab->player.playing == PLAYER_PLAYS ? _(" PLAYING")
                                                   : _(" LOOKING BACK");
    if (!session_is_live(lab->session))
        return _(" ENDED");
    if (lab->player.playing == PLAYER_RUNS)
        return _(" RUNNING");
    return lab->player.playing == PLAYER_PLAYS ? _(" PLAYING") : "";
}

/* "STEP 14/37, clock 2 ms, T1 moved" */
void narrate_place(const struct lab *lab, char *text, size_t size)
{
    const struct model *model = model_of(lab);
    char name[64];

    snprintf(text, size, _("STEP %" PRIu64 "/%" PRIu64 "%s"),
             step_position(lab->player.step), step_length(lab->player.step),
             describe_standing(lab));
    append_time(model->clock_ns, text, size);
    if (model->mover)
        snprintf(text + strlen(text), size - strlen(text), _(", %s moved"),
                 describe_task(model, model->mover, name, sizeof name));
}

/* ---- The exercise. ---- */

static void say_reached(const struct lesson *lesson, uint64_t moves, bool brief,
                        char *text, size_t size)
{
    const char *what = _(lesson->breaks);
    uint32_t best = lesson->breaks_moves;
    size_t used = (size_t)snprintf(text, size, "✓ ");

    text += used;
    size -= used;
    if (moves > best && brief)
        snprintf(text, size,
                 ngettext("%s in %" PRIu64 " move, best %u",
                          "%s in %" PRIu64 " moves, best %u", moves),
                 what, moves, best);
    else if (moves > best)
        snprintf(text, size,
                 ngettext("%s in %" PRIu64 " move, shortest known %u",
                          "%s in %" PRIu64 " moves, shortest known %u", moves),
                 what, moves, best);
    else if (brief)
        snprintf(text, size,
                 ngettext("%s in %" PRIu64 " move: the best",
                          "%s in %" PRIu64 " moves: the best", moves),
                 what, moves);
    else
        snprintf(text, size,
                 ngettext("%s in %" PRIu64 " move: no way known is shorter",
                          "%s in %" PRIu64 " moves: no way known is shorter",
                          moves),
                 what, moves);
}

static void say_wanted(const struct lab *lab, const struct lesson *lesson,
                       uint64_t moves, bool brief, char *text, size_t size)
{
    const struct progress_line *done = lab_progress(lab, lesson);
    const char *what = _(lesson->breaks);
    uint32_t best = lesson->breaks_moves;
    char yours[64] = "";

    if (done && done->broken)
        snprintf(yours, sizeof yours, _(", yours %u"), done->broken);
    if (brief)
        snprintf(text, size,
                 ngettext("break it: %s, %" PRIu64 " move, best %u%s",
                          "break it: %s, %" PRIu64 " moves, best %u%s", moves),
                 what, moves, best, yours);
    else
        snprintf(text, size,
                 ngettext("break it: %s, %" PRIu64 " move, shortest known %u%s",
                          "break it: %s, %" PRIu64
                          " moves, shortest known %u%s",
                          moves),
                 what, moves, best, yours);
}

bool narrate_exercise(const struct lab *lab, int columns, char *text,
                      size_t size)
{
    const struct lesson *lesson = session_lesson(lab->session);
    uint64_t moves = step_position(lab->player.step);

    *text = '\0';
    if (!lesson || !*lesson->breaks)
        return false;
    bool reached =
        strcmp(verdict_name(judge_run(model_of(lab))), lesson->breaks) == 0;
    for (int brief = 0; brief < 2; brief++) {
        if (reached)
            say_reached(lesson, moves, brief, text, size);
        else
            say_wanted(lab, lesson, moves, brief, text, size);
        if (canvas_width(text) <= columns)
            break;
    }
    return reached;
}

/* ---- The words below. ---- */

static void describe_deed(const struct lab *lab, char *text, size_t size)
{
    const struct event *deed = deed_of(lab->session);

    if (deed && model_of(lab)->moves > 0)
        describe_event(model_of(lab), deed, text, size);
    else
        snprintf(text, size, _("Nobody has moved yet: choose who begins."));
}

static void describe_slowness(const struct lab *lab, char *text, size_t size)
{
    const struct model *model = model_of(lab);
    uint32_t mover = control_mover(session_control(lab->session));
    char state = player_mover_state(&lab->player);
    char name[64];

    snprintf(text, size,
             state == 'R'   ? _("%s computes for %" PRIu64
                                " s: b looks back, x ends it, q leaves")
             : state == 'S' ? _("%s is blocked outside the lab for %" PRIu64
                                " s: b looks back, x ends it, q leaves")
                            : _("%s comes to no operation for %" PRIu64
                                " s: b looks back, x ends it, q leaves"),
             describe_task(model, mover, name, sizeof name),
             player_moving_ms(&lab->player) / 1000);
}

/* True: an alarm. */
static bool describe_news(const struct lab *lab, char *text, size_t size)
{
    const struct model *model = model_of(lab);
    uint64_t differed = step_differed(lab->player.step);

    if (model->stuck.verdict) {
        describe_stuck(model, text, size);
        return true;
    }
    if (*lab->player.trouble) {
        snprintf(text, size, "%s", lab->player.trouble);
        return true;
    }
    if (differed > 0) {
        snprintf(text, size,
                 _("The program did not do the same again: move %" PRIu64
                   " differs."),
                 differed);
        return true;
    }
    if (player_moving_ms(&lab->player) >= PLAYER_LONG_MS && !looks_back(lab)) {
        describe_slowness(lab, text, size);
        return true;
    }
    if (!looks_back(lab) && !session_is_live(lab->session))
        news_end(lab, text, size);
    else
        describe_deed(lab, text, size);
    return false;
}

/* Of the task that was moved from the place that is looked back at. */
static const struct choice *choice_made(const struct lab *lab)
{
    uint64_t position = step_position(lab->player.step);

    if (!looks_back(lab) || position >= step_length(lab->player.step))
        return NULL;
    return player_choice(&lab->player,
                         step_decisions(lab->player.step)[position].birth);
}

/* What could be done next. */
static void describe_way_on(const struct lab *lab, char *text, size_t size)
{
    const struct choice *made = choice_made(lab);
    char name[64];

    *text = '\0';
    if (made)
        snprintf(text, size,
                 _("This is the past; then %s moved (f). Any other move begins "
                   "anew from here."),
                 describe_task(model_of(lab), made->task, name, sizeof name));
    else if (looks_back(lab))
        snprintf(text, size, _("This is the past: f goes forward again."));
    else if (model_of(lab)->stuck.verdict)
        snprintf(text, size,
                 _("Nobody can move: b takes moves back, one by one."));
    else
        news_blind_spots(lab, text, size);
}

void narrate(const struct lab *lab, struct news *news)
{
    news->alarm = describe_news(lab, news->text, sizeof news->text);
    news->compares = !looks_back(lab);
    describe_way_on(lab, news->below, sizeof news->below);
}
