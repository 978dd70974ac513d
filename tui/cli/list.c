/* list.c - `interleave list`: the lessons, as text or JSON. */
#include "tui/catalogue.h"
#include "tui/cli/cli.h"
#include "tui/json.h"
#include "tui/place.h"
#include "tui/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static error_t parse(int key, char *argument, struct argp_state *state)
{
    if (key == ARGP_KEY_INIT)
        state->child_inputs[0] = state->input;
    if (key == ARGP_KEY_ARG)
        cli_refuse("nothing expected here: %s", argument);
    return 0;
}

static void print_lesson(const struct lesson *lesson,
                         const struct progress *progress)
{
    char *key = lesson_key(lesson);
    const struct progress_line *done = progress_find(progress, key);
    const char *word = !done || !done->runs                ? "pending"
                       : !done->predicted                  ? "run"
                       : done->predicted == done->happened ? "predicted right"
                                                           : "run";

    printf("  %-18s %-28s %s", lesson->name, lesson->title, word);
    if (done && done->broken)
        printf(", broken in %u moves", done->broken);
    putchar('\n');
    free(key);
}

static void print_lessons(const struct catalogue *catalogue,
                          const struct progress *progress)
{
    const char *folder = "";

    for (size_t i = 0; i < catalogue->count; i++) {
        const struct lesson *lesson = &catalogue->lessons[i];

        if (strcmp(folder, lesson->folder) != 0)
            printf("%s%s\n", *folder ? "\n" : "", lesson->chapter);
        folder = lesson->folder;
        print_lesson(lesson, progress);
    }
}

int cli_list(int argc, char **argv)
{
    struct cli_show show = {.plain = false};
    const struct argp_child children[] = {{&cli_show_argp, 0, NULL, 0}, {0}};
    const struct argp argp = {.parser = parse,
                              .doc = "Lists the lessons, and how far you are.",
                              .children = children};

    argp_parse(&argp, argc, argv, 0, NULL, &show);
    struct catalogue *catalogue = cli_catalogue(&show);
    struct progress *progress = progress_read();
    if (catalogue->count == 0)
        return cli_misuse("no lessons in %s", place_lessons());
    if (show.json)
        json_lessons(catalogue, progress);
    else
        print_lessons(catalogue, progress);
    if (!show.json && catalogue->minutes)
        printf("\n%zu lessons, %u minutes\n", catalogue->count,
               catalogue->minutes);
    progress_free(progress);
    catalogue_free(catalogue);
    return 0;
}
