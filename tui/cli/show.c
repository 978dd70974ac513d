/* show.c - how to show things: options several commands have. */
#include "tui/cli/cli.h"
#include "tui/keeping/place.h"
#include "tui/pages/language.h"
#include "words.h"

enum { OPTION_LESSONS = 'L', OPTION_PATH = 'P', OPTION_JSON = 256 };

static const struct argp_option options[] = {
    {"plain", 'p', NULL, 0, N_("sentences instead of a screen"), 0},
    {"json", OPTION_JSON, NULL, 0, N_("JSON instead of a screen"), 0},
    {"ascii", 'a', NULL, 0, N_("draw with ASCII characters only"), 0},
    {"no-color", 'c', NULL, 0, N_("no colours, as with NO_COLOR set"), 0},
    {"no-colour", 'c', NULL, OPTION_ALIAS, NULL, 0},
    {"lessons", OPTION_LESSONS, "DIR", 0,
     N_("lessons of another folder; before a lesson's name"), 0},
    {"path", OPTION_PATH, "NAME", 0,
     N_("in the menu and the list, only the lessons of a path: self-study or "
        "class-90"),
     0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct cli_show *show = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        cli_one_line(state);
        return 0;
    case 'p':
        show->plain = true;
        return 0;
    case OPTION_JSON:
        show->json = true;
        cli_speak_english();
        return 0;
    case 'a':
        show->ascii = true;
        cli_speak_english();
        return 0;
    case 'c':
        show->no_colour = true;
        return 0;
    case OPTION_LESSONS:
        if (!place_give_lessons(argument))
            cli_refuse(_("--lessons: %s: no such folder"), argument);
        return 0;
    case OPTION_PATH:
        show->path = argument;
        return 0;
    case ARGP_KEY_END:
        if (show->ascii) /* Whatever --lang says: it has the letters. */
            language_choose("en");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp cli_show_argp = {.options = options, .parser = parse};

struct catalogue *cli_catalogue(const struct cli_show *show)
{
    char why[256];
    struct catalogue *catalogue =
        catalogue_read(place_lessons(), place_programs());

    if (show->path && !catalogue_follow(catalogue, place_lessons(), show->path,
                                        why, sizeof why)) {
        catalogue_free(catalogue);
        cli_refuse(_("--path: %s"), why);
    }
    return catalogue;
}
