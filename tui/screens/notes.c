/* notes.c - the speaker's second terminal: what to say at this stop, what comes
   next, the time, and the room's answers. */
#include "tui/lab.h"

#include "must.h"
#include "tui/screens/prose.h"
#include "words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LINE = 320 };

static int draw_next(const struct lecture *lecture, size_t at,
                     struct canvas *canvas, struct box area, int row)
{
    char line[LINE];

    canvas_text(canvas, area, row, 0, ROLE_HEADING, _("next"));
    for (size_t i = at + 1; i < lecture_length(lecture) && row + 1 < area.rows;
         i++)
        canvas_fit(canvas, area, ++row, 2, area.columns, ROLE_DIM,
                   lecture_line(lecture, i, line, sizeof line));
    if (at + 1 == lecture_length(lecture))
        canvas_text(canvas, area, ++row, 2, ROLE_DIM, _("that was all"));
    return row + 1;
}

static int draw_hands(const struct lesson *lesson,
                      const struct speaker *speaker, struct canvas *canvas,
                      struct box area, int row)
{
    unsigned all = 0;

    for (int i = 0; i < HANDS; i++)
        all += speaker->hands[i];
    if (all == 0)
        return row;
    canvas_text(canvas, area, row++, 0, ROLE_HEADING, _("the room said"));
    for (size_t i = 0; i < lesson->outcome_count && i < HANDS; i++) {
        canvas_print(canvas, area, row, 2, ROLE_STRONG, "%4u",
                     speaker->hands[i]);
        canvas_fit(canvas, area, row++, 8, area.columns, ROLE_TEXT,
                   lesson->outcomes[i].text);
    }
    return row + 1;
}

static void draw_stop(const struct lab *lab, const struct speaker *speaker,
                      const struct lesson *lesson, struct canvas *canvas)
{
    struct lecture *lecture = lecture_new(lesson);
    size_t last = lecture_length(lecture) - 1;
    size_t at = speaker->at < last ? speaker->at : last;
    int64_t second = (int64_t)time(NULL) - speaker->began;
    const struct stop *stop = lecture_stop(lecture, at);
    char *title = must_print(_("notes: %s"), lesson->title);
    char right[128];
    char line[LINE];

    snprintf(right, sizeof right, "%zu/%zu   %" PRId64 ":%02" PRId64, at + 1,
             last + 1, second / 60, second % 60);
    struct box area =
        box_inside(frame_draw(lab, canvas, title, right), 1, 2, 0, 2);
    int row = prose_draw(canvas, area, 0, 0, ROLE_DIM,
                         lecture_line(lecture, at, line, sizeof line)) +
              1;
    row =
        prose_draw(canvas, area, row, 0, ROLE_TITLE,
                   *stop->notes ? stop->notes : _("No notes for this stop.")) +
        1;
    row = draw_hands(lesson, speaker, canvas, area, row);
    draw_next(lecture, at, canvas, area, row);
    free(title);
    lecture_free(lecture);
}

static void draw(struct lab *lab, struct canvas *canvas)
{
    struct speaker speaker;
    const char *nearest;
    const struct lesson *lesson =
        speaker_read(&speaker)
            ? catalogue_find(lab->catalogue, speaker.lesson, &nearest)
            : NULL;

    if (lesson) {
        draw_stop(lab, &speaker, lesson, canvas);
        return;
    }
    struct box area =
        box_inside(frame_draw(lab, canvas, _("notes"), ""), 1, 2, 0, 2);
    prose_draw(canvas, area, 0, 0, ROLE_TEXT,
               _("Nobody presents a lesson yet. `interleave present LESSON` in "
                 "another terminal does, or P on a lesson's page."));
}

static void act(struct lab *lab, enum command command)
{
    if (command == COMMAND_BACK)
        lab_back(lab);
}

const struct screen notes_screen = {IN_NOTES, draw, act, NULL, NULL, NULL};
