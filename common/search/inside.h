/* inside.h - a search's memory, for the files that make one: search.c (runs
   and trees), happens.c (what depends on what), sample.c (random ones). */
#ifndef SEARCH_INSIDE_H
#define SEARCH_INSIDE_H

#include "search/search.h"

/* None, of a task beyond those that trees have room for. */
#define BIT(task) ((task) < 64 ? UINT64_C(1) << (task) : 0)

enum {
    NO_TASK = SCHEDULER_TASKS,
    PLACES = 128,      /* Of the program, that may be held back. */
    TOUCHED = 1 << 10, /* Objects known from samples; a power of two. */
    NOT_TOUCHED = TOUCHED,
    HOLDS = 3,
    SURW_OBJECTS = 63,
    PLAN = 8192,          /* Moves. */
    CHAINS = 1 << 14,     /* Objects of one run; a power of two. */
    PARTS = 1 << 13,      /* The same, of memory. */
    DPOR_MOVES = 1 << 18, /* Longer runs are not reduced. */
    MEDDLERS = 256,       /* In one run. */
    STATES = 1024,        /* Remembered of one run. */
    TREES = 8             /* One after the other. */
};

/* A decision of the tree that is walked, and what was done there. */
struct frame {
    uint64_t enabled;
    uint64_t by_chance;   /* Of these: could wait, but give up or wake. */
    uint64_t backtrack;   /* To be tried here, */
    uint64_t done;        /* of these, those that have been. */
    uint64_t sleep;       /* Shown by other branches already. */
    uint8_t task;         /* What is tried now, */
    uint16_t alternative; /* and how, of so many ways. */
    uint16_t alternatives;
    uint8_t branchings; /* With this one, of those that searches share. */
};

/* A move that meets all that some processes do, as bits by their numbers. */
struct meddling {
    uint64_t reaches; /* All moves of these depend on it; */
    uint64_t ends;    /* these end, or may; */
    uint64_t parents; /* and these are their parents. */
};

/* A move of the present run, and what happened before it. */
struct move {
    uint64_t object;
    uint64_t other; /* A wait's mutex. */
    uint32_t process;
    uint16_t op;
    uint8_t task;
    uint8_t phase;
    uint32_t size;
    uint32_t index;       /* Among its task's moves, from 1. */
    int32_t before;       /* The previous move on the object; -1: none. */
    int32_t before_other; /* The same for `other`. */
    uint32_t of_process;  /* Whose task it is of. */
    struct meddling meddling;
    uint32_t clocked; /* Of its clock, so many are there; the rest is 0. */
    uint32_t clock[SEARCH_TASKS];
};

/* Eight bytes of memory, and which variable each was last taken for: by the low
   bits of where that begins, plus 1; 0: none yet. */
struct part {
    uint64_t granule;
    uint32_t run;
    uint32_t starts[8];
};

struct chain {
    uint64_t object;
    uint32_t process;
    uint32_t run; /* It is of this run; else free. */
    int32_t last;
    int32_t last_strong; /* That commutes with nothing; -1: none. */
    uint8_t weak;        /* The effect of all since then, or MIXED. */
};

/* Where the program does something with an object. */
struct place {
    uint64_t where;
    uint64_t tasks;   /* That came there, as bits by their places. */
    uint32_t touched; /* The object, in touched[]; NOT_TOUCHED: not known. */
};

struct touched {
    uint64_t object; /* 0: free. */
    uint32_t birth;  /* Of a task that did something with it; */
    bool shared;     /* others did, too, */
    bool changed;    /* and not only looked at it. */
};

/* While others can move, nobody moves on from there. */
struct hold {
    uint64_t where;
    uint32_t birth; /* Only this task; 0: whoever comes first; or ANYBODY. */
};

