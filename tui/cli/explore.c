/* explore.c - `interleave explore`: try very many schedules. */
#include "tui/cli/cli.h"
#include "tui/cli/target.h"
#include "tui/input.h"
#include "tui/interrupt.h"
#include "tui/keeping/place.h"
#include "tui/lab.h"
#include "tui/lessons/catalogue.h"
#include "tui/searching/exploring.h"
#include "tui/searching/verdicts.h"
#include "words.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
    OPTION_STRATEGY = 's',
    OPTION_BOUND = 'b',
    OPTION_SEED = 'r',
    OPTION_TIME = 't',
    OPTION_SCHEDULES = 'n',
    OPTION_FORK = 'f',
    OPTION_FIND = 'F',
    OPTION_JOBS = 'j',
    OPTION_INPUT = 'i',
};

struct explore_arguments {
    struct cli_show show;
    struct target target;
    struct exploring_options options;
};

static const struct argp_option options[] = {
    {"input", OPTION_INPUT, "FILE", 0,
     N_("what the program reads as its input"), 0},
    {"strategy", OPTION_STRATEGY, "NAME", 0,
     N_("auto, dpor, dfs, bound, random, pct, pos, surw or hold"), 0},
    {"bound", OPTION_BOUND, "N", 0,
     N_("with --strategy bound: at most so many preemptions"), 0},
    {"seed", OPTION_SEED, "N", 0, N_("for the strategies that draw"), 0},
    {"time", OPTION_TIME, "SECONDS", 0, N_("stop after so long; 5 by default"),
     0},
    {"max-schedules", OPTION_SCHEDULES, "N", 0, N_("stop after so many"), 0},
    {"find", OPTION_FIND, "KIND,...", 0,
     N_("stop at the first of these: assertion, crash, deadlock, livelock, "
        "wrong-output, data-race, misuse, leak"),
     0},
    {"jobs", OPTION_JOBS, "N", 0,
     N_("so many processes search at once; by default one for each processor"),
     0},
    {"processes", OPTION_FORK, NULL, 0, N_("a process for each schedule"), 0},
    {0},
};

static uint64_t number(const char *text, const char *option)
{
    char *end;
    unsigned long long value = strtoull(text, &end, 10);

    if (end == text || *end || *text == '-')
        cli_refuse(_("--%s takes a number, not %s"), option, text);
    return value;
}

static double seconds(const char *text)
{
    char *end;
    double value = strtod(text, &end);

    if (end == text || *end || !(value >= 0 && value < 1e6))
        cli_refuse(_("--time takes seconds, not %s"), text);
    return value;
}

/* A lost wake-up is known from a deadlock only when it is told, and starvation
   from a livelock. */
static const struct {
    const char *name;
    uint32_t outcomes;
    uint32_t flaws;
} kinds[] = {
    {"assertion", 1U << ENDED_ASSERT, 0},
    {"crash", 1U << ENDED_SIGNAL, 0},
    {"deadlock", 1U << ENDED_STUCK, 0},
    {"lost-wakeup", 1U << ENDED_STUCK, 0},
    {"livelock", 1U << ENDED_SPIN, 0},
    {"starvation", 1U << ENDED_SPIN, 0},
    {"wrong-output", 1U << ENDED_EXIT, 0},
    {"data-race", 0, 1U << FLAW_RACE},
    {"misuse", 0, 1U << FLAW_MISUSE},
    {"leak", 0, 1U << FLAW_LEAK},
};

