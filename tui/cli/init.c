/* init.c - `interleave init`: the student's own copy of the exercises. */
#include "must.h"
#include "tui/cli/cli.h"
#include "tui/cli/exercises.h"
#include "tui/exercises/checking.h"
#include "tui/exercises/desk.h"
#include "tui/interrupt.h"
#include "words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static error_t parse(int key, char *argument, struct argp_state *state)
{
    const char **folder = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        cli_one_line(state);
        return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 0)
            cli_refuse(_("one folder is enough: %s"), argument);
        *folder = argument;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* A check that must fail in the way that is known shows that all tools work. */
static bool try_tools(const struct exercise *exercise)
{
    char why[SENTENCE];
    char *bench = desk_bench(exercise);
    struct checking_options how = {
        .exercise = exercise, .file = exercise->stub, .folder = bench};
    snprintf(why, sizeof why, "%s",
             _("there is no place for programs; set XDG_STATE_HOME"));
    struct checking *checking =
        bench ? checking_start(&how, why, sizeof why) : NULL;

    interrupt_watch();
    while (checking && checking_pump(checking, 100)) {
        if (interrupt_wanted())
            checking_stop(checking);
    }
    const struct check_result *result =
        checking ? checking_result(checking) : NULL;
    bool work = result && result->wrong == answer_named(exercise->fails) &&
                result->layers[LAYER_FREELY].state != LAYER_OPEN;
    if (work)
        puts(_("compiler, cmocka and search: they work"));
    else if (result && result->layers[LAYER_FREELY].state == LAYER_OPEN)
        printf(_("tools: %s\n"), result->layers[LAYER_FREELY].text);
    else
        printf(_("tools: %s\n"), result ? result->message : why);
    checking_free(checking);
    if (bench)
        checking_clean(exercise, bench);
    free(bench);
    return work;
}

static int init(const struct shelf *shelf, const char *folder)
{
    unsigned copied;
    unsigned kept;

    if (shelf->count == 0)
        return cli_misuse(_("there are no exercises to copy; run make first"));
    if (!desk_make(shelf, folder, &copied, &kept))
        return cli_misuse(_("%s: cannot be written: %s"), folder,
                          strerror(errno));
    printf(
        ngettext("%s: %u exercise copied", "%s: %u exercises copied", copied),
        folder, copied);
    if (kept > 0)
        printf(_(", %u of yours left as they are"), kept);
    putchar('\n');
    bool work = try_tools(&shelf->exercises[0]);
    if (interrupt_wanted())
        return 128 + interrupt_wanted();
    if (work)
        puts(_("\nNow: interleave next"));
    return work ? 0 : 1;
}

int cli_init(int argc, char **argv)
{
    const char *folder = "interleave-exercises";
    const struct argp argp = {
        .parser = parse,
        .args_doc = "[DIR]",
        .doc =
            N_("Copies the exercises to a folder of yours "
               "(interleave-exercises), and checks that the tools work. Files "
               "of yours that are there stay as they are.")};

    cli_parse(&argp, argc, argv, 0, &folder);
    struct shelf *shelf = exercises_shelf();
    int status = init(shelf, folder);
    shelf_free(shelf);
    return status;
}
