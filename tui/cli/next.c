/* next.c - `interleave next`: what to do now. */
#include "tui/cli/cli.h"
#include "tui/cli/exercises.h"
#include "tui/exercises/desk.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>

static unsigned passed(const struct shelf *shelf,
                       const struct progress *progress)
{
    unsigned count = 0;

    for (size_t i = 0; i < shelf->count; i++) {
        char *key = exercise_key(&shelf->exercises[i]);
        const struct exercise_line *line =
            progress_find_exercise(progress, key);

        count += line && line->passed;
        free(key);
    }
    return count;
}

static void tell(const struct exercise *exercise)
{
    char *file = desk_file(exercise);

    printf("%s: %s\n", exercise->name, exercise->title);
    printf(_("  goal:    %s\n"), exercise->goal);
    printf(_("  file:    %s\n"), file);
    printf(_("  read:    interleave %s\n"), exercise->lesson);
    printf(_("  check:   interleave check %s\n"), exercise->name);
    printf(_("  on save: interleave watch %s\n"), exercise->name);
    printf("\n%s\n", exercise->task);
    free(file);
}

int cli_next(int argc, char **argv)
{
    const struct argp argp = {.parser = cli_parse_nothing,
                              .doc =
                                  N_("Says which exercise comes next, and what "
                                     "its task is.")};

    cli_parse(&argp, argc, argv, 0, NULL);
    struct shelf *shelf = exercises_shelf();
    struct progress *progress = progress_read();
    const struct exercise *next = exercises_next(shelf, progress);

    printf(ngettext("%u of %zu exercise done.\n\n",
                    "%u of %zu exercises done.\n\n", shelf->count),
           passed(shelf, progress), shelf->count);
    if (next)
        tell(next);
    else
        puts(_("There is none left."));
    progress_free(progress);
    shelf_free(shelf);
    return 0;
}
