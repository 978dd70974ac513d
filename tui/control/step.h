/* step.h - a run that moves when it is told to, forwards and back.

   The trace of a controlled run is cut into moves (EVENT_MOVE). Going back is
   looking at a shorter prefix. A move made from there is another run: the
   program is started again and led to that place by the same decisions.

       struct step *s = step_new(session);
       step_settle(s, 20);
       n = step_choices(s, choices, CHOICES);
       step_move(s, &(struct decision){choices[0].birth, 0});

   One thread at a time. */
#ifndef TUI_CONTROL_STEP_H
#define TUI_CONTROL_STEP_H

#include "tui/session.h"

struct step;

/* The session is controlled, and outlives the step. */
struct step *step_new(struct session *session);
void step_free(struct step *step);

/* Waits for the task that moves, at most so long, and takes in what it did. */
enum standing step_settle(struct step *step, int patience_ms);
enum standing step_standing(const struct step *step); /* As of then. */

/* What each task wants and can. While looking back: as far as the model knows.
   While a task moves: nothing. */
size_t step_choices(struct step *step, struct choice *choices, size_t room);

/* Lets a task move from the place that is looked at. False: it cannot; or the
   program could not be started again, and `why` says so. While it goes back to
   a place by itself, step_settle says that it still moves; where it came to
   another, step_differed says so. */
bool step_move(struct step *step, const struct decision *decision, char *why,
               size_t why_size);

/* The next task in turn that can move: after the one that moved last. 0 where
   none can; a task for which time must pass, only where no other can. */
uint32_t step_next_in_turn(struct step *step);

/* Moves made up to the place that is looked at, and in all. */
uint64_t step_position(const struct step *step);
uint64_t step_length(const struct step *step);

/* Looks at the place after so many moves, or the nearest. */
void step_look(struct step *step, uint64_t moves);

/* Starts the program again, and no move has been made. False: `why`. */
bool step_begin_anew(struct step *step, char *why, size_t why_size);

/* The decisions made, of which there are step_length. */
const struct decision *step_decisions(const struct step *step);

/* The program did not do the same again: which move it was, from 1; or 0. */
uint64_t step_differed(const struct step *step);

#endif
