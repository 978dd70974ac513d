/* next.c - `interleave next`: what to do now. */
#include "tui/cli/cli.h"
#include "tui/cli/exercises.h"
#include "tui/exercises/desk.h"

#include <stdio.h>
#include <stdlib.h>

static error_t parse(int key, char *argument, struct argp_state *state)
{
    if (key == ARGP_KEY_INIT)
        cli_one_line(state);
    if (key == ARGP_KEY_ARG)
        cli_refuse("nothing expected here: %s", argument);
    return 0;
}

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

    printf("%s: %s\n  goal:    %s\n  file:    %s\n", exercise->name,
           exercise->title, exercise->goal, file);
    printf("  read:    interleave %s\n", exercise->lesson);
    printf("  check:   interleave check %s\n", exercise->name);
    printf("  on save: interleave watch %s\n\n%s\n", exercise->name,
           exercise->task);
    free(file);
}

int cli_next(int argc, char **argv)
{
    const struct argp argp = {.parser = parse,
                              .doc = "Says which exercise comes next, and what "
                                     "its task is."};

    cli_parse(&argp, argc, argv, 0, NULL);
    struct shelf *shelf = exercises_shelf();
    struct progress *progress = progress_read();
    const struct exercise *next = exercises_next(shelf, progress);

    printf("%u of %zu exercises done.\n\n", passed(shelf, progress),
           shelf->count);
    if (next)
        tell(next);
    else
        puts("There is none left.");
    progress_free(progress);
    shelf_free(shelf);
    return 0;
}
