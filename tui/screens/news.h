/* news.h - what the lines above and below the panes of a run say. */
#ifndef TUI_SCREENS_NEWS_H
#define TUI_SCREENS_NEWS_H

#include "tui/lab.h"

char *news_title(const struct lab *lab); /* The caller frees it. */
const char *news_goal(const struct lab *lab);

/* What kind of run this is, and where in it we look. */
void news_place(struct lab *lab, char *text, size_t size);

/* The student's prediction; NULL: there is none. */
const char *news_said(const struct lab *lab);

/* The newest thing worth knowing, and the prediction beside what happened.
   Takes two rows; three where what was said and what happened are long. */
int news_rows(const struct lab *lab, int columns);
void news_draw(struct lab *lab, struct canvas *canvas, struct box area);

#endif
