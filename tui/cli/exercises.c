/* exercises.c - finding exercises, and noting how they went. */
#include "tui/cli/exercises.h"

#include "must.h"
#include "tui/cli/cli.h"
#include "tui/keeping/place.h"
#include "tui/keeping/progress.h"
#include "words.h"

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
        cli_misuse(_("%s: no such exercise; did you mean %s?"), name, nearest);
    else if (!found)
        cli_misuse(_("%s: no such exercise; see interleave list"), name);
    return found;
}

/* ---- Which one. ---- */

struct name_arguments {
    const char *name;
    bool *yes;
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct name_arguments *arguments = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        cli_one_line(state);
        return 0;
    case 'y':
        *arguments->yes = true;
        return 0;
    case ARGP_KEY_ARG:
        if (arguments->name)
            cli_refuse(_("one exercise at a time: %s"), argument);
        arguments->name = argument;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const char *exercises_name(int argc, char **argv, const char *doc, bool *yes)
{
    static const struct argp_option options[] = {
        {"yes", 'y', NULL, 0, N_("do not ask"), 0}, {0}};
    const struct argp argp = {.options = yes ? options : options + 1,
                              .parser = parse,
                              .args_doc = "[EXERCISE]",
                              .doc = doc};
    struct name_arguments arguments = {.yes = yes};

    cli_parse(&argp, argc, argv, 0, &arguments);
    return arguments.name;
}

const struct exercise *exercises_next(const struct shelf *shelf,
                                      const struct progress *progress)
{
    for (size_t i = 0; i < shelf->count; i++) {
        char *key = exercise_key(&shelf->exercises[i]);
        const struct exercise_line *line =
            progress_find_exercise(progress, key);

        free(key);
        if (!line || !line->passed)
            return &shelf->exercises[i];
    }
    return NULL;
}

const struct exercise *exercises_chosen(const struct shelf *shelf,
                                        const char *name)
{
    if (name)
        return exercises_find(shelf, name);
    struct progress *progress = progress_read();
    const struct exercise *next = exercises_next(shelf, progress);

    if (!next)
        cli_misuse(_("all exercises are passed: name one"));
    progress_free(progress);
    return next;
}

/* ---- Afterwards. ---- */

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
