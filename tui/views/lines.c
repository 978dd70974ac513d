/* lines.c - walking the pieces of output. */
#include "tui/views/lines.h"

struct lines lines_start(const struct model *model)
{
    struct lines lines = {.model = model};

    if (model->output_count > OUTPUTS)
        lines.piece = model->output_count - OUTPUTS;
    return lines;
}

bool lines_next(struct lines *lines, struct line *line)
{
    bool any = false;

    line->length = 0;
    while (lines->piece < lines->model->output_count) {
        const struct output *piece =
            &lines->model->outputs[lines->piece % OUTPUTS];

        while (lines->at < piece->length) {
            char letter = piece->text[lines->at++];

            any = true;
            if (letter == '\n') {
                line->text[line->length] = '\0';
                return true;
            }
            if (letter != '\r' && line->length + 1 < sizeof line->text)
                line->text[line->length++] = letter ? letter : '?';
        }
        lines->piece++;
        lines->at = 0;
    }
    line->text[line->length] = '\0';
    return any;
}
