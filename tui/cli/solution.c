/* solution.c - `interleave solution`: shown once it cannot spoil anything. */
#include "tui/cli/cli.h"
#include "tui/cli/exercises.h"
#include "tui/drawing/text.h"
#include "words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool agrees(void)
{
    int answer;

    if (!isatty(STDIN_FILENO))
        return false;
    fprintf(stderr, _("You have not solved it yet. Show the solution? [y/N] "));
    answer = getchar();
    return answer == 'y' || answer == 'Y';
}

static int show(const struct exercise *exercise)
{
    char *text = text_of_file(exercise->solution);

    if (!text)
        return cli_misuse(_("%s: cannot be read: %s"), exercise->solution,
                          strerror(errno));
    fputs(text, stdout);
    free(text);
    return 0;
}

/* After passing; or after all hints, when asked for twice. */
static int show_if_due(const struct exercise *exercise, bool yes)
{
    struct progress *progress = progress_read();
    char *key = exercise_key(exercise);
    struct exercise_line *line = progress_of_exercise(progress, key);
    int status;

    if (!line->passed && line->hints < exercise->hint_count) {
        status = cli_misuse(_("%s: first the hints, %u of %u seen: interleave "
                              "hint %s"),
                            exercise->name, line->hints, exercise->hint_count,
                            exercise->name);
    } else if (!line->passed && !yes && !agrees()) {
        status =
            cli_misuse(_("%s: not solved yet; --yes shows the solution all "
                         "the same"),
                       exercise->name);
    } else {
        status = show(exercise);
        if (!line->passed && status == 0) {
            line->shown = true;
            progress_write(progress);
        }
    }
    free(key);
    progress_free(progress);
    return status;
}

int cli_solution(int argc, char **argv)
{
    bool yes = false;
    const char *name = exercises_name(
        argc, argv,
        N_("Shows one way to solve an exercise: after you have, or "
           "after all of its hints."),
        &yes);
    struct shelf *shelf = exercises_shelf();
    const struct exercise *exercise = exercises_chosen(shelf, name);
    int status = exercise ? show_if_due(exercise, yes) : EXIT_MISUSE;

    shelf_free(shelf);
    return status;
}
