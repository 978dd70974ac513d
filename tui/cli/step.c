/* step.c - `interleave step`: decide who moves next. */
#include "tui/control/step.h"
#include "tui/cli/cli.h"
#include "tui/cli/target.h"
#include "tui/control/dictation.h"
#include "tui/control/schedule.h"
#include "tui/input.h"
#include "tui/json.h"
#include "tui/lab.h"
#include "words.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct step_arguments {
    struct cli_show show;
    const char *input;
    const char *moves;
    const char *schedule;
    struct target target;
};

enum { OPTION_MOVES = 'm', OPTION_SCHEDULE = 'S' };

static const struct argp_option options[] = {
    {"input", 'i', "FILE", 0, N_("what the program reads as its input"), 0},
    {"moves", OPTION_MOVES, "FILE", 0,
     N_("with --plain: read the moves from a file, not from standard input"),
     0},
    {"schedule", OPTION_SCHEDULE, "FILE", 0,
     N_("begin with the moves of a schedule: a file, or one of the lesson's"),
     0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct step_arguments *step = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &step->show;
        return 0;
    case 'i':
        step->input = argument;
        return 0;
    case OPTION_MOVES:
        step->moves = argument;
        return 0;
    case OPTION_SCHEDULE:
        step->schedule = argument;
        return 0;
    case ARGP_KEY_ARG:
        target_take(&step->target, argument);
        while (!step->target.lesson && state->next < state->argc)
            target_take(&step->target, state->argv[state->next++]);
        return 0;
    case ARGP_KEY_NO_ARGS:
        cli_refuse(_("name a lesson, a program or a source file"));
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {{&cli_show_argp, 0, NULL, 0}, {0}};

static const struct argp step_argp = {
    .options = options,
    .parser = parse,
    .args_doc = "LESSON|PROGRAM|FILE.c [ARGUMENT...]",
    .doc = N_("Runs a program one operation at a time: you decide which task "
              "moves next, forwards and back.\v"
              "A program compiled with interleave cc, and a source file, also "
              "stop at reads and writes of shared memory."),
    .children = children};

static char *path_of_schedule(const struct step_arguments *arguments)
{
    return arguments->schedule
               ? schedule_find(arguments->target.lesson, arguments->schedule)
               : NULL;
}

static int show(const struct step_arguments *arguments, struct session *session)
{
    char why[256];
    char *path = path_of_schedule(arguments);
    struct schedule *schedule =
        path ? schedule_read(path, why, sizeof why) : NULL;

    free(path);
    if (arguments->schedule && !schedule) {
        session_free(session);
        return cli_misuse("%s", why);
    }
    struct progress *progress = progress_read();
    struct lab_options lab = {.ascii = arguments->show.ascii,
                              .no_colour = arguments->show.no_colour,
                              .session = session,
                              .schedule = schedule};
    int status = lab_run(&lab, arguments->target.catalogue, progress);

    progress_free(progress);
    return status;
}

/* Standard output goes nowhere, from here until it is given back. */
static int silence(void)
{
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

    fflush(stdout);
    int kept = dup(STDOUT_FILENO);
    dup2(nowhere, STDOUT_FILENO);
    close(nowhere);
    return kept;
}

static void give_back(int kept)
{
    fflush(stdout);
    dup2(kept, STDOUT_FILENO);
    close(kept);
}

/* With --json the moves are made without a word; then comes the run. */
static int tell(const struct step_arguments *arguments, FILE *moves,
                struct session *session)
{
    struct step *step = step_new(session);
    char *schedule = path_of_schedule(arguments);
    struct dictation_options dictation = {.input = moves, .schedule = schedule};
    int kept = arguments->show.json ? silence() : -1;
    int status = dictation_follow(step, session, &dictation);

    if (arguments->show.json) {
        give_back(kept);
        session_end(session);
        json_run(session);
    }
    free(schedule);
    step_free(step);
    session_free(session);
    return status;
}

static int follow(const struct step_arguments *arguments,
                  const struct session_options *wanted)
{
    char why[256];
    FILE *moves = arguments->moves ? fopen(arguments->moves, "re") : stdin;

    if (!moves)
        return cli_misuse(_("%s: cannot be read: %s"), arguments->moves,
                          strerror(errno));
    struct session *session = session_watch(wanted, why, sizeof why);
    int status = !session ? cli_misuse("%s", why)
                 : !arguments->moves && cli_wants_screen(&arguments->show)
                     ? show(arguments, session)
                     : tell(arguments, moves, session);
    if (moves != stdin)
        fclose(moves);
    return status;
}

static int start(const struct step_arguments *arguments)
{
    const struct target *target = &arguments->target;
    struct session_options wanted = {
        .lesson = target->lesson,
        .program = target->path,
        .arguments = target->arguments,
        .input = arguments->input ? input_open(arguments->input) : -1,
        .controlled = true,
        .rows = 24,
        .columns = 80};

    if (arguments->input && wanted.input < 0)
        return cli_misuse(_("%s: cannot be read: %s"), arguments->input,
                          strerror(errno));
    return follow(arguments, &wanted);
}

int cli_step(int argc, char **argv)
{
    struct step_arguments arguments = {0};

    target_init(&arguments.target);
    /* What follows a program is the program's. */
    cli_parse(&step_argp, argc, argv, ARGP_IN_ORDER, &arguments);
    int status = target_prepare(&arguments.target);
    if (status == 0)
        status = start(&arguments);
    target_fini(&arguments.target);
    return status;
}
