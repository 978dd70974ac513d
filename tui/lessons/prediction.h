/* prediction.h - what a student said, and what happened. */
#ifndef TUI_LESSONS_PREDICTION_H
#define TUI_LESSONS_PREDICTION_H

#include "tui/lessons/lesson.h"
#include "tui/session.h"

/* Which of the lesson's outcomes the ending is, from 1; 0: none of them. */
int prediction_judge(const struct lesson *lesson, const struct ending *ending);

#endif
