/* hint.c - `interleave hint`: the next of an exercise's hints. */
#include "tui/cli/cli.h"
#include "tui/cli/exercises.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>

static void tell(const struct exercise *exercise, unsigned stage)
{
    printf(_("%s, hint %u of %u"), exercise->name, stage + 1,
           exercise->hint_count);
    printf("\n\n%s\n", exercise->hints[stage]);
    if (stage + 1 == exercise->hint_count)
        printf(_("\nThat was the last one. interleave solution %s shows a "
                 "solution.\n"),
               exercise->name);
}

int cli_hint(int argc, char **argv)
{
    const char *name = exercises_name(
        argc, argv,
        N_("Shows the next hint: a question, the idea, the place, the "
           "code. How many you have seen is kept."),
        NULL);
    struct shelf *shelf = exercises_shelf();
    const struct exercise *exercise = exercises_chosen(shelf, name);

    if (exercise) {
        struct progress *progress = progress_read();
        char *key = exercise_key(exercise);
        struct exercise_line *line = progress_of_exercise(progress, key);

        if (line->hints < exercise->hint_count)
            line->hints++;
        if (line->hints > 0)
            tell(exercise, line->hints - 1);
        progress_write(progress);
        free(key);
        progress_free(progress);
    }
    shelf_free(shelf);
    return exercise ? 0 : EXIT_MISUSE;
}
