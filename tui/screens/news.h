/* news.h - what the lines above and below the panes of a run say. */
#ifndef TUI_SCREENS_NEWS_H
#define TUI_SCREENS_NEWS_H

#include "model/describe.h"
#include "tui/lab.h"

/* Draws title, footer and goal, which leaves so many columns free at its end.
   Returns the area below, for panes and news. */
struct box news_frame(const struct lab *lab, struct canvas *canvas,
                      const char *right, int spare);

/* Columns that the goal takes when nothing of it is left out. */
int news_goal_columns(const struct lab *lab);

/* What kind of run this is, and where in it we look. */
void news_place(struct lab *lab, char *text, size_t size);

/* The student's prediction; NULL: there is none. */
const char *news_said(const struct lab *lab);

/* Compares it with what happened, once a run is over, or stuck for good:
   lab->run.happened. True: now, and not before. */
bool news_judge(struct lab *lab);

/* The newest thing worth knowing, and something of less weight. */
struct news {
    char text[CYCLE * SENTENCE];
    bool alarm;    /* It has gone wrong. */
    bool compares; /* The prediction beside what happened, once that is known,
                      takes the place of: */
    char below[SENTENCE];
};
void news_gather(struct lab *lab, struct news *news);

/* How it ended, once it has; what could not be seen, or "". */
void news_end(const struct lab *lab, char *text, size_t size);
void news_blind_spots(const struct lab *lab, char *text, size_t size);

/* Takes two rows; three where what was said and what happened are long. */
int news_rows(const struct lab *lab, int columns, const struct news *news);
void news_draw(const struct lab *lab, struct canvas *canvas, struct box area,
               const struct news *news);

#endif
