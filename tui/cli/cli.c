/* cli.c - which command is it? */
#include "tui/cli/cli.h"

#include "tui/keeping/place.h"
#include "tui/pages/language.h"
#include "words.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct cli_command cli_commands[] = {
    {"list", cli_list, "[--json]", N_("the lessons")},
    {"run", cli_run, "LESSON|PROGRAM [ARG...]", N_("watch a program live")},
    {"step", cli_step, "LESSON|PROGRAM|FILE.c [ARG...]",
     N_("decide who moves next")},
    {"explore", cli_explore, "LESSON|PROGRAM|FILE.c [ARG...]",
     N_("find what can go wrong")},
    {"check", cli_check, "EXERCISE|--all", N_("is an exercise solved?")},
    {"watch", cli_watch, "[EXERCISE]", N_("check it on every save")},
    {"hint", cli_hint, "[EXERCISE]", N_("the next hint")},
    {"solution", cli_solution, "[EXERCISE]", N_("one way to solve it")},
    {"reset", cli_reset, "[EXERCISE]", N_("put your file back")},
    {"next", cli_next, "", N_("what comes next")},
    {"init", cli_init, "[DIR]", N_("a copy of the exercises")},
    {"grade", cli_grade, "DIR|FILE...", N_("what many students hand in")},
    {"cc", cli_cc, "ARG...", N_("compile, with memory seen")},
    {"replay", cli_replay, "FILE.ilv", N_("look at a recorded run")},
    {"export", cli_export, "FILE --to FORM", N_("a run as a page, a picture")},
    {"new", cli_new, "lesson|exercise CHAPTER/NAME",
     N_("begin one of your own")},
    {"lint", cli_lint, "[LESSON|EXERCISE...]",
     N_("what an author should mend")},
    {"present", cli_present, "LESSON", N_("a lesson before a room")},
    {"notes", cli_notes, "", N_("for the speaker's eyes")},
    {"doctor", cli_doctor, "", N_("what works on this machine")},
    {"help", cli_help, "", N_("commands and keys")},
    {NULL, NULL, NULL, NULL},
};

static const struct cli_command *find(const char *name)
{
    for (const struct cli_command *command = cli_commands; command->name;
         command++) {
        if (strcmp(name, command->name) == 0)
            return command;
    }
    return NULL;
}

static bool takes_a_value(const char *option)
{
    static const char *const those[] = {"-L", "--lessons", "-P", "--path"};

    for (size_t i = 0; i < sizeof those / sizeof *those; i++) {
        if (strcmp(option, those[i]) == 0)
            return true;
    }
    return false;
}

/* `interleave --lessons DIR new ...`: what says how to show things may stand
   before the command, too. Each command reads its own, behind its name. */
static void bring_command_forward(int argc, char **argv)
{
    int at = 1;

    while (at < argc && argv[at][0] == '-')
        at += takes_a_value(argv[at]) ? 2 : 1;
    if (at == 1 || at >= argc || !find(argv[at]))
        return;
    char *command = argv[at];
    memmove(&argv[2], &argv[1], (size_t)(at - 1) * sizeof *argv);
    argv[1] = command;
}

int cli_main(int argc, char **argv)
{
    char name[64];
    char own[] = "interleave"; /* However it was called. */

    signal(SIGXFSZ, SIG_IGN); /* A limit on files is an error, not an end. */
    language_begin(place_words());
    cli_take_language(&argc, argv);
    bring_command_forward(argc, argv);
    const struct cli_command *command = argc > 1 ? find(argv[1]) : NULL;
    argp_program_version = "interleave " VERSION;
    argp_err_exit_status = EXIT_MISUSE;
    if (argc > 1 && strcmp(argv[1], "--help") == 0)
        return cli_help(1, argv);
    if (!command) {
        argv[0] = own;
        return cli_menu(argc, argv);
    }
    /* Shown by argp in usage messages. */
    snprintf(name, sizeof name, "interleave %s", command->name);
    argv[1] = name;
    return command->run(argc - 1, argv + 1);
}

bool cli_wants_screen(const struct cli_show *show)
{
    const char *type = getenv("TERM");

    return !show->plain && !show->json && isatty(STDIN_FILENO) &&
           isatty(STDOUT_FILENO) && type && strcmp(type, "dumb") != 0;
}

__attribute__((format(printf, 1, 0))) static void say(const char *format,
                                                      va_list arguments)
{
    fflush(stdout);
    fputs("interleave: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
}

int cli_misuse(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say(format, arguments);
    va_end(arguments);
    return EXIT_MISUSE;
}

void cli_refuse(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say(format, arguments);
    va_end(arguments);
    exit(EXIT_MISUSE);
}

void cli_one_line(struct argp_state *state)
{
    static FILE *nowhere;

    if (!nowhere)
        nowhere = fopen("/dev/null", "w");
    if (nowhere)
        state->err_stream = nowhere;
}

error_t cli_parse_nothing(int key, char *argument, struct argp_state *state)
{
    if (key == ARGP_KEY_INIT)
        cli_one_line(state);
    if (key == ARGP_KEY_ARG)
        cli_refuse(_("nothing expected here: %s"), argument);
    return 0;
}

int cli_no_such(const char *name, const char *why, const char *nearest)
{
    if (nearest)
        return cli_misuse(_("%s: no such lesson or program; did you mean %s?"),
                          name, nearest);
    if (strchr(name, '/'))
        return cli_misuse("%s", why);
    return cli_misuse(_("%s, and no lesson of that name either; see "
                        "interleave list"),
                      why);
}
