/* remarks.h - what is said around the panes of a run: the title and the goal
   above, the newest thing worth knowing below, the prediction beside what
   happened. */
#ifndef TUI_REMARKS_H
#define TUI_REMARKS_H

#include "tui/lab.h"

/* The prediction for the run's lesson; NULL: none was made. */
const char *remarks_said(const struct lab *lab);

/* "ENDED, exit 0, 1.2 s", and in a whole sentence. */
void remarks_end_shortly(const struct lab *lab, char *text, size_t size);
void remarks_end(const struct lab *lab, char *text, size_t size);

/* What could not be seen, or was noticed on the way; "" for nothing. */
void remarks_blind_spots(const struct lab *lab, char *text, size_t size);

/* Draws title, footer and goal. Returns the area between: panes, and two rows
   for remarks_draw. */
struct box remarks_frame(const struct lab *lab, struct canvas *canvas,
                         const char *right);

struct remarks {
    const char *news;  /* The newest thing worth knowing. */
    bool alarm;        /* It has gone wrong. */
    bool compares;     /* The prediction may take the place of the rest. */
    const char *below; /* Of less weight. */
};
void remarks_draw(const struct lab *lab, struct canvas *canvas, struct box area,
                  const struct remarks *remarks);

/* Compares the prediction with what happened, once it has: lab->run.happened.
   True: now, and not before. */
bool remarks_judge(struct lab *lab);

#endif
