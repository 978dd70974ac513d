/* prediction.h - what a student said, and what happened. */
#ifndef TUI_LESSONS_PREDICTION_H
#define TUI_LESSONS_PREDICTION_H

#include "tui/lessons/lesson.h"
#include "tui/session.h"

/* Which of the lesson's outcomes the ending is, from 1; 0: none of them. */
int prediction_judge(const struct lesson *lesson, const struct ending *ending);

/* How what was said stands beside what happened. */
enum prediction {
    PREDICTION_NONE, /* One of the two is not known. */
    PREDICTION_RIGHT,
    PREDICTION_POSSIBLE, /* It can happen, and did not this time. */
    PREDICTION_WRONG     /* It cannot. */
};

/* Both from 1; 0: not known. */
enum prediction prediction_stands(const struct lesson *lesson, int predicted,
                                  int happened);

#endif