static void find(struct explore_arguments *explore, const char *list)
{
    while (*list) {
        size_t length = strcspn(list, ",");
        size_t i = 0;

        while (i < sizeof kinds / sizeof *kinds &&
               (strlen(kinds[i].name) != length ||
                strncmp(kinds[i].name, list, length) != 0))
            i++;
        if (i == sizeof kinds / sizeof *kinds)
            cli_refuse(_("--find: no such kind: %.*s"), (int)length, list);
        explore->options.ends_at |= kinds[i].outcomes;
        explore->options.flaws_end_at |= kinds[i].flaws;
        list += length + (list[length] == ',');
    }
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct explore_arguments *explore = state->input;
    struct search_options *search = &explore->options.search;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &explore->show;
        return 0;
    case OPTION_STRATEGY:
        search->strategy = strategy_named(argument);
        if (search->strategy == STRATEGY_COUNT)
            cli_refuse(_("%s: no such strategy"), argument);
        return 0;
    case OPTION_BOUND:
        search->bound = (uint32_t)number(argument, "bound");
        return 0;
    case OPTION_SEED:
        search->seed = number(argument, "seed");
        return 0;
    case OPTION_TIME:
        explore->options.seconds = seconds(argument);
        return 0;
    case OPTION_SCHEDULES:
        search->runs = number(argument, "max-schedules");
        return 0;
    case OPTION_JOBS:
        search->jobs = (uint32_t)number(argument, "jobs");
        if (search->jobs < 1 || search->jobs > 64)
            cli_refuse(_("--jobs takes a number from 1 to 64, not %s"),
                       argument);
        return 0;
    case OPTION_FIND:
        find(explore, argument);
        return 0;
    case OPTION_INPUT:
        explore->options.input = argument;
        return 0;
    case OPTION_FORK:
        explore->options.by_fork = true;
        return 0;
    case ARGP_KEY_ARG:
        target_take(&explore->target, argument);
        return 0;
    case ARGP_KEY_NO_ARGS:
        cli_refuse(_("name a lesson, a program or a source file"));
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {{&cli_show_argp, 0, NULL, 0}, {0}};

static const struct argp explore_argp = {
    .options = options,
    .parser = parse,
    .args_doc = "LESSON|PROGRAM|FILE.c [ARGUMENT...]",
    .doc =
        N_("Runs a program under very many schedules, tells what can happen, "
           "and hands over the simplest schedule for each outcome.\v"
           "Options for the program itself come after --.\n\n"
           "The exit status is 0 if all is well, 1 if a failure was found, 2 "
           "if it cannot be run, 3 if nothing can be said."),
    .children = children};

static int show(const struct explore_arguments *arguments, int input)
{
    struct progress *progress = progress_read();
    struct session_options explored = {.lesson = arguments->target.lesson,
                                       .program = arguments->target.path,
                                       .arguments = arguments->target.arguments,
                                       .input = input,
                                       .rows = 24,
                                       .columns = 80};
    struct lab_options lab = {.ascii = arguments->show.ascii,
                              .no_colour = arguments->show.no_colour,
                              .explored = &explored,
                              .explores = &arguments->options};
    int status = lab_run(&lab, arguments->target.catalogue, progress);

    progress_free(progress);
    return status;
}

static int explore(const struct explore_arguments *arguments)
{
    char why[256];
    struct exploring *exploring =
        exploring_start(arguments->target.path, arguments->target.arguments,
                        &arguments->options, why, sizeof why);

    if (!exploring)
        return cli_misuse("%s", why);
    interrupt_watch();
    while (exploring_pump(exploring, 50)) {
        if (interrupt_wanted())
            exploring_stop(exploring);
    }
    struct verdicts *verdicts =
        verdicts_judge(exploring, arguments->target.lesson, place_schedules());
    if (arguments->show.json)
        verdicts_json(verdicts);
    else
        verdicts_tell(verdicts);
    int status = verdicts_status(verdicts);
    verdicts_free(verdicts);
    exploring_free(exploring);
    return status;
}

/* Each run reads the file from its beginning, and so do those who step through
   what is found. */
static int start(const struct explore_arguments *arguments)
{
    const char *file = arguments->options.input;
    int input = file ? input_open(file) : -1;

    if (file && input < 0)
        return cli_misuse(_("%s: cannot be read: %s"), file, strerror(errno));
    if (file && !input_repeats(input))
        return cli_misuse(_("%s: each run reads it from its beginning: give a "
                            "file"),
                          file);
    return cli_wants_screen(&arguments->show) ? show(arguments, input)
                                              : explore(arguments);
}

int cli_explore(int argc, char **argv)
{
    struct explore_arguments arguments = {
        .options = {.seconds = 5, .search.jobs = exploring_jobs()}};

    target_init(&arguments.target);
    cli_parse(&explore_argp, argc, argv, 0, &arguments);
    int status = target_prepare(&arguments.target);
    if (status == 0)
        status = start(&arguments);
    target_fini(&arguments.target);
    return status;
}
