/* list.c - `interleave list`: the lessons and exercises, as text or JSON. */
#include "tui/cli/cli.h"
#include "tui/cli/exercises.h"
#include "tui/drawing/canvas.h"
#include "tui/json.h"
#include "tui/keeping/place.h"
#include "tui/keeping/progress.h"
#include "tui/lessons/catalogue.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static error_t parse(int key, char *argument, struct argp_state *state)
{
    if (key == ARGP_KEY_INIT)
        state->child_inputs[0] = state->input;
    if (key == ARGP_KEY_ARG)
        cli_refuse(_("nothing expected here: %s"), argument);
    return 0;
}

/* How wide the columns of names and of titles are. */
struct widths {
    int name;
    int title;
};

static void widen(struct widths *widths, const char *name, const char *title)
{
    int of_name = canvas_width(name);
    int of_title = canvas_width(title);

    widths->name = of_name > widths->name ? of_name : widths->name;
    widths->title = of_title > widths->title ? of_title : widths->title;
}

static struct widths widths_of(const struct catalogue *catalogue)
{
    struct widths widths = {0, 0};

    for (size_t i = 0; i < catalogue->count; i++)
        widen(&widths, catalogue->lessons[i].name, catalogue->lessons[i].title);
    return widths;
}

static void print_padded(const char *text, int width)
{
    printf("%-*s  ", canvas_field(text, width), text);
}

static void print_lesson(const struct lesson *lesson, struct widths widths,
                         const struct progress *progress)
{
    char *key = lesson_key(lesson);
    const struct progress_line *done = progress_find(progress, key);
    const char *word = !done || !done->runs ? _("pending")
                       : !done->predicted   ? _("run")
                       : done->predicted == done->happened
                           ? _("predicted right")
                           : _("run");

    printf("  ");
    if (lesson->minutes)
        printf(_("%3u min  "), lesson->minutes);
    print_padded(lesson->name, widths.name);
    print_padded(lesson->title, widths.title);
    printf("%s", word);
    if (done && done->broken)
        printf(ngettext(", broken in %u move", ", broken in %u moves",
                        done->broken),
               done->broken);
    putchar('\n');
    free(key);
}

static void print_lessons(const struct catalogue *catalogue,
                          const struct progress *progress)
{
    const char *folder = "";
    struct widths widths = widths_of(catalogue);

    for (size_t i = 0; i < catalogue->count; i++) {
        const struct lesson *lesson = &catalogue->lessons[i];

        /* A path goes from chapter to chapter, and back. */
        if (!catalogue->minutes && strcmp(folder, lesson->folder) != 0)
            printf("%s%s\n", *folder ? "\n" : "", lesson->chapter);
        folder = lesson->folder;
        print_lesson(lesson, widths, progress);
    }
}

static void print_exercise(const struct exercise *exercise,
                           struct widths widths,
                           const struct progress *progress)
{
    char *key = exercise_key(exercise);
    const struct exercise_line *line = progress_find_exercise(progress, key);

    printf("  ");
    print_padded(exercise->name, widths.name);
    print_padded(exercise->title, widths.title);
    if (line && line->passed)
        puts(line->shown ? _("done, solution seen") : _("done"));
    else if (line && line->attempts > 0)
        printf(ngettext("tried %u time\n", "tried %u times\n", line->attempts),
               line->attempts);
    else
        puts(_("pending"));
    free(key);
}

/* On a path, those of its lessons. */
static bool is_listed(const struct exercise *exercise,
                      const struct catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue->count; i++) {
        char *key = lesson_key(&catalogue->lessons[i]);
        bool same = strcmp(key, exercise->lesson) == 0;

        free(key);
        if (same)
            return true;
    }
    return !catalogue->minutes;
}

static void print_exercises(const struct shelf *shelf,
                            const struct catalogue *catalogue,
                            const struct progress *progress)
{
    struct widths widths = {0, 0};

    for (size_t i = 0; i < shelf->count; i++)
        widen(&widths, shelf->exercises[i].name, shelf->exercises[i].title);
    if (shelf->count > 0)
        printf("\n%s\n", _("exercises"));
    for (size_t i = 0; i < shelf->count; i++) {
        if (is_listed(&shelf->exercises[i], catalogue))
            print_exercise(&shelf->exercises[i], widths, progress);
    }
}

int cli_list(int argc, char **argv)
{
    struct cli_show show = {.plain = false};
    const struct argp_child children[] = {{&cli_show_argp, 0, NULL, 0}, {0}};
    const struct argp argp = {
        .parser = parse,
        .doc = N_("Lists the lessons and exercises, and how far "
                  "you are."),
        .children = children};

    cli_parse(&argp, argc, argv, 0, &show);
    struct catalogue *catalogue = cli_catalogue(&show);
    struct progress *progress = progress_read();
    if (catalogue->count == 0)
        return cli_misuse(_("no lessons in %s"), place_lessons());
    /* Of somebody else's lessons these are not the exercises. */
    struct shelf *shelf = place_lessons_are_given() ? NULL : exercises_shelf();
    if (show.json)
        json_list(catalogue, shelf, progress);
    else
        print_lessons(catalogue, progress);
    if (!show.json && catalogue->minutes)
        printf(ngettext("\n%zu lesson, %u minutes\n",
                        "\n%zu lessons, %u minutes\n", catalogue->count),
               catalogue->count, catalogue->minutes);
    if (!show.json && shelf)
        print_exercises(shelf, catalogue, progress);
    shelf_free(shelf);
    progress_free(progress);
    catalogue_free(catalogue);
    return 0;
}
