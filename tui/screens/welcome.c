/* welcome.c - the first screen of the first start, and never again: what the
   lab is, where things are kept, and the first lesson. */
#include "tui/lab.h"

#include "must.h"
#include "tui/keeping/place.h"
#include "tui/screens/prose.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

/* As a student would write it: ~/.local/state/interleave. */
static char *kept_in(void)
{
    const char *folder = place_state();
    const char *home = getenv("HOME");
    size_t length = home ? strlen(home) : 0;

    if (!folder)
        return must_copy(_("Nothing can be kept: there is no folder to write "
                           "to. `interleave doctor` says more."));
    if (length > 1 && strncmp(folder, home, length) == 0 &&
        folder[length] == '/')
        return must_print(_("What you answer and do is kept in `~%s`."),
                          folder + length);
    return must_print(_("What you answer and do is kept in `%s`."), folder);
}

static char *offered(const struct lab *lab)
{
    if (lab->catalogue->count == 0)
        return must_copy(
            _("No lessons are found: `interleave doctor` says why."));
    return must_print(_("**Enter** opens the first lesson, %s: a page to read, "
                        "a question, a run. It takes ten minutes."),
                      lab->catalogue->lessons[0].title);
}

static void draw(struct lab *lab, struct canvas *canvas)
{
    struct box area = frame_draw(lab, canvas, _("welcome"), "");
    char *kept = kept_in();
    char *offer = offered(lab);
    int row = 0;

    area = box_inside(area, 1, 2, 0, 2);
    if (area.columns > 76)
        area.columns = 76;
    row = prose_draw(canvas, area, row, 0, ROLE_TITLE,
                     _("A lab for concurrency in C.")) +
          1;
    row = prose_draw(canvas, area, row, 0, ROLE_TEXT,
                     _("You say what a small real program will do, run it, and "
                       "see its processes and threads live. Then you decide "
                       "who moves next, and let the machine find what can go "
                       "wrong.")) +
          1;
    row = prose_draw(canvas, area, row, 0, ROLE_TEXT, kept) + 1;
    row = prose_draw(canvas, area, row, 0, ROLE_STRONG, offer) + 1;
    prose_draw(
        canvas, area, row, 0, ROLE_DIM,
        _("The last line of each screen says what keys do there; ? shows "
          "them all."));
    free(kept);
    free(offer);
}

static void act(struct lab *lab, enum command command)
{
    bool opens = command == COMMAND_OPEN || command == COMMAND_RIGHT;

    if (!opens && command != COMMAND_BACK && command != COMMAND_LEFT)
        return;
    lab_back(lab);
    if (opens && lab->catalogue->count > 0)
        lab_open(lab, &lab->catalogue->lessons[0]);
}

static const char *label(const struct lab *lab, enum command command,
                         const char *usual)
{
    (void)lab;
    return command == COMMAND_OPEN   ? _("first lesson")
           : command == COMMAND_BACK ? _("all lessons")
                                     : usual;
}

void welcome_open(struct lab *lab)
{
    lab->progress->welcomed = true;
    progress_write(lab->progress); /* Else it is shown once more. */
    lab_go(lab, &welcome_screen);
}

const struct screen welcome_screen = {IN_WELCOME, draw, act, NULL, NULL, label};
