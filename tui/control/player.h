/* player.h - moves made one after the other, while the lab does other things.

   A student's move, a play at a pace, a run to the end: the lab's loop calls
   player_advance between keys, which waits a moment for the task that moves and
   lets the next one go where that is wanted. It never waits long: a task that
   does not come to an operation leaves the lab its keys.

   One thread at a time. */
#ifndef TUI_CONTROL_PLAYER_H
#define TUI_CONTROL_PLAYER_H

#include "model/describe.h"
#include "tui/control/calls.h"
#include "tui/control/schedule.h"
#include "tui/control/step.h"
#include "tui/control/until.h"

/* A task that moves for so long is spoken of, and keys wait no longer. */
enum { PLAYER_LONG_MS = 1000 };

enum playing {
    PLAYER_RESTS,  /* Until the student moves a task. */
    PLAYER_PLAYS,  /* A move in turn at each beat; or what was done, again. */
    PLAYER_RUNS,   /* Moves in turn, as fast as they come. */
    PLAYER_UNTIL,  /* Moves of one task, until something is so. */
    PLAYER_CALLS,  /* Moves of one task, until its call is over. */
    PLAYER_FOLLOWS /* Moves that are given, as fast as they come. */
};

struct player {
    struct session *session;
    struct step *step;
    enum playing playing;
    uint32_t pace_ms;
    uint64_t beat_ms;  /* When it last played a move. */
    uint64_t since_ms; /* When the task that moves was let go; 0: none does. */
    uint64_t now_ms;
    uint32_t selected; /* Birth of a task; 0: none. */

    /* What is followed: a schedule, or decisions; NULL: neither was given. */
    struct schedule *schedule;
    struct decision *script;
    uint64_t script_length;
    bool rewinds;           /* Made, the moves are looked at from the start. */
    char trouble[SENTENCE]; /* Where they do not fit; "": they do. */

    bool inside;  /* What the library does inside is seen: calls.h. */
    bool calling; /* A call has begun, and is not over: */
    struct library_call call; /* this one, */
    uint32_t caller;          /* of the task of this birth. */

    struct until until;
    uint32_t until_birth; /* The task that is moved until then. */
    unsigned until_moves;

    /* What the tasks can do; while one moves, what they could before. */
    struct choice choices[CHOICES];
    size_t choice_count;
};

/* The session is controlled, and outlives the player. */
void player_init(struct player *player, struct session *session);
void player_fini(struct player *player);

/* Goes on as far as that is possible within a moment. True: something has
   changed. */
bool player_advance(struct player *player, uint64_t now_ms);

/* Milliseconds until it has to be called again; -1: when a key was pressed. */
int player_patience(const struct player *player);

/* No task moves; or one does for so long that keys typed ahead, which are for
   the place that it comes to, should not wait for it. */
bool player_takes_keys(const struct player *player);

/* Milliseconds for which a task has been moving; 0: none does. */
uint64_t player_moving_ms(const struct player *player);

/* The kernel's letter for the task that moves: 'R' runs, 'S' sleeps; ' ': not
   known. */
char player_mover_state(const struct player *player);

/* False, with `why`: it cannot. If it comes into the library, it goes on until
   the call is over, unless the inside is to be seen. */
bool player_move(struct player *player, const struct decision *decision,
                 char *why, size_t why_size);

/* Looks elsewhere in what was done. */
void player_look(struct player *player, uint64_t moves);

/* One move on or back, or a whole call of the library. */
void player_look_on(struct player *player);
void player_look_back(struct player *player);

void player_play(struct player *player, enum playing playing);

/* Begins anew with the schedule's moves, and is its owner from now on.
   `rewinds`: then looks at the start, so that they can be played. */
void player_follow(struct player *player, struct schedule *schedule,
                   bool rewinds);

/* The same with decisions, which are copied. */
void player_follow_script(struct player *player,
                          const struct decision *decisions, uint64_t count);

/* Moves the selected task until the word of until.h is so. False: there is
   nothing of that name. */
bool player_until(struct player *player, const char *word);
void player_slower(struct player *player);
void player_faster(struct player *player);

/* NULL: that task is not there, or one moves. */
const struct choice *player_choice(const struct player *player, uint32_t birth);

#endif
