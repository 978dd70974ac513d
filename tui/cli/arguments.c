/* arguments.c - reading a command's arguments: its own, and those that every
   command has. */
#include "tui/cli/cli.h"

#include "tui/pages/language.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPTION_LANG = 0x1000, OPTION_USAGE };

/* What argp says by itself it looks up in the same catalogue. */
__attribute__((unused)) static const char *const said_by_argp[] = {
    N_("Usage:"), N_("  or: "), N_(" [OPTION...]"),
    N_("Mandatory or optional arguments to long options are also mandatory or "
       "optional for any corresponding short options.")};

static const struct argp_option options[] = {
    {"lang", OPTION_LANG, "CODE", 0,
     N_("the language of messages and pages: en, uk"), 0},
    /* Argp's own are translated only where libc's catalogue is. */
    {"help", '?', NULL, 0, N_("Give this help list"), -1},
    {"usage", OPTION_USAGE, NULL, 0, N_("Give a short usage message"), -1},
    {"version", 'V', NULL, 0, N_("Print program version"), -1},
    {0},
};

static bool english_only;

static void speak(const char *code)
{
    if (language_choose(code)) {
        if (english_only)
            language_choose("en");
        return;
    }

    char *all = language_all();
    cli_refuse(_("--lang: %s: no such language; there are %s"), code, all);
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = state->input;
        return 0;
    case OPTION_LANG:
        speak(argument);
        return 0;
    case '?':
        argp_state_help(state, state->out_stream, ARGP_HELP_STD_HELP);
        return 0;
    case OPTION_USAGE:
        argp_state_help(state, state->out_stream,
                        ARGP_HELP_USAGE | ARGP_HELP_EXIT_OK);
        return 0;
    case 'V':
        puts(argp_program_version);
        exit(0);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

void cli_parse(const struct argp *argp, int argc, char **argv, unsigned flags,
               void *input)
{
    const struct argp_child own[] = {{argp, 0, NULL, 0}, {0}};
    const struct argp all = {
        .options = options, .parser = parse, .children = own};

    argp_parse(&all, argc, argv, flags | ARGP_NO_HELP, NULL, input);
}

void cli_speak_english(void)
{
    english_only = true;
    language_choose("en");
}

/* What stands before the command's name. */

void cli_take_language(int *argc, char **argv)
{
    static const char option[] = "--lang";
    size_t length = strlen(option);
    const char *first = *argc > 1 ? argv[1] : "";
    int taken = 0;

    if (strcmp(first, option) == 0 && *argc > 2) {
        speak(argv[2]);
        taken = 2;
    } else if (strncmp(first, option, length) == 0 && first[length] == '=') {
        speak(first + length + 1);
        taken = 1;
    }
    *argc -= taken;
    for (int i = 1; taken > 0 && i <= *argc; i++) /* And the NULL. */
        argv[i] = argv[i + taken];
}
