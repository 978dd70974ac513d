/* svg.c - a screen, or one pane of it, as a picture that scales.

   Each stretch of cells is a text of a known length, so columns stand under
   each other whatever font there is. Light and dark are the reader's choice. */
#include "tui/export/picture.h"
#include "tui/export/walk.h"

#include "must.h"
#include "tui/drawing/style.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

enum { CELL_WIDTH = 8, CELL_HEIGHT = 17, BASELINE = 13, MARGIN = 8 };

static void put_escaped(FILE *to, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '&':
            fputs("&amp;", to);
            break;
        case '<':
            fputs("&lt;", to);
            break;
        case '>':
            fputs("&gt;", to);
            break;
        default:
            putc(*text, to);
        }
    }
}

static void put_colours(FILE *to, bool light)
{
    for (int role = 0; role < ROLE_COUNT; role++) {
        unsigned rgb = style_rgb(styles[role].many);

        if (styles[role].many >= 0)
            fprintf(to, ".r%d{fill:#%06x}", role,
                    light ? style_darker(rgb) : rgb);
    }
}

static void put_style(FILE *to)
{
    fputs("<style>\n"
          "text{font-family:ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,"
          "monospace;font-size:13px;white-space:pre;fill:#d8dce2}\n"
          ".paper{fill:#14171c}.over{fill:#14171c}\n",
          to);
    put_colours(to, false);
    for (int role = 0; role < ROLE_COUNT; role++) {
        if (styles[role].coloured & STYLE_BOLD)
            fprintf(to, ".r%d{font-weight:bold}", role);
    }
    fputs("\n@media(prefers-color-scheme:light){text{fill:#22262c}"
          ".paper,.over{fill:#fff}",
          to);
    put_colours(to, true);
    fputs("}\n</style>\n", to);
}

struct place {
    FILE *to;
    int row;
};

static void put_stretch(const struct stretch *stretch, void *context)
{
    const struct place *place = context;
    int x = MARGIN + stretch->column * CELL_WIDTH;
    int y = MARGIN + place->row * CELL_HEIGHT;
    int width = stretch->columns * CELL_WIDTH;
    bool reverse = styles[stretch->role].coloured & STYLE_REVERSE;

    if (reverse)
        fprintf(place->to,
                "<rect class=\"r%d\" x=\"%d\" y=\"%d\" width=\"%d\" "
                "height=\"%d\"%s/>",
                (int)stretch->role, x, y, width, CELL_HEIGHT,
                styles[stretch->role].many < 0 ? " fill=\"#8a919c\"" : "");
    if (!reverse && strspn(stretch->text, " ") == strlen(stretch->text))
        return;
    fprintf(place->to,
            "<text class=\"%s%d\" x=\"%d\" y=\"%d\" textLength=\"%d\" "
            "lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\">",
            reverse ? "over o" : "r", (int)stretch->role, x, y + BASELINE,
            width);
    put_escaped(place->to, stretch->text);
    fputs("</text>\n", place->to);
}

static void put_picture(FILE *to, const struct canvas *canvas,
                        const char *title)
{
    char *dump = canvas_dump(canvas);
    int width = canvas->columns * CELL_WIDTH + 2 * MARGIN;
    int height = canvas->rows * CELL_HEIGHT + 2 * MARGIN;

    fprintf(to,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" "
            "height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">\n<title>",
            width, height, width, height);
    put_escaped(to, title);
    fputs("</title>\n<desc>", to);
    put_escaped(to, dump);
    fputs("</desc>\n", to);
    put_style(to);
    fprintf(to, "<rect class=\"paper\" width=\"%d\" height=\"%d\" rx=\"6\"/>\n",
            width, height);
    for (int row = 0; row < canvas->rows; row++)
        picture_row(canvas, row, put_stretch, &(struct place){to, row});
    fputs("</svg>\n", to);
    free(dump);
}

static bool write_svg(struct session *session, struct catalogue *catalogue,
                      const struct export_options *options, FILE *to, char *why,
                      size_t why_size)
{
    struct picture *picture = picture_new(session, catalogue, options);
    struct walk walk;

    walk_begin(&walk, session);
    while (walk.at < options->at && walk_on(&walk))
        continue;
    const struct canvas *canvas = picture_draw(picture);
    if (canvas)
        put_picture(to, canvas, export_title(session));
    else
        snprintf(why, why_size, _("%s: there is no pane of that name"),
                 options->pane);
    picture_free(picture);
    return canvas != NULL;
}

const struct export_form svg_form = {
    "svg", N_("a picture of the screen, or of one pane"), write_svg};
