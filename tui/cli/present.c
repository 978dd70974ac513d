/* present.c - `interleave present`: a lesson before a room; and `interleave
   notes`, the speaker's second terminal. */
#include "tui/cli/cli.h"
#include "tui/keeping/place.h"
#include "tui/lab.h"
#include "tui/lessons/catalogue.h"
#include "words.h"

#include <stdio.h>

struct present_arguments {
    struct cli_show show;
    const char *lesson;
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct present_arguments *present = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &present->show;
        return 0;
    case ARGP_KEY_ARG:
        if (present->lesson)
            cli_refuse(_("one lesson at a time: %s"), argument);
        present->lesson = argument;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {{&cli_show_argp, 0, NULL, 0}, {0}};

static const struct argp present_argp = {
    .parser = parse,
    .args_doc = "LESSON",
    .doc = N_("Presents a lesson from stop to stop, as its page says; with "
              "--plain tells the stops and the speaker's notes."),
    .children = children};

static const struct argp notes_argp = {
    .parser = parse,
    .doc = N_("Shows the notes of what is presented in another terminal."),
    .children = children};

static void tell_stop(const struct lecture *lecture, size_t at)
{
    char line[512];

    printf("%zu. %s\n", at + 1, lecture_line(lecture, at, line, sizeof line));
    if (*lecture_stop(lecture, at)->notes)
        printf("   %s\n", lecture_stop(lecture, at)->notes);
}

static int tell_way(const struct lesson *lesson)
{
    struct lecture *lecture = lecture_new(lesson);

    for (size_t i = 0; i < lecture_length(lecture); i++)
        tell_stop(lecture, i);
    lecture_free(lecture);
    return 0;
}

static int tell_now(const struct catalogue *catalogue)
{
    struct speaker speaker;
    const char *nearest;
    const struct lesson *lesson =
        speaker_read(&speaker)
            ? catalogue_find(catalogue, speaker.lesson, &nearest)
            : NULL;

    if (!lesson) {
        puts(_("nobody presents a lesson"));
        return 0;
    }
    struct lecture *lecture = lecture_new(lesson);
    if (speaker.at < lecture_length(lecture))
        tell_stop(lecture, speaker.at);
    lecture_free(lecture);
    return 0;
}

static int open_lab(const struct present_arguments *present,
                    struct catalogue *catalogue, const struct lesson *lesson)
{
    struct progress *progress = progress_read();
    struct lab_options lab = {.ascii = present->show.ascii,
                              .no_colour = present->show.no_colour,
                              .lesson = lesson,
                              .present = lesson != NULL,
                              .notes = lesson == NULL};
    int status = lab_run(&lab, catalogue, progress);

    progress_free(progress);
    return status;
}

int cli_present(int argc, char **argv)
{
    struct present_arguments present = {.lesson = NULL};
    const char *nearest = NULL;

    cli_parse(&present_argp, argc, argv, 0, &present);
    if (!present.lesson)
        return cli_misuse(_("name a lesson to present; see interleave list"));
    struct catalogue *catalogue =
        catalogue_read(place_lessons(), place_programs());
    const struct lesson *lesson =
        catalogue_find(catalogue, present.lesson, &nearest);
    int status = !lesson
                     ? cli_no_such(present.lesson, _("no such lesson"), nearest)
                 : cli_wants_screen(&present.show)
                     ? open_lab(&present, catalogue, lesson)
                     : tell_way(lesson);
    catalogue_free(catalogue);
    return status;
}

int cli_notes(int argc, char **argv)
{
    struct present_arguments notes = {.lesson = NULL};

    cli_parse(&notes_argp, argc, argv, 0, &notes);
    if (notes.lesson)
        return cli_misuse(_("notes are of what is presented; leave out %s"),
                          notes.lesson);
    struct catalogue *catalogue =
        catalogue_read(place_lessons(), place_programs());
    int status = cli_wants_screen(&notes.show)
                     ? open_lab(&notes, catalogue, NULL)
                     : tell_now(catalogue);
    catalogue_free(catalogue);
    return status;
}
