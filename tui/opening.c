/* opening.c - the way between the lab's screens, and what is opened on them. */
#include "tui/lab.h"
#include "tui/lessons/building.h"

#include "must.h"
#include "search/report.h"
#include "watch/program.h"
#include "words.h"

#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- Between screens. ---- */

const struct screen *lab_shown(const struct lab *lab)
{
    return lab->screens[lab->screen_count - 1];
}

void lab_go(struct lab *lab, const struct screen *screen)
{
    if (lab->screen_count == 0 ||
        (lab->screen_count < SCREENS && lab_shown(lab) != screen))
        lab->screens[lab->screen_count++] = screen;
}

static bool shows_session(const struct screen *screen)
{
    return screen == &run_screen || screen == &step_screen ||
           screen == &present_screen;
}

void lab_forget_session(struct lab *lab)
{
    player_fini(&lab->player);
    session_free(lab->session);
    lab->session = NULL;
}

/* Leaving a run ends its program. */
void lab_back(struct lab *lab)
{
    const struct screen *left = lab_shown(lab);

    if (lab->screen_count == 1) {
        lab->quit = left != &menu_screen;
        return;
    }
    lab->screen_count--;
    if (shows_session(left))
        lab_forget_session(lab);
    else if (left == &explore_screen)
        explore_close(lab);
    else if (left == &exercise_screen)
        exercise_close(lab);
    if (left == &present_screen)
        present_close(lab);
}

void lab_notice(struct lab *lab, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(lab->notice, sizeof lab->notice, format, arguments);
    va_end(arguments);
}

const struct progress_line *lab_progress(const struct lab *lab,
                                         const struct lesson *lesson)
{
    char *key = lesson_key(lesson);
    const struct progress_line *line = progress_find(lab->progress, key);

    free(key);
    return line;
}

void lab_open(struct lab *lab, const struct lesson *lesson)
{
    lab->lesson = lesson;
    lab->page.scroll = 0;
    lab_go(lab, &page_screen);
}

void lab_read_page(struct lab *lab)
{
    lab->lesson = session_lesson(lab->session);
    if (lab->lesson)
        lab_go(lab, &page_screen);
}

bool lab_asks(const struct lab *lab)
{
    const struct progress_line *done = lab_progress(lab, lab->lesson);

    return lab->lesson->outcome_count > 0 && !(done && done->predicted);
}

void lab_start(struct lab *lab, enum start start)
{
    lab->start = start;
    if (lab_asks(lab)) {
        lab->question_selected = 0;
        lab_go(lab, &question_screen);
    } else {
        lab_go_on(lab);
    }
}

/* ---- Running. ---- */

static void reset_run(struct lab *lab)
{
    const struct lesson *lesson = session_lesson(lab->session);
    bool by_time = lab->run.by_time;
    bool controlled = session_control(lab->session) != NULL;

    lab->run = (struct run_state){.focus = controlled ? PANE_TASKS
                                           : lesson   ? lesson->panes[0]
                                                      : PANE_SOURCE,
                                  .by_time = by_time && !controlled};
    lab->run.scroll[PANE_SOURCE] = INT_MAX;
    lab->run.scroll[PANE_OUTPUT] = INT_MAX;
    lab->step = (struct step_state){0};
}

static void remove_screen(struct lab *lab, size_t at)
{
    for (lab->screen_count--; at < lab->screen_count; at++)
        lab->screens[at] = lab->screens[at + 1];
}

static size_t place_of(const struct lab *lab, const struct screen *screen)
{
    size_t at = 0;

    while (at < lab->screen_count && lab->screens[at] != screen)
        at++;
    return at;
}

/* Of the screens below `end`, and with them the session. */
static void leave_session(struct lab *lab, size_t end)
{
    while (end-- > 0) {
        if (shows_session(lab->screens[end]))
            remove_screen(lab, end);
    }
    lab_forget_session(lab);
}

/* A session has one screen. The one before, and what was opened from it, is
   left; but a search stays, to come back to. */
static void show_session(struct lab *lab, struct session *session)
{
    size_t search = place_of(lab, &explore_screen);
    size_t under = 0;

    leave_session(lab, search < lab->screen_count ? search : 0);
    lab->session = session;
    bool controlled = session_control(session) != NULL;
    if (controlled)
        player_init(&lab->player, session);
    reset_run(lab);
    while (under < lab->screen_count && !shows_session(lab->screens[under]))
        under++;
    if (under == SCREENS)
        under--;
    lab->screens[under] = controlled ? &step_screen : &run_screen;
    lab->screen_count = under + 1;
}

