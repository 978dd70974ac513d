/* reset.c - `interleave reset`: an exercise as it came. */
#include "tui/cli/cli.h"
#include "tui/cli/exercises.h"
#include "tui/exercises/desk.h"
#include "words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int cli_reset(int argc, char **argv)
{
    const char *name =
        exercises_name(argc, argv,
                       N_("Puts your file back as it came. What it was is kept "
                          "beside it."),
                       NULL);
    struct shelf *shelf = exercises_shelf();
    const struct exercise *exercise = exercises_chosen(shelf, name);
    int status = EXIT_MISUSE;

    if (exercise) {
        char *file = desk_file(exercise);
        char *backup = NULL;

        if (strcmp(file, exercise->stub) == 0)
            cli_misuse(_("%s: you have no copy of your own; interleave init "
                         "makes one"),
                       exercise->name);
        else if (!desk_reset(exercise, file, &backup))
            cli_misuse(_("%s: cannot be written: %s"), file, strerror(errno));
        else
            status = 0;
        if (status == 0)
            printf(_("%s is as it came; what it was is in %s\n"), file, backup);
        free(backup);
        free(file);
    }
    shelf_free(shelf);
    return status;
}
