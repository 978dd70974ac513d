/* help.c - `interleave help`: the commands, and the keys of each screen. */
#include "tui/cli/cli.h"
#include "tui/command.h"
#include "words.h"

#include <stdio.h>
#include <string.h>

static void print_keys(const char *title, enum where where)
{
    printf("\n%s\n", title);
    for (int i = 1; i < COMMAND_COUNT; i++) {
        enum command command = (enum command)i;

        if (command_where(command) & where)
            printf("  %-10s %s\n", command_keys(command),
                   command_help(command));
    }
}

int cli_help(int argc, char **argv)
{
    const struct argp argp = {.parser = cli_parse_nothing,
                              .doc = N_("Tells the commands and the keys.")};

    cli_parse(&argp, argc, argv, 0, NULL);
    printf(_("interleave - concurrency in C, seen live\n\n"));
    for (const struct cli_command *command = cli_commands; command->name;
         command++)
        printf("  interleave %-8s %-30s %s\n", command->name,
               command->arguments, _(command->summary));
    printf(_("\nEach has --help. Without a command the lab opens.\n"));
    print_keys(_("Keys in the menu"), IN_MENU);
    print_keys(_("Keys on a page"), IN_PAGE);
    print_keys(_("Keys at a prediction"), IN_QUESTION);
    print_keys(_("Keys in a run"), IN_RUN);
    print_keys(_("Keys when stepping"), IN_STEP);
    print_keys(_("Keys in a search"), IN_EXPLORE);
    print_keys(_("Keys at an exercise"), IN_EXERCISE);
    print_keys(_("Keys before a room"), IN_PRESENT);
    printf(_("\nProgress is kept in $XDG_STATE_HOME/interleave, or "
             "~/.local/state/interleave.\n"));
    return 0;
}