static struct session *start_lesson(struct lab *lab, bool controlled)
{
    char found[PATH_MAX];
    char why[320];
    char *arguments[] = {lab->lesson->program, NULL};
    char *program =
        must_print("%s%s", lab->lesson->program, controlled ? ".step" : "");
    struct session_options options = {.lesson = lab->lesson,
                                      .program = found,
                                      .arguments = arguments,
                                      .input = -1,
                                      .pace_us =
                                          controlled ? 0 : lab->lesson->pace_us,
                                      .controlled = controlled,
                                      .rows = 24,
                                      .columns = 80};
    struct session *session = NULL;

    if (!building_prepare(lab->lesson, controlled, false, why, sizeof why)) {
        lab_notice(lab, _("%s; see interleave lint"), why);
    } else if (!program_find(program, found, sizeof found, why, sizeof why)) {
        lab_notice(lab, _("%s; run make first"), why);
    } else {
        session = session_watch(&options, why, sizeof why);
        if (!session)
            lab_notice(lab, "%s", why);
    }
    free(program);
    return session;
}

static void note_run(struct lab *lab)
{
    char *key = lesson_key(lab->lesson);

    progress_of(lab->progress, key)->runs++;
    free(key);
    progress_write(lab->progress);
}

static bool open_lesson(struct lab *lab, bool controlled)
{
    struct session *session = start_lesson(lab, controlled);

    if (!session)
        return false;
    note_run(lab);
    show_session(lab, session);
    return true;
}

static void explore_lesson(struct lab *lab, const struct exploring_options *how)
{
    char found[PATH_MAX];
    char why[320];
    char *arguments[] = {lab->lesson->program, NULL};
    char *program = must_print("%s.step", lab->lesson->program);
    struct session_options options = {.lesson = lab->lesson,
                                      .program = found,
                                      .arguments = arguments,
                                      .input = -1,
                                      .rows = 24,
                                      .columns = 80};

    if (!building_prepare(lab->lesson, true, false, why, sizeof why))
        lab_notice(lab, _("%s; see interleave lint"), why);
    else if (program_find(program, found, sizeof found, why, sizeof why))
        explore_open(lab, &options, how);
    else
        lab_notice(lab, _("%s; run make first"), why);
    free(program);
}

void lab_run_program(struct lab *lab)
{
    char why[320];

    if (lab_shown(lab) == &run_screen && session_lesson(lab->session))
        lab->lesson = session_lesson(lab->session);
    if (lab_shown(lab) != &run_screen || session_lesson(lab->session)) {
        open_lesson(lab, false);
        return;
    }
    struct session *session = session_run_again(lab->session, why, sizeof why);
    if (session)
        show_session(lab, session);
    else
        lab_notice(lab, "%s", why);
}

void lab_step(struct lab *lab)
{
    if (session_lesson(lab->session)) {
        lab->lesson = session_lesson(lab->session);
        open_lesson(lab, true);
    } else {
        lab_notice(lab,
                   _("this is no lesson: interleave step steps any program"));
    }
}

void lab_explore(struct lab *lab)
{
    const struct exploring_options how = {.seconds = 5,
                                          .search.jobs = exploring_jobs()};
    const struct lesson *lesson =
        lab->session ? session_lesson(lab->session) : lab->lesson;

    if (lab_shown(lab) == &page_screen)
        lesson = lab->lesson;
    if (lesson) {
        lab->lesson = lesson;
        explore_lesson(lab, &how);
    } else if (session_can_run_again(lab->session)) {
        explore_open(lab, session_options(lab->session), &how);
    } else {
        lab_notice(lab, _("a recording cannot be explored"));
    }
}

static bool step_program(struct lab *lab, const struct session_options *program)
{
    char why[320];
    struct session_options options = *program;

    options.controlled = true;
    options.pace_us = 0;
    struct session *session = session_watch(&options, why, sizeof why);
    if (session)
        show_session(lab, session);
    else
        lab_notice(lab, "%s", why);
    return session != NULL;
}