/* For evenly mixed operations. */
struct surw {
    uint32_t object_count;
    uint64_t objects[SURW_OBJECTS]; /* Shared, and changed. */
    uint32_t chosen; /* Of these, in this run; object_count: all of them. */
    unsigned next;   /* The task that is to do the next operation on it. */
    uint32_t done[SEARCH_TASKS]; /* Such operations, in this run; in earlier
                                    ones, by what was chosen: */
    uint32_t counts[SURW_OBJECTS + 1][SEARCH_TASKS];
};

/* Who could move before the latest move, as bits. */
struct standing {
    bool lasts; /* While nothing is stirred, but for who moved. */
    uint64_t stirs;
    uint64_t enabled;
    uint64_t by_time;     /* As time passes; */
    uint64_t for_nothing; /* woken by nobody; */
    uint64_t spinners;    /* and could, but goes round in circles. */
};

struct search {
    struct search_options options;
    struct search_state state;
    uint64_t random;

    /* The present run. */
    uint32_t depth;
    uint32_t preemptions;
    uint32_t switches;
    unsigned last;     /* The task that moved last, or NO_TASK, */
    bool last_yields;  /* and offered others to go on. */
    bool beyond;       /* Tasks can move that no tree has room for. */
    bool endless;      /* So it may be, but nobody can say. */
    bool spun;         /* All who can move go round in circles. */
    uint32_t circling; /* So many moves, of those who do, and nothing else. */
    uint32_t circle_most; /* Moves that such a circle had. */
    struct standing standing;
    uint64_t by_chance; /* Who could move, but may as well wait. */
    uint32_t chances;   /* Taken in this run. */
    uint32_t stale;     /* Accesses in this run to older stores. */
    bool ends_late;     /* Of a sample: nobody exits while others can move. */
    bool starts_late;   /* Nobody begins while others can move, at first. */
    bool takes_chances; /* A sample may. */
    struct decision decisions[SEARCH_MOVES];

    /* States that the run has been in; and who could move at each depth. */
    struct {
        uint64_t hash;
        uint32_t depth;
    } states[STATES];
    uint32_t state_count;
    uint64_t could[SEARCH_MOVES];

    /* Trees. */
    uint32_t bound;
    uint32_t depth_kept; /* Frames that lead the next run. */
    uint64_t tree_runs;
    uint64_t tree_moves;
    uint32_t depth_replayed; /* The run goes as the last one up to here. */
    enum strategy tree;      /* What is walked at present, */
    bool tree_over;          /* unless there is no more to walk. */
    uint64_t turn;           /* Runs begun. */
    uint64_t samples;        /* Of these, drawn. */
    bool tree_begun;
    bool cut_by_bound;
    bool too_large; /* To be sure that nothing was missed. */
    struct frame frames[SEARCH_MOVES];

    /* What it shares with other searches. */
    struct search_claims *claims; /* NULL: nothing. */
    enum weakness weakness;       /* Trees by another are others. */
    uint32_t met;                 /* Places to share, in this tree. */
    uint32_t own_from;            /* All from this depth on is this search's; 0:
                                     the run is where all searches come by. */
    bool anothers;                /* The run is. */

    /* Following a plan. */
    bool follows;
    bool simplified; /* What was found, as far as it will be. */
    uint32_t plan_at;
    uint32_t plan_length;
    struct decision plan[PLAN];

    /* What happens before what. */
    uint32_t run;
    uint32_t clocked; /* Tasks that have a clock: so long is each. */
    uint32_t clocks[SEARCH_TASKS][SEARCH_TASKS];
    uint32_t made[SEARCH_TASKS];   /* Moves, of each task, */
    uint32_t latest[SEARCH_TASKS]; /* and where its latest is. */
    int32_t born_at[SEARCH_TASKS]; /* The move that made it; -1: none. */
    struct chain chains[CHAINS];
    struct part parts[PARTS];
    struct move moves[DPOR_MOVES];
    uint32_t meddler_count;
    uint32_t meddlers[MEDDLERS]; /* Where they are. */

