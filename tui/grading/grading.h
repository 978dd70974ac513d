/* grading.h - many submissions judged, some at a time, each in a sandbox.

   What one comes to does not depend on the others, nor on how many are judged
   at a time. */
#ifndef TUI_GRADING_GRADING_H
#define TUI_GRADING_GRADING_H

#include "tui/exercises/checking.h"
#include "tui/grading/submission.h"

struct mark {
    const struct submission *submission;
    bool over;
    enum check_answer answer;
    enum check_answer wrong; /* Of a stub as it came: what is wrong with it. */
    char message[2 * SENTENCE];
    char covered[160];
    char story[STORY_LINES][SENTENCE];
    unsigned story_count;

    /* Those up to the one that decides. */
    struct check_layer layers[LAYER_COUNT];
    double seconds; /* Differs from time to time. */
};

struct grading_options {
    unsigned jobs;
    bool isolated;
    const char *root;      /* An empty folder of the grading's own. */
    const char *solutions; /* That submissions cannot read. */
    void (*progress)(size_t over, size_t count); /* NULL: nobody looks. */
};

/* A mark for each submission, in their order; the caller frees them. Asked to
   stop (interrupt.h), it leaves some that are not over. */
struct mark *grading_run(const struct submissions *submissions,
                         const struct grading_options *options);

#endif
