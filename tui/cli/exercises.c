/* exercises.c - finding exercises, and noting how they went. */
#include "tui/cli/exercises.h"

#include "must.h"
#include "tui/cli/cli.h"
#include "tui/place.h"
#include "tui/progress.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

struct shelf *exercises_shelf(void)
{
    return shelf_read(place_exercises(), place_solutions());
}

const struct exercise *exercises_find(const struct shelf *shelf,
                                      const char *name)
{
    const char *nearest;
    const struct exercise *found = shelf_find(shelf, name, &nearest);

    if (!found && nearest)
        cli_misuse("%s: no such exercise; did you mean %s?", name, nearest);
    else if (!found)
        cli_misuse("%s: no such exercise; see interleave list", name);
    return found;
}

void exercises_note(const struct exercise *exercise, enum check_answer answer)
{
    struct progress *progress = progress_read();
    char *key = exercise_key(exercise);

    if (answer != ANSWER_UNCHANGED && answer != ANSWER_UNAVAILABLE) {
        struct exercise_line *line = progress_of_exercise(progress, key);

        line->attempts++;
        line->passed = line->passed || answer == ANSWER_OK;
        progress_write(progress);
    }
    free(key);
    progress_free(progress);
}

char *exercises_failing(const struct exercise *exercise, const char *bench)
{
    DIR *directory = opendir(bench);
    size_t length = strlen(exercise->name);
    struct dirent *entry;
    char *found = NULL;

    while (directory && !found && (entry = readdir(directory))) {
        const char *name = entry->d_name;
        size_t end = strlen(name);

        if (end > 6 && strcmp(name + end - 6, ".sched") == 0 &&
            strncmp(name, exercise->name, length) == 0)
            found = must_print("%s/%s", bench, name);
    }
    if (directory)
        closedir(directory);
    return found;
}
