/* cast.c - the run as an asciicast, version 2: a terminal's output with times,
   a frame for each operation. */
#include "tui/export/picture.h"
#include "tui/export/walk.h"

#include "tui/drawing/style.h"
#include "words.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static const double seconds_a_frame = 0.7;

static void put_look(FILE *to, enum role role)
{
    fputs("\033[0", to);
    if (styles[role].coloured & STYLE_BOLD)
        fputs(";1", to);
    if (styles[role].coloured & STYLE_REVERSE)
        fputs(";7", to);
    if (styles[role].many >= 0)
        fprintf(to, ";38;5;%d", styles[role].many);
    putc('m', to);
}

static void put_stretch(const struct stretch *stretch, void *context)
{
    FILE *to = context;

    put_look(to, stretch->role);
    fputs(stretch->text, to);
}

/* The frame as a terminal would get it. The caller frees it. */
static char *frame_of(const struct canvas *canvas)
{
    char *bytes = NULL;
    size_t length = 0;
    FILE *to = open_memstream(&bytes, &length);

    if (!to)
        return NULL;
    fputs("\033[H", to);
    for (int row = 0; row < canvas->rows; row++) {
        /* Cleared first: behind a full row there is nothing to clear. */
        fputs(row > 0 ? "\r\n\033[0m\033[2K" : "\033[0m\033[2K", to);
        picture_row(canvas, row, put_stretch, to);
    }
    fclose(to);
    return bytes;
}

static void put_frame(FILE *to, const struct canvas *canvas, double seconds)
{
    char *frame = frame_of(canvas);
    json_t *line = json_pack("[f s s]", seconds, "o", frame ? frame : "");

    json_dumpf(line, to, JSON_ENSURE_ASCII | JSON_REAL_PRECISION(6));
    putc('\n', to);
    json_decref(line);
    free(frame);
}

static bool write_cast(struct session *session, struct catalogue *catalogue,
                       const struct export_options *options, FILE *to,
                       char *why, size_t why_size)
{
    struct picture *picture = picture_new(session, catalogue, options);
    const struct canvas *canvas = picture_draw(picture);
    json_t *header =
        json_pack("{s:i s:i s:i s:s}", "version", 2, "width", options->columns,
                  "height", options->rows, "title", export_title(session));
    double seconds = 0;
    struct walk walk;

    if (!canvas) {
        snprintf(why, why_size, _("%s: there is no pane of that name"),
                 options->pane);
    } else {
        json_dumpf(header, to, JSON_ENSURE_ASCII);
        putc('\n', to);
        walk_begin(&walk, session);
        do {
            put_frame(to, picture_draw(picture), seconds);
            seconds += seconds_a_frame;
        } while (walk_on(&walk));
    }
    json_decref(header);
    picture_free(picture);
    return canvas != NULL;
}

const struct export_form cast_form = {
    "cast", N_("a film of the screen, for players of asciicasts"), write_cast};
