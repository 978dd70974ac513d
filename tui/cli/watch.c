/* watch.c - `interleave watch`: check an exercise whenever it is saved. */
#include "tui/cli/cli.h"
#include "tui/cli/exercises.h"
#include "tui/exercises/checking.h"
#include "tui/exercises/desk.h"
#include "tui/exercises/telling.h"
#include "tui/exercises/watcher.h"
#include "tui/interrupt.h"
#include "tui/keeping/place.h"
#include "tui/lab.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct watch_arguments {
    struct cli_show show;
    const char *name;
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct watch_arguments *watch = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &watch->show;
        return 0;
    case ARGP_KEY_ARG:
        if (watch->name)
            cli_refuse(_("one exercise at a time: %s"), argument);
        watch->name = argument;
        return 0;
    case ARGP_KEY_END:
        if (watch->show.json)
            cli_refuse(_("watch has no --json: check has"));
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {{&cli_show_argp, 0, NULL, 0}, {0}};

static const struct argp watch_argp = {
    .parser = parse,
    .args_doc = "[EXERCISE]",
    .doc = N_("Opens an exercise, or that which comes next, and checks it "
              "whenever it is saved."),
    .children = children};

static uint64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* ---- On a screen. ---- */

static int show(const struct watch_arguments *arguments,
                const struct exercise *exercise)
{
    struct catalogue *catalogue =
        catalogue_read(place_lessons(), place_programs());
    struct progress *progress = progress_read();
    char *key = exercise_key(exercise);
    struct lab_options lab = {.ascii = arguments->show.ascii,
                              .no_colour = arguments->show.no_colour,
                              .exercise = key};
    int status = lab_run(&lab, catalogue, progress);

    free(key);
    progress_free(progress);
    catalogue_free(catalogue);
    return status;
}

/* ---- As text. ---- */

static bool check(const struct exercise *exercise, const char *file)
{
    char why[SENTENCE];
    char *bench = desk_bench(exercise);
    struct checking_options how = {
        .exercise = exercise, .file = file, .folder = bench};
    snprintf(why, sizeof why, "%s",
             _("there is no place for programs; set XDG_STATE_HOME"));
    struct checking *checking =
        bench ? checking_start(&how, why, sizeof why) : NULL;

    free(bench);
    if (!checking) {
        cli_misuse("%s", why);
        return false;
    }
    while (checking_pump(checking, 100)) {
        if (interrupt_wanted())
            checking_stop(checking);
    }
    telling_text(exercise, checking_result(checking), file);
    fflush(stdout);
    if (!interrupt_wanted())
        exercises_note(exercise, checking_result(checking)->answer);
    checking_free(checking);
    return true;
}

static int tell(const struct exercise *exercise)
{
    char *file = desk_file(exercise);
    struct watcher *watcher = watcher_new(file);
    bool well = true;

    interrupt_watch();
    printf(_("%s: checked whenever it is saved; Ctrl-C ends this\n"), file);
    if (watcher_polls(watcher))
        printf(_("this file system does not tell of saves: it is looked at "
                 "twice a second\n"));
    fflush(stdout);
    well = check(exercise, file);
    interrupt_hold();
    while (well && !interrupt_wanted()) {
        struct pollfd saves = {.fd = watcher_descriptor(watcher),
                               .events = POLLIN};

        interrupt_poll(&saves, 1, watcher_patience(watcher, now_ms()));
        if (!interrupt_wanted() && watcher_saved(watcher, now_ms())) {
            interrupt_release();
            putchar('\n');
            well = check(exercise, file);
            interrupt_hold();
        }
    }
    interrupt_release();
    watcher_free(watcher);
    free(file);
    return well ? 0 : EXIT_MISUSE;
}

int cli_watch(int argc, char **argv)
{
    struct watch_arguments arguments = {.name = NULL};

    cli_parse(&watch_argp, argc, argv, 0, &arguments);
    struct shelf *shelf = exercises_shelf();
    const struct exercise *exercise = exercises_chosen(shelf, arguments.name);
    int status = !exercise ? EXIT_MISUSE
                 : cli_wants_screen(&arguments.show)
                     ? show(&arguments, exercise)
                     : tell(exercise);
    shelf_free(shelf);
    return status;
}
