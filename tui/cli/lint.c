/* lint.c - `interleave lint`: what an author should mend. */
#include "tui/authoring/lint.h"

#include "must.h"
#include "tui/authoring/outcomes.h"
#include "tui/cli/cli.h"
#include "tui/cli/exercises.h"
#include "tui/exercises/checking.h"
#include "tui/exercises/desk.h"
#include "tui/exercises/lint.h"
#include "tui/keeping/place.h"
#include "tui/lessons/building.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPTION_QUICK = 'q', SECONDS = 10 };

struct lint_arguments {
    struct cli_show show;
    bool quick;
    char **names; /* Then NULL; NULL: all. */
    size_t count;
};

static const struct argp_option options[] = {
    {"quick", OPTION_QUICK, NULL, 0,
     N_("do not explore: what can happen is not compared with the page"), 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct lint_arguments *lint = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &lint->show;
        return 0;
    case OPTION_QUICK:
        lint->quick = true;
        return 0;
    case ARGP_KEY_ARG:
        lint->names =
            must_resize(lint->names, lint->count + 2, sizeof *lint->names);
        lint->names[lint->count++] = argument;
        lint->names[lint->count] = NULL;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* Each line of problems, with what it is of before it. Returns how many. */
static unsigned tell_of(const char *kind, const char *chapter, const char *name,
                        const char *problems)
{
    unsigned count = 0;

    for (; *problems; count++) {
        int length = (int)strcspn(problems, "\n");

        printf("%s%s/%s: %.*s\n", kind, chapter, name, length, problems);
        problems += length + (problems[length] == '\n');
    }
    fflush(stdout);
    return count;
}

static unsigned tell(const struct lesson *lesson, const char *problems)
{
    return tell_of("", lesson->chapter, lesson->name, problems);
}

static unsigned verify(const struct lesson *lesson)
{
    char why[256];

    if (!building_prepare(lesson, true, true, why, sizeof why))
        return tell(lesson, why);
    struct outcomes *outcomes = outcomes_check(lesson, SECONDS);
    unsigned count = tell(lesson, outcomes->problems);
    outcomes_free(outcomes);
    return count;
}

static unsigned lint_one(const struct lint_arguments *lint,
                         const struct catalogue *catalogue,
                         const struct lesson *lesson)
{
    char *problems = lint_lesson(lesson, catalogue);
    unsigned count = tell(lesson, problems);

    free(problems);
    return lint->quick ? count : count + verify(lesson);
}

/* ---- Exercises. ---- */

static unsigned lint_one_exercise(const struct lint_arguments *lint,
                                  const struct exercise *exercise)
{
    char *problems = lint_exercise(exercise);
    char *bench = lint->quick ? NULL : desk_bench(exercise);
    unsigned count =
        tell_of("exercise ", exercise->chapter, exercise->name, problems);

    free(problems);
    if (bench) {
        problems = lint_exercise_checks(exercise, bench);
        count +=
            tell_of("exercise ", exercise->chapter, exercise->name, problems);
        free(problems);
        checking_clean(exercise, bench);
    }
    free(bench);
    return count;
}

/* All, where none is named. Returns the problems; *found counts exercises. */
static unsigned lint_exercises(const struct lint_arguments *lint,
                               const char *name, unsigned *found)
{
    struct shelf *shelf = exercises_shelf();
    unsigned problems = 0;

    for (size_t i = 0; i < shelf->count; i++) {
        const char *nearest;

        if (name && shelf_find(shelf, name, &nearest) != &shelf->exercises[i])
            continue;
        problems += lint_one_exercise(lint, &shelf->exercises[i]);
        ++*found;
    }
    shelf_free(shelf);
    return problems;
}

/* ---- All. ---- */

static int lint_all(const struct lint_arguments *lint,
                    const struct catalogue *catalogue)
{
    unsigned problems = 0;
    unsigned exercises = 0;
    size_t lessons = lint->count ? 0 : catalogue->count;
    size_t count = lint->count ? lint->count : catalogue->count;

    if (!lint->count && !place_lessons_are_given())
        problems += lint_exercises(lint, NULL, &exercises);
    for (size_t i = 0; i < count; i++) {
        const char *nearest = NULL;
        unsigned found = 0;
        const struct lesson *lesson =
            lint->count ? catalogue_find(catalogue, lint->names[i], &nearest)
                        : &catalogue->lessons[i];

        if (lint->count)
            problems += lint_exercises(lint, lint->names[i], &found);
        exercises += found;
        lessons += lint->count && lesson;
        if (!lesson && found > 0)
            continue;
        if (!lesson)
            return nearest
                       ? cli_misuse(_("%s: no such lesson; did you mean "
                                      "%s"),
                                    lint->names[i], nearest)
                       : cli_misuse(_("%s: no such lesson"), lint->names[i]);
        problems += lint_one(lint, catalogue, lesson);
    }
    printf(ngettext("%zu lesson, ", "%zu lessons, ", lessons), lessons);
    if (exercises > 0)
        printf(ngettext("%u exercise, ", "%u exercises, ", exercises),
               exercises);
    printf(ngettext("%u problem\n", "%u problems\n", problems), problems);
    return problems ? 1 : 0;
}

int cli_lint(int argc, char **argv)
{
    struct lint_arguments lint = {.quick = false};
    const struct argp_child children[] = {{&cli_show_argp, 0, NULL, 0}, {0}};
    const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "[LESSON|EXERCISE...]",
        .doc =
            N_("Checks lessons as their author would: the page, its links and "
               "marks, and that what can happen is what it lists. Of "
               "exercises: the page, its hints, and that the stub fails and "
               "the solution passes.\v"
               "The exit status is 0 if all is well, 1 if something is to be "
               "mended."),
        .children = children};

    cli_parse(&argp, argc, argv, 0, &lint);
    struct catalogue *catalogue =
        catalogue_read(place_lessons(), place_programs());
    int status = catalogue->count > 0
                     ? lint_all(&lint, catalogue)
                     : cli_misuse(_("no lessons in %s"), place_lessons());
    catalogue_free(catalogue);
    free(lint.names);
    return status;
}
