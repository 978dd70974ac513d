/* breaking.c - a schedule that is to break a program: is it one, does it fit,
   and does it come to the verdict that is wanted? */
#include "must.h"
#include "tui/authoring/trial.h"
#include "tui/control/schedule.h"
#include "tui/exercises/inside.h"
#include "words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

bool is_breaking(const struct checking *checking)
{
    return *checking->exercise->breaks != '\0';
}

/* "deadlock" of "lessons/4_hazards/deadlock.c". The caller frees it. */
static char *name_of(const char *source)
{
    const char *slash = strrchr(source, '/');
    const char *name = slash ? slash + 1 : source;

    return must_print("%.*s", (int)strlen(name) - 2, name);
}

/* False: it is none, or of another program; and that is noted. */
static bool judge_form(struct checking *checking, const char *name)
{
    char why[SENTENCE];
    struct schedule *schedule = schedule_read(checking->file, why, sizeof why);
    bool good = schedule && schedule_is_of(schedule, name);

    if (!schedule)
        judge_layer(checking, LAYER_COMPILES, ANSWER_UNFIT, "%s", why);
    else if (!good)
        judge_layer(checking, LAYER_COMPILES, ANSWER_UNFIT,
                    _("it is of the program %s, not %s"),
                    *schedule->program ? schedule->program : _("(no name)"),
                    name);
    else
        judge_layer(
            checking, LAYER_COMPILES, ANSWER_OK,
            ngettext("%zu move of %s", "%zu moves of %s", schedule->count),
            schedule->count, name);
    schedule_free(schedule);
    return good;
}

static void judge_length(struct checking *checking, uint64_t moves)
{
    unsigned shortest = checking->exercise->breaks_moves;

    if (moves <= shortest)
        judge_layer(checking, LAYER_POINT, ANSWER_OK,
                    _("%" PRIu64 ": no way known is shorter"), moves);
    else
        judge_layer(checking, LAYER_POINT, ANSWER_OK,
                    _("%" PRIu64 ", shortest known %u"), moves, shortest);
}

static void judge_trial(struct checking *checking, const struct trial *trial)
{
    const char *wanted = checking->exercise->breaks;

    if (!trial->fits) {
        judge_layer(checking, LAYER_FREELY, ANSWER_UNFIT, "%s", trial->why);
        return;
    }
    judge_layer(checking, LAYER_FREELY, ANSWER_OK, _("each move can be made"));
    if (trial->breaks_after) {
        judge_layer(checking, LAYER_SCHEDULES, ANSWER_OK,
                    ngettext("%s after %" PRIu64 " move",
                             "%s after %" PRIu64 " moves", trial->breaks_after),
                    _(wanted), trial->breaks_after);
        judge_length(checking, trial->breaks_after);
    } else if (strcmp(trial->verdict, "ok") == 0) {
        judge_layer(checking, LAYER_SCHEDULES, ANSWER_UNREACHED,
                    _("where it ends nothing is wrong; wanted is: %s"),
                    _(wanted));
    } else {
        judge_layer(checking, LAYER_SCHEDULES, ANSWER_UNREACHED,
                    _("it comes to another verdict: %s; wanted is: %s"),
                    _(trial->verdict), _(wanted));
    }
}

void judge_breaking(struct checking *checking)
{
    const struct exercise *exercise = checking->exercise;
    const struct job *compiler = &checking->compilers[SEARCHED];
    char *name = name_of(exercise->program);

    if (!judge_form(checking, name)) {
        free(name);
        return;
    }
    if (WIFEXITED(compiler->status) && WEXITSTATUS(compiler->status) == 0) {
        struct trial trial =
            schedule_follow(checking->file, name, checking->programs[SEARCHED],
                            exercise->breaks);

        judge_trial(checking, &trial);
    } else {
        judge_layer(checking, LAYER_FREELY, ANSWER_UNAVAILABLE,
                    _("%s could not be compiled"), exercise->program);
    }
    free(name);
}
