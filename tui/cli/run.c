/* run.c - `interleave run`: watch a lesson's program, or any other. */
#include "tui/cli/cli.h"
#include "tui/cli/target.h"
#include "tui/compile.h"
#include "tui/input.h"
#include "tui/json.h"
#include "tui/keeping/place.h"
#include "tui/lab.h"
#include "tui/lessons/building.h"
#include "tui/lessons/catalogue.h"
#include "tui/plain.h"
#include "watch/program.h"
#include "words.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct run_arguments {
    struct cli_show show;
    bool times;
    bool count_only;
    long pace_ms; /* -1: the lesson's, or full speed. */
    const char *record;
    const char *input;
    struct catalogue *catalogue; /* NULL: not read yet. */
    const struct lesson *lesson; /* NULL: a program that is no lesson. */
    const char *nearest;         /* Lesson, to a name that is none. */
    char **program;              /* Name and arguments. */
};

enum { OPTION_TIMES = 't', OPTION_PACE = 's', OPTION_RECORD = 'o' };

static const struct argp_option options[] = {
    {"pace", OPTION_PACE, "MS", 0,
     N_("wait so many milliseconds before each operation"), 0},
    {"record", OPTION_RECORD, "FILE", 0,
     N_("keep the run in a file, for interleave replay"), 0},
    {"input", 'i', "FILE", 0, N_("what the program reads as its input"), 0},
    {"times", OPTION_TIMES, NULL, 0,
     N_("with --plain: begin lines with the time"), 0},
    {"count", 'n', NULL, 0,
     N_("only count operations, at nearly no cost to the program"), 0},
    {0},
};

static long parse_pace(const char *text)
{
    char *end;
    long ms = strtol(text, &end, 10);

    if (end == text || *end || ms < 0 || ms > 60000)
        cli_refuse(_("--pace takes milliseconds from 0 to 60000, not %s"),
                   text);
    return ms;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct run_arguments *run = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &run->show;
        return 0;
    case OPTION_PACE:
        run->pace_ms = parse_pace(argument);
        return 0;
    case OPTION_RECORD:
        run->record = argument;
        return 0;
    case 'i':
        run->input = argument;
        return 0;
    case OPTION_TIMES:
        run->times = true;
        return 0;
    case 'n':
        run->count_only = true;
        return 0;
    case ARGP_KEY_ARG:
        if (run->lesson)
            cli_refuse(_("a lesson's program takes no arguments: %s"),
                       argument);
        run->program = &state->argv[state->next - 1];
        run->catalogue = catalogue_read(place_lessons(), place_programs());
        run->lesson = catalogue_find(run->catalogue, argument, &run->nearest);
        if (!run->lesson) /* The rest is the program's. */
            state->next = state->argc;
        return 0;
    case ARGP_KEY_NO_ARGS:
        cli_refuse(_("name a lesson or a program"));
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {{&cli_show_argp, 0, NULL, 0}, {0}};

static const struct argp run_argp = {
    .options = options,
    .parser = parse,
    .args_doc = "LESSON|PROGRAM|FILE.c [ARGUMENT...]",
    .doc =
        N_("Runs a lesson's program, or any dynamically linked program, and "
           "shows its processes and threads live.\v"
           "The exit status is 0 if the program ends well, 1 if it fails or is "
           "stuck, 2 if it cannot be run."),
    .children = children};

/* Where the program's input comes from: a file, ours if it is no terminal, or
   nothing. -1: nothing. -2: the file cannot be read. */
static int open_input(const struct run_arguments *run)
{
    if (run->input) {
        int fd = input_open(run->input);

        return fd >= 0 ? fd : -2;
    }
    return isatty(STDIN_FILENO) ? -1 : STDIN_FILENO;
}

static int show_run(const struct run_arguments *run, struct session *session,
                    struct catalogue *catalogue, struct progress *progress)
{
    if (!run->count_only && cli_wants_screen(&run->show)) {
        struct lab_options lab = {.ascii = run->show.ascii,
                                  .no_colour = run->show.no_colour,
                                  .session = session};

        return lab_run(&lab, catalogue, progress);
    }
    struct plain_options plain = {.times = run->times,
                                  .summary = run->show.json || run->count_only};
    int status = plain_follow(session, &plain);
    if (run->show.json)
        json_run(session);
    else
        plain_ending(session, progress);
    session_free(session);
    return status;
}

/* What is compiled lasts as long as `source`. */
static int start(const struct run_arguments *run, struct target *source,
                 struct catalogue *catalogue, struct progress *progress)
{
    char found[PATH_MAX];
    char why[256];
    const struct lesson *lesson = run->lesson;
    char *alone[] = {run->program[0], NULL};
    const char *program = lesson ? lesson->program : run->program[0];
    struct winsize size = {.ws_row = 24, .ws_col = 80};

    *found = '\0';
    if (lesson && !building_prepare(lesson, false, true, why, sizeof why))
        return cli_misuse("%s", why);
    if (!lesson && compile_takes(program)) {
        for (char **argument = run->program; *argument; argument++)
            target_take(source, *argument);
        int status = target_prepare(source);
        if (status != 0)
            return status;
        program = source->path;
    }
    if (!program_find(program, found, sizeof found, why, sizeof why))
        return *found   ? cli_misuse("%s", why)
               : lesson ? cli_misuse(_("%s; run make first"), why)
                        : cli_no_such(run->program[0], why, run->nearest);
    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
    struct session_options wanted = {
        .lesson = lesson,
        .program = found,
        .arguments = lesson ? alone : run->program,
        .input = open_input(run),
        .pace_us = run->pace_ms >= 0 ? (uint32_t)run->pace_ms * 1000
                   : lesson          ? lesson->pace_us
                                     : 0,
        .count_only = run->count_only,
        .record = run->record,
        .rows = size.ws_row,
        .columns = size.ws_col};
    if (wanted.input == -2)
        return cli_misuse(_("%s: cannot be read: %s"), run->input,
                          strerror(errno));
    struct session *session = session_watch(&wanted, why, sizeof why);
    if (!session)
        return cli_misuse("%s", why);
    return show_run(run, session, catalogue, progress);
}

int cli_run(int argc, char **argv)
{
    struct run_arguments run = {.pace_ms = -1};

    cli_parse(&run_argp, argc, argv, ARGP_IN_ORDER, &run);
    struct progress *progress = progress_read();
    struct target source;
    target_init(&source);
    int status = start(&run, &source, run.catalogue, progress);
    target_fini(&source);
    progress_free(progress);
    catalogue_free(run.catalogue);
    return status;
}
