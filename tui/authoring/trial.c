/* trial.c - following a schedule, and what comes after it. */
#include "tui/authoring/trial.h"

#include "model/judge.h"
#include "must.h"
#include "tui/control/schedule.h"
#include "tui/lessons/prediction.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PATIENCE_MS = 20,
    SLOW_MS = 3000,    /* A task that moves for so long is not waited for. */
    MOVES_AFTER = 2000 /* At most, when it is played on. */
};

struct trying {
    const struct lesson *lesson; /* NULL: it is not played on. */
    const char *wanted;          /* The verdict; "": none. */
    struct session *session;
    struct step *step;
    struct trial *trial;
};

static enum standing settle(const struct trying *trying)
{
    enum standing standing = STILL_MOVES;

    for (int waited = 0; waited < SLOW_MS && standing == STILL_MOVES;
         waited += PATIENCE_MS)
        standing = step_settle(trying->step, PATIENCE_MS);
    return standing;
}

static void look_for_verdict(const struct trying *trying)
{
    enum verdict verdict = judge_run(session_model(trying->session));

    trying->trial->verdict = verdict_name(verdict);
    if (!trying->trial->breaks_after && *trying->wanted &&
        strcmp(trying->wanted, trying->trial->verdict) == 0)
        trying->trial->breaks_after = step_position(trying->step);
}

static void follow(const struct trying *trying, const struct schedule *schedule)
{
    struct trial *trial = trying->trial;
    enum standing standing = settle(trying);

    while (standing == STANDS_STILL) {
        look_for_verdict(trying);
        if (!schedule_move(schedule, trying->step, trying->session, trial->why,
                           sizeof trial->why))
            break;
        standing = settle(trying);
    }
    look_for_verdict(trying);
    trial->fits =
        !*trial->why && step_position(trying->step) == schedule->count;
    if (!trial->fits && !*trial->why)
        snprintf(trial->why, sizeof trial->why,
                 _("line %u of the schedule no longer fits: the run is over"),
                 schedule->lines[step_position(trying->step)].number);
}

static void play_on(const struct trying *trying)
{
    const char *verdict = trying->trial->verdict; /* Where it ends. */
    enum standing standing = step_standing(trying->step);
    char why[SENTENCE];

    for (int moves = 0; moves < MOVES_AFTER && standing == STANDS_STILL;
         moves++) {
        uint32_t birth = step_next_in_turn(trying->step);

        look_for_verdict(trying);
        if (birth == 0 || !step_move(trying->step, &(struct decision){birth, 0},
                                     why, sizeof why))
            break;
        standing = settle(trying);
    }
    look_for_verdict(trying);
    trying->trial->verdict = verdict;
    struct ending ending = session_ending(trying->session);
    if (standing != STILL_MOVES)
        trying->trial->outcome = prediction_judge(trying->lesson, &ending);
}

static void try_out(struct trying *trying, const struct schedule *schedule,
                    const char *program)
{
    struct trial *trial = trying->trial;
    char *name = must_copy(program);
    char *arguments[] = {name, NULL};
    struct session_options options = {.lesson = trying->lesson,
                                      .program = program,
                                      .arguments = arguments,
                                      .input = -1,
                                      .controlled = true,
                                      .rows = 24,
                                      .columns = 80};

    trying->session = session_watch(&options, trial->why, sizeof trial->why);
    if (trying->session) {
        trying->step = step_new(trying->session);
        follow(trying, schedule);
        if (trial->fits && trying->lesson)
            play_on(trying);
        step_free(trying->step);
        session_free(trying->session);
    }
    free(name);
}

static struct trial try_file(struct trying *trying, const char *path,
                             const char *name, const char *program)
{
    struct trial trial = {.verdict = verdict_name(VERDICT_NONE)};
    struct schedule *schedule =
        schedule_read(path, trial.why, sizeof trial.why);

    if (!schedule)
        return trial;
    trying->trial = &trial;
    if (schedule_is_of(schedule, name))
        try_out(trying, schedule, program);
    else
        snprintf(trial.why, sizeof trial.why, _("it is of the program %s"),
                 schedule->program);
    schedule_free(schedule);
    return trial;
}

struct trial schedule_follow(const char *path, const char *name,
                             const char *program, const char *wanted)
{
    struct trying trying = {.wanted = wanted};

    return try_file(&trying, path, name, program);
}

struct trial schedule_try(const struct lesson *lesson, const char *path)
{
    struct trying trying = {.lesson = lesson, .wanted = lesson->breaks};
    char *program = must_print("%s.step", lesson->program);
    struct trial trial = try_file(&trying, path, lesson->name, program);

    free(program);
    return trial;
}
