/* menu.c - `interleave` alone, or with a lesson's name: opens the lab. */
#include "tui/cli/cli.h"
#include "tui/lab.h"
#include "tui/lessons/catalogue.h"
#include "words.h"

#include <stdio.h>

struct menu_arguments {
    struct cli_show show;
    const char *lesson;
    const char *more; /* An argument too many. */
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct menu_arguments *menu = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &menu->show;
        return 0;
    case ARGP_KEY_ARG:
        if (menu->lesson)
            menu->more = argument;
        else
            menu->lesson = argument;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {{&cli_show_argp, 0, NULL, 0}, {0}};

static const struct argp menu_argp = {
    .parser = parse,
    .args_doc = "[LESSON]",
    .doc = N_("Opens the lab: its menu, or a lesson's page."),
    .children = children};

int cli_menu(int argc, char **argv)
{
    struct menu_arguments menu = {.lesson = NULL};
    const char *nearest = NULL;

    cli_parse(&menu_argp, argc, argv, 0, &menu);
    if (menu.show.plain || menu.show.json) {
        char json[] = "--json";
        char plain[] = "--plain";
        char path[256] = "";
        char *list[] = {argv[0], menu.show.json ? json : plain, path, NULL};

        if (menu.show.path)
            snprintf(path, sizeof path, "--path=%s", menu.show.path);
        return cli_list(menu.show.path ? 3 : 2, list);
    }
    struct catalogue *catalogue = cli_catalogue(&menu.show);
    const struct lesson *lesson =
        menu.lesson ? catalogue_find(catalogue, menu.lesson, &nearest) : NULL;
    int status;
    if (menu.lesson && !lesson) {
        status = nearest
                     ? cli_misuse(_("%s: no such lesson or command; did you "
                                    "mean %s?"),
                                  menu.lesson, nearest)
                     : cli_misuse(_("%s: no such lesson or command; see "
                                    "interleave --help"),
                                  menu.lesson);
    } else if (menu.more) {
        status = cli_misuse(_("one lesson at a time: %s"), menu.more);
    } else {
        struct progress *progress = progress_read();
        struct lab_options lab = {.ascii = menu.show.ascii,
                                  .no_colour = menu.show.no_colour,
                                  .lesson = lesson};

        status = lab_run(&lab, catalogue, progress);
        progress_free(progress);
    }
    catalogue_free(catalogue);
    return status;
}
