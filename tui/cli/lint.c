/* lint.c - `interleave lint`: what an author should mend. */
#include "tui/lint.h"

#include "must.h"
#include "tui/building.h"
#include "tui/cli/cli.h"
#include "tui/outcomes.h"
#include "tui/place.h"

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
     "do not explore: what can happen is not compared with the page", 0},
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

/* Each line of problems, with the lesson before it. Returns how many. */
static unsigned tell(const struct lesson *lesson, const char *problems)
{
    unsigned count = 0;

    for (; *problems; count++) {
        int length = (int)strcspn(problems, "\n");

        printf("%s/%s: %.*s\n", lesson->chapter, lesson->name, length,
               problems);
        problems += length + (problems[length] == '\n');
    }
    fflush(stdout);
    return count;
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

static int lint_all(const struct lint_arguments *lint,
                    const struct catalogue *catalogue)
{
    unsigned problems = 0;
    size_t lessons = lint->count ? lint->count : catalogue->count;

    for (size_t i = 0; i < lessons; i++) {
        const char *nearest = NULL;
        const struct lesson *lesson =
            lint->count ? catalogue_find(catalogue, lint->names[i], &nearest)
                        : &catalogue->lessons[i];

        if (!lesson)
            return cli_misuse("%s: no such lesson%s%s", lint->names[i],
                              nearest ? "; did you mean " : "",
                              nearest ? nearest : "");
        problems += lint_one(lint, catalogue, lesson);
    }
    printf("%zu lesson%s, %u problem%s\n", lessons, lessons == 1 ? "" : "s",
           problems, problems == 1 ? "" : "s");
    return problems ? 1 : 0;
}

int cli_lint(int argc, char **argv)
{
    struct lint_arguments lint = {.quick = false};
    const struct argp_child children[] = {{&cli_show_argp, 0, NULL, 0}, {0}};
    const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "[LESSON...]",
        .doc = "Checks lessons as their author would: the page, its links and "
               "marks, and that what can happen is what it lists.\v"
               "The exit status is 0 if all is well, 1 if something is to be "
               "mended.",
        .children = children};

    argp_parse(&argp, argc, argv, 0, NULL, &lint);
    struct catalogue *catalogue =
        catalogue_read(place_lessons(), place_programs());
    int status = catalogue->count > 0
                     ? lint_all(&lint, catalogue)
                     : cli_misuse("no lessons in %s", place_lessons());
    catalogue_free(catalogue);
    free(lint.names);
    return status;
}