    /* Samples. */
    uint32_t length_seen; /* Of the longest run. */
    uint32_t tasks_seen;  /* In the present run. */
    uint64_t priorities[SCHEDULER_TASKS];
    uint32_t priority_births[SCHEDULER_TASKS];
    uint32_t change_at[8];
    uint32_t change_count;
    uint32_t place_count;
    struct place places[PLACES];
    struct touched touched[TOUCHED];
    uint32_t next_place; /* To be held back. */
    uint32_t hold_count;
    struct hold holds[HOLDS];
    struct surw surw;
    uint32_t leads; /* Until it is held back, this task goes first; 0: none. */
    bool goes_on;   /* A task goes on until it is held back or waits. */
};

/* happens.c: for the complete search. */
void happens_begin(struct search *search);
void happens_move(struct search *search, const struct scheduler *s,
                  unsigned task);
void happens_end(struct search *search, const struct scheduler *s, bool counts);

/* The latest change to what the task wants to access comes before it whatever
   the order, or is not the newest: else another run has the access come first,
   which shows all but that change. */
bool happens_after_latest(struct search *search, const struct scheduler *s,
                          unsigned task);

/* Tasks that need not be tried at the next frame. */
uint64_t happens_sleep(struct search *search, const struct scheduler *s);

/* meddle.c: the task moves next, and its clock takes in what that depends on;
   or it stands at the end of a run. And does its want depend on a move of
   another in this way? */
void meddle_move(struct search *search, const struct scheduler *s,
                 unsigned task);
void meddle_stands(struct search *search, const struct scheduler *s,
                   unsigned task);
bool meddle_depends(const struct scheduler *s, const struct scheduled *task,
                    const struct move *move);

/* share.c: a new frame; false: what lies below is another's. A place where the
   run ends or is given up; true: it is this search's. The tree is left above
   this depth. */
bool share_frame(struct search *search, struct frame *frame);
bool share_end(struct search *search);
void share_leave(struct search *search);

/* overlap.c: a task is about to do this. */
void overlap_look(struct search *search, const struct scheduled *mover);

/* Of a whole tree the part that is this search's was walked; so have all
   theirs. */
void share_has_proven(struct search *search);
bool share_all_have_proven(const struct search *search);

/* circles.c */
void circles_begin(struct search *search);

/* Of those who go round and can move, those that may go on to. 0: it has been
   seen that they go round (spun), or may (endless). */
uint64_t circles_hold_back(struct search *search, const struct scheduler *s,
                           uint64_t spinners);

/* phases.c: the first tree; the next run, false: there is none. */
void phases_start(struct search *search);
bool phases_begin(struct search *search);
bool strategy_is_tree(enum strategy strategy);

/* search.c: in how many ways a search may let a task do what it wants. */
unsigned search_ways(const struct search *search, const struct scheduler *s,
                     unsigned task);

/* search.c: a run begins; the task to go on with where nothing says
   otherwise. */
void search_begin_run(struct search *search);
unsigned search_usual(const struct search *search, uint64_t among);
unsigned search_next_in_turn(const struct search *search, uint64_t among);

/* follow.c */
unsigned follow_choose(struct search *search, const struct scheduler *s,
                       uint64_t enabled, uint32_t *alternative);

/* sample.c */
void sample_begin(struct search *search);
unsigned sample_choose(struct search *search, struct scheduler *s,
                       uint64_t enabled, uint32_t *alternative);
uint64_t search_random(struct search *search);
/* It moved last, and offered others to go on: now they come first. */
bool sample_has_yielded(struct search *search, unsigned task);
unsigned sample_highest(struct search *search, const struct scheduler *s,
                        const uint16_t *ready, unsigned count);

/* surw.c. An object is shared and changed. */
void surw_learn(struct search *search, uint64_t object);
void surw_begin(struct search *search);
void surw_end(struct search *search);
unsigned surw_choose(struct search *search, const struct scheduler *s,
                     const uint16_t *ready, unsigned count);

/* Which places are about what tasks share is learned on the way. */
void sample_learn(struct search *search, const struct scheduled *mover);

#endif
