/* replay.c - `interleave replay`: look at a recording. */
#include "tui/cli/cli.h"
#include "tui/json.h"
#include "tui/keeping/place.h"
#include "tui/lab.h"
#include "tui/lessons/catalogue.h"
#include "tui/plain.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

struct replay_arguments {
    struct cli_show show;
    bool times;
    const char *file;
};

static const struct argp_option options[] = {
    {"times", 't', NULL, 0, N_("with --plain: begin lines with the time"), 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct replay_arguments *replay = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &replay->show;
        return 0;
    case 't':
        replay->times = true;
        return 0;
    case ARGP_KEY_ARG:
        if (replay->file)
            cli_refuse(_("one recording at a time: %s"), argument);
        replay->file = argument;
        return 0;
    case ARGP_KEY_NO_ARGS:
        cli_refuse(_("name a recording, as interleave run --record makes"));
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {{&cli_show_argp, 0, NULL, 0}, {0}};

static const struct argp replay_argp = {
    .options = options,
    .parser = parse,
    .args_doc = "FILE.ilv",
    .doc = N_("Shows a recorded run, forwards and backwards."),
    .children = children};

struct catalogue *cli_catalogue_for(struct session *session)
{
    struct catalogue *catalogue =
        catalogue_read(place_lessons(), place_programs());
    const char *key = session_lesson_key(session);
    const char *nearest;

    if (*key)
        session_set_lesson(session, catalogue_find(catalogue, key, &nearest));
    return catalogue;
}

int cli_replay(int argc, char **argv)
{
    struct replay_arguments replay = {.file = NULL};
    char why[256];

    cli_parse(&replay_argp, argc, argv, 0, &replay);
    struct session *session = session_replay(replay.file, why, sizeof why);
    if (!session)
        return cli_misuse("%s", why);
    struct catalogue *catalogue = cli_catalogue_for(session);
    if (cli_wants_screen(&replay.show)) {
        struct progress *progress = progress_read();
        struct lab_options lab = {.ascii = replay.show.ascii,
                                  .no_colour = replay.show.no_colour,
                                  .session = session};
        int status = lab_run(&lab, catalogue, progress);

        progress_free(progress);
        catalogue_free(catalogue);
        return status;
    }
    struct plain_options plain = {.times = replay.times,
                                  .summary = replay.show.json};
    plain_follow(session, &plain);
    if (replay.show.json)
        json_run(session);
    else
        plain_ending(session, NULL);
    session_free(session);
    catalogue_free(catalogue);
    return 0;
}
