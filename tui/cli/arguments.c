/* arguments.c - reading a command's arguments: its own, and those that every
   command has. */
#include "tui/cli/cli.h"

#include "tui/language.h"

#include <string.h>

enum { OPTION_LANG = 0x1000 };

static const struct argp_option options[] = {
    {"lang", OPTION_LANG, "CODE", 0,
     N_("the language of messages and pages: en, uk"), 0},
    {0},
};

static void speak(const char *code)
{
    if (language_choose(code))
        return;
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

    argp_parse(&all, argc, argv, flags, NULL, input);
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