void lab_step_through(struct lab *lab, const struct session_options *program,
                      const struct decision *moves, uint32_t length)
{
    uint32_t kept = report_kept(length);

    if (!step_program(lab, program))
        return;
    player_follow_script(&lab->player, moves, kept);
    if (kept < length)
        lab_notice(lab,
                   ngettext("of its %" PRIu32 " move the first %" PRIu32
                            " are kept: f, Space; the rest is yours",
                            "of its %" PRIu32 " moves the first %" PRIu32
                            " are kept: f, Space; the rest is yours",
                            length),
                   length, kept);
    else
        lab_notice(lab, _("f goes through it move by move, Space plays it"));
}

bool lab_step_along(struct lab *lab, const struct session_options *program,
                    const char *path)
{
    char why[SENTENCE];

    if (!step_program(lab, program))
        return false;
    struct schedule *schedule = schedule_read(path, why, sizeof why);
    if (schedule)
        player_follow(&lab->player, schedule, false);
    else
        lab_notice(lab, "%s", why);
    return schedule != NULL;
}

const struct exercise *lab_exercise_of(const struct lab *lab,
                                       const struct lesson *lesson)
{
    char *key = lesson_key(lesson);
    const struct exercise *exercise = shelf_of_lesson(lab->shelf, key);

    free(key);
    return exercise;
}

void lab_practise(struct lab *lab)
{
    const struct exercise *exercise = lab_exercise_of(lab, lab->lesson);

    if (exercise)
        exercise_open(lab, exercise);
    else
        lab_notice(lab, _("this lesson has no exercise"));
}

void lab_present(struct lab *lab)
{
    char *key = lesson_key(lab->lesson);

    leave_session(lab, lab->screen_count);
    present_close(lab);
    lab->present =
        (struct present_state){.lecture = lecture_new(lab->lesson),
                               .speaker = {.began = (int64_t)time(NULL)}};
    snprintf(lab->present.speaker.lesson, sizeof lab->present.speaker.lesson,
             "%s", key);
    free(key);
    if (lecture_stop(lab->present.lecture, 0)->kind == STOP_SHOW)
        lab_begin_presented(lab);
    lab_go(lab, &present_screen);
    present_tell(lab);
}

bool lab_begin_presented(struct lab *lab)
{
    struct session *session = start_lesson(lab, true);

    if (!session)
        return false;
    lab_forget_session(lab);
    lab->session = session;
    player_init(&lab->player, session);
    reset_run(lab);
    return true;
}

void lab_step_schedule(struct lab *lab, const char *path)
{
    if (open_lesson(lab, true))
        lab_follow(lab, path);
}

void lab_follow(struct lab *lab, const char *path)
{
    char why[SENTENCE];
    struct schedule *schedule = schedule_read(path, why, sizeof why);

    if (!schedule) {
        lab_notice(lab, "%s", why);
        return;
    }
    char *title = schedule_title(session_lesson(lab->session), path,
                                 *schedule->name ? schedule->name : path);
    lab_notice(lab, _("%s: f goes through it, Space plays it"), title);
    free(title);
    player_follow(&lab->player, schedule, true);
}

void lab_go_on(struct lab *lab)
{
    if (lab->start == START_STEP)
        open_lesson(lab, true);
    else if (lab->start == START_EXPLORE)
        lab_explore(lab);
    else
        lab_run_program(lab);
}

void lab_open_first(struct lab *lab, const struct lab_options *options)
{
    lab->screens[lab->screen_count++] = &menu_screen;
    if (options->session) {
        lab->screen_count = 0; /* Leaving the run leaves the lab. */
        show_session(lab, options->session);
        if (options->schedule)
            player_follow(&lab->player, options->schedule, false);
    } else if (options->explored) {
        lab->screen_count = 0;
        explore_open(lab, options->explored, options->explores);
    } else if (options->exercise) {
        const char *nearest;
        const struct exercise *exercise =
            shelf_find(lab->shelf, options->exercise, &nearest);

        if (exercise)
            exercise_open(lab, exercise);
    } else if (options->lesson) {
        for (size_t i = 0; i < lab->catalogue->count; i++) {
            if (&lab->catalogue->lessons[i] == options->lesson)
                lab->menu.selected = i;
        }
        lab_open(lab, options->lesson);
        if (options->present)
            lab_present(lab);
    } else if (options->notes) {
        lab->screen_count = 0;
        lab_go(lab, &notes_screen);
    } else if (!lab->progress->welcomed) {
        welcome_open(lab);
    }
}
