/* check.c - `interleave check`: is an exercise solved? */
#include "must.h"
#include "tui/cli/cli.h"
#include "tui/cli/exercises.h"
#include "tui/exercises/checking.h"
#include "tui/exercises/desk.h"
#include "tui/exercises/telling.h"
#include "tui/interrupt.h"
#include "words.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct check_arguments {
    const char *name;
    const char *file;
    bool all;
    bool json;
    bool step;
};

enum { OPTION_ALL = 'a', OPTION_FILE = 'f', OPTION_STEP = 's' };

static const struct argp_option options[] = {
    {"all", OPTION_ALL, NULL, 0, N_("check all exercises, a line each"), 0},
    {"file", OPTION_FILE, "PATH", 0, N_("check this file instead of yours"), 0},
    {"step", OPTION_STEP, NULL, 0,
     N_("step through the schedule that failed in the last check"), 0},
    {"json", 'j', NULL, 0, N_("JSON instead of text"), 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct check_arguments *check = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        cli_one_line(state);
        return 0;
    case OPTION_ALL:
        check->all = true;
        return 0;
    case OPTION_FILE:
        check->file = argument;
        return 0;
    case OPTION_STEP:
        check->step = true;
        return 0;
    case 'j':
        check->json = true;
        cli_speak_english();
        return 0;
    case ARGP_KEY_ARG:
        if (check->name)
            cli_refuse(_("one exercise at a time, or --all: %s"), argument);
        check->name = argument;
        return 0;
    case ARGP_KEY_END:
        if (!check->name == !check->all)
            cli_refuse(
                _("name an exercise, or say --all; see interleave list"));
        if (check->all && (check->file || check->step))
            cli_refuse(_("--file and --step are for one exercise"));
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp check_argp = {
    .options = options,
    .parser = parse,
    .args_doc = "EXERCISE",
    .doc = N_("Judges your file: does it compile, do its job when it runs "
              "freely, hold under all schedules, and keep the point of the "
              "task?\v"
              "The exit status is 0 if it is solved, 1 if it is not, 2 if it "
              "cannot be checked.")};

/* ---- One. ---- */

/* While it takes long, and somebody looks. */
static void say_progress(const struct check_result *result, bool *said)
{
    if (result->seconds < 0.5 || !isatty(STDERR_FILENO))
        return;
    fputc('\r', stderr);
    fprintf(stderr, _("checking: %" PRIu64 " schedules, %.0f a second "),
            result->schedules, (double)result->schedules / result->seconds);
    *said = true;
}

static void go_through(struct checking *checking)
{
    bool said = false;

    interrupt_watch();
    while (checking_pump(checking, 100)) {
        if (interrupt_wanted())
            checking_stop(checking);
        say_progress(checking_result(checking), &said);
    }
    if (said)
        fprintf(stderr, "\r%60s\r", "");
}

/* Notes an attempt where the file is the student's own. */
static struct checking *check(const struct exercise *exercise, const char *file,
                              bool own, char *why, size_t why_size)
{
    char *bench = desk_bench(exercise);
    struct checking_options how = {
        .exercise = exercise, .file = file, .folder = bench};

    if (!bench) {
        snprintf(why, why_size,
                 _("there is no place for programs: %s; set XDG_STATE_HOME"),
                 strerror(errno));
        return NULL;
    }
    struct checking *checking = checking_start(&how, why, why_size);
    free(bench);
    if (!checking)
        return NULL;
    go_through(checking);
    if (own)
        exercises_note(exercise, checking_result(checking)->answer);
    return checking;
}

static int status_of(enum check_answer answer)
{
    if (interrupt_wanted())
        return 128 + interrupt_wanted();
    return answer == ANSWER_OK            ? 0
           : answer == ANSWER_UNAVAILABLE ? EXIT_MISUSE
                                          : 1;
}

static int check_one(const struct check_arguments *arguments,
                     const struct exercise *exercise)
{
    char why[SENTENCE];
    char *file =
        arguments->file ? must_copy(arguments->file) : desk_file(exercise);
    struct checking *checking =
        check(exercise, file, !arguments->file, why, sizeof why);
    int status = EXIT_MISUSE;

    if (!checking) {
        cli_misuse("%s", why);
    } else if (arguments->json) {
        json_t *json = telling_json(exercise, checking_result(checking), file);

        json_dumpf(json, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(4));
        putchar('\n');
        json_decref(json);
    } else {
        telling_text(exercise, checking_result(checking), file);
    }
    if (checking)
        status = status_of(checking_result(checking)->answer);
    checking_free(checking);
    free(file);
    return status;
}

/* ---- All. ---- */

static int check_all(const struct check_arguments *arguments,
                     const struct shelf *shelf)
{
    json_t *all = json_array();
    int status = 0;

    for (size_t i = 0; i < shelf->count && !interrupt_wanted(); i++) {
        const struct exercise *exercise = &shelf->exercises[i];
        char why[SENTENCE];
        char *file = desk_file(exercise);
        struct checking *checking =
            check(exercise, file, true, why, sizeof why);

        if (!checking) {
            free(file);
            status = cli_misuse("%s", why);
            break;
        }
        const struct check_result *result = checking_result(checking);
        if (arguments->json)
            json_array_append_new(all, telling_json(exercise, result, file));
        else
            telling_line(exercise, result);
        fflush(stdout);
        if (status_of(result->answer) > status)
            status = status_of(result->answer);
        checking_free(checking);
        free(file);
    }
    if (arguments->json) {
        json_dumpf(all, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(4));
        putchar('\n');
    }
    json_decref(all);
    return status;
}

/* ---- The schedule that failed last. ---- */

static int step(const struct exercise *exercise)
{
    char *bench = desk_bench(exercise);
    char *schedule = bench ? exercises_failing(exercise, bench) : NULL;
    int status;

    if (*exercise->breaks) {
        status = cli_misuse(_("interleave watch %s steps along your schedule"),
                            exercise->name);
    } else if (schedule) {
        char *program = must_print("%s/%s", bench, exercise->name);
        char command[] = "interleave step";
        char option[] = "--schedule";
        char *argv[] = {command, option, schedule, program, NULL};

        status = cli_step(4, argv);
        free(program);
    } else {
        status =
            cli_misuse(_("no schedule has failed: interleave check %s finds "
                         "out"),
                       exercise->name);
    }
    free(schedule);
    free(bench);
    return status;
}

int cli_check(int argc, char **argv)
{
    struct check_arguments arguments = {0};
    struct shelf *shelf = exercises_shelf();
    int status = EXIT_MISUSE;

    cli_parse(&check_argp, argc, argv, 0, &arguments);
    if (arguments.all) {
        status = check_all(&arguments, shelf);
    } else {
        const struct exercise *exercise = exercises_find(shelf, arguments.name);

        if (exercise)
            status = arguments.step ? step(exercise)
                                    : check_one(&arguments, exercise);
    }
    shelf_free(shelf);
    return status;
}
