/* lecture.h - a lesson as a way from stop to stop.

   Nothing in it depends on luck: what runs is a schedule. A lesson whose page
   has no stops gets a way of its own: the question, each of its schedules, and
   what happened. */
#ifndef TUI_PRESENTING_LECTURE_H
#define TUI_PRESENTING_LECTURE_H

#include "trace/trace.h"
#include "tui/lessons/lesson.h"
#include "tui/lessons/stop.h"
#include "tui/views/layout.h"

struct lecture;

/* `lesson` outlives it. */
struct lecture *lecture_new(const struct lesson *lesson);
void lecture_free(struct lecture *lecture);

const struct lesson *lecture_lesson(const struct lecture *lecture);
size_t lecture_length(const struct lecture *lecture); /* 1 at least. */
const struct stop *lecture_stop(const struct lecture *lecture, size_t at);

/* WORDS of the schedule that is applied at a stop; NULL: none is yet. */
const char *lecture_schedule(const struct lecture *lecture, size_t at);

/* The panes that are shown there. */
void lecture_panes(const struct lecture *lecture, size_t at,
                   struct pane_list *list);

/* How many moves have been made there, in the run of its schedule, which is in
   `trace` as a whole. */
uint64_t lecture_moves(const struct lecture *lecture, size_t at,
                       const struct trace *trace);

/* The stop in a line, for the speaker: "run to @both_read (line 21)". Returns
   `text`. */
const char *lecture_line(const struct lecture *lecture, size_t at, char *text,
                         size_t size);

#endif
