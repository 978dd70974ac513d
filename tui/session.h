/* session.h - a run being looked at, live or recorded.

   A session owns a trace and a cursor in it. Live, a watched program makes the
   trace grow, and the cursor follows its end unless the viewer looks back.
   Recorded, the trace is there from the start. Everything that shows a run
   (the lesson screen, plain text, JSON) works on a session, and cannot tell
   one kind from the other but by asking.

   One thread at a time. */
#ifndef TUI_SESSION_H
#define TUI_SESSION_H

#include "model/cursor.h"
#include "model/model.h"
#include "trace/trace.h"
#include "tui/lessons/lesson.h"
#include "watch/control.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct session;

struct session_options {
    const struct lesson *lesson; /* NULL: a program that is no lesson. */
    const char *program;         /* Its path, looked at by program.h. */
    char *const *arguments;      /* Name first, then NULL. */
    int input;                   /* Its standard input; -1: /dev/null. */
    uint32_t pace_us;
    bool count_only;
    const char *record; /* A file to record to; NULL: none. */
    bool controlled;    /* Its tasks move when they are told to: step.h. */
    unsigned rows;
    unsigned columns;
};

/* NULL: it could not be started, and `why` holds a line that says why. */
struct session *session_watch(const struct session_options *options, char *why,
                              size_t why_size);

/* Opens a recording. NULL as above. */
struct session *session_replay(const char *path, char *why, size_t why_size);

/* The lesson a recording is of, as lesson_key() has it, or ""; and where that
   is here, so that it is shown with the lesson's goal and panes. */
const char *session_lesson_key(const struct session *session);
void session_set_lesson(struct session *session, const struct lesson *lesson);

/* Under control: starts the program again, which follows the script first. The
   trace begins anew. False, with `why`: it could not be started. */
bool session_rerun(struct session *session, const struct decision *script,
                   uint32_t length, char *why, size_t why_size);
struct control *session_control(const struct session *session); /* Or NULL. */
struct cursor *session_cursor(const struct session *session);
void session_append(struct session *session, const struct event *event);

/* Starts the same program once more. NULL as above. */
struct session *session_run_again(const struct session *session, char *why,
                                  size_t why_size);
bool session_can_run_again(const struct session *session); /* No recording. */

/* How it was started; of a recording, nothing. Lasts as long as the session. */
const struct session_options *session_options(const struct session *session);

/* Ends the program, if it runs, and forgets all. */
void session_free(struct session *session);

/* Descriptors to wait for, at most 2; none when nothing is live. */
int session_descriptors(const struct session *session, int descriptors[2]);

/* Takes in what has happened. True: something has. */
bool session_pump(struct session *session);

const struct trace *session_trace(const struct session *session);
const struct model *session_model(const struct session *session); /* Here. */
const struct lesson *session_lesson(const struct session *session);
const char *session_program(const struct session *session); /* As started. */

/* The program still runs, or something that it started does. */
bool session_is_live(const struct session *session);

/* The program itself has ended, though what it started may go on. */
bool session_left_behind(const struct session *session);

/* Ends the program and everything it started. */
void session_end(struct session *session);

/* ---- Control of a live program. ---- */

/* One step slower or faster on a ladder from full speed to a second. */
void session_slower(struct session *session);
void session_faster(struct session *session);
uint32_t session_pace_us(const struct session *session);
void session_pause(struct session *session, bool paused);
bool session_is_paused(const struct session *session);

/* ---- Looking back. ---- */

/* To the operation before or after what is shown; to the start; to the end,
   to follow it from then on. */
void session_back(struct session *session);
void session_forward(struct session *session);
void session_to_start(struct session *session);
void session_follow(struct session *session);
void session_hold(struct session *session); /* Stays at what is shown. */
bool session_is_following(const struct session *session);

/* To before the first event, and no further. */
void session_rewind(struct session *session);

/* One event on, without following: for those who tell each. NULL: what is
   shown is the end, for now. The event is in the trace. */
const struct event *session_next(struct session *session);

/* Operations up to what is shown, and in all. */
size_t session_position(const struct session *session);
size_t session_length(struct session *session);

/* ---- How it ended. ---- */

struct ending {
    bool over;  /* Else the rest is as far as it has come; so of a recording
                   that was cut off. */
    int status; /* As from waitpid; -1: not known, or ended by the lab. */
    bool ended_by_lab;
    enum verdict verdict; /* Of the whole run. */
    const char *output;   /* All that was kept, with a NUL behind it. */
    uint64_t operations;
    uint64_t lost;
    uint64_t output_bytes;
    uint64_t output_kept;
    uint32_t tasks_unseen;
    bool too_many; /* Ended for starting too many tasks. */
    bool damaged;  /* The program wrote over what it shares with the lab. */
    double seconds;
};

/* Strings last until the next call. */
struct ending session_ending(struct session *session);

/* The model at the moment tasks got stuck for good; where none did, as it is
   here. */
const struct model *session_stuck(const struct session *session);

/* Why the recording stopped being written; NULL: it did not. */
const char *session_record_problem(const struct session *session);

#endif
