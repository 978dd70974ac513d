/* search.h - which schedule to try next.

   A search sees a program as a scheduler (scheduler/scheduler.h) that asks it
   who moves. It steers run after run through different schedules, until there
   are no others, or a limit is reached. What carries the program is not its
   matter: fibers in one process, or real tasks and a baton.

       while (search_begin(s)) {
           while (search_choose(s, scheduler, &decision) == SEARCH_MOVE)
               ... let it move ...
           search_end(s, &result);
       }

   Complete search: dynamic partial-order reduction with source sets and sleep
   sets. P. Abdulla, S. Aronis, B. Jonsson, K. Sagonas, "Source Sets: A
   Foundation for Optimal Dynamic Partial Order Reduction", JACM 64(4), 2017;
   C. Flanagan, P. Godefroid, "Dynamic Partial-Order Reduction for Model
   Checking Software", POPL 2005. Bounds: M. Musuvathi, S. Qadeer, "Iterative
   Context Bounding for Systematic Testing of Multithreaded Programs", PLDI
   2007. PCT: S. Burckhardt and others, ASPLOS 2010. POS: X. Yuan, J. Yang,
   R. Gu, "Partial Order Aware Concurrency Sampling", CAV 2018. SURW:
   H. Zhao and others, "Selectively Uniform Concurrency Testing", ASPLOS 2025.
   Holding back after K. Sen, "Race Directed Random Testing of Concurrent
   Programs", PLDI 2008: many tasks that run the same code are as one.

   A search is plain memory in one block, so that it can lie in memory that a
   parent and its children share; it points to nothing but the claims. */
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H

#include "scheduler/scheduler.h"

#include <stddef.h>

enum strategy {
    STRATEGY_AUTO,   /* Complete, after bounds; beside it all that draw. */
    STRATEGY_DPOR,   /* Complete, one run for each order of dependent moves. */
    STRATEGY_DFS,    /* Complete, every schedule. */
    STRATEGY_BOUND,  /* Every schedule with at most `bound` preemptions. */
    STRATEGY_RANDOM, /* Any task that can move, with equal chances. */
    STRATEGY_PCT,
    STRATEGY_POS,
    STRATEGY_SURW, /* Operations on shared objects are mixed evenly. */
    STRATEGY_HOLD, /* At random, with some places of the program held back. */
    STRATEGY_COUNT
};

const char *strategy_name(enum strategy strategy);
enum strategy strategy_named(const char *name); /* STRATEGY_COUNT: none. */

/* What a program asks of the order of memory, as far as it is known: less than
   memory_order_seq_cst of an atomic access, or a fence with that. Of the first
   no search needs to know that stores may be seen late. */
enum weakness { WEAKNESS_NONE, WEAKNESS_ORDERS, WEAKNESS_FENCES, WEAKNESSES };

struct search_options {
    enum strategy strategy;
    uint32_t bound; /* STRATEGY_BOUND. */
    uint64_t seed;
    uint64_t runs;  /* At most; 0: no limit. */
    uint32_t moves; /* In one run, at most; then it is given up. */
    uint32_t jobs;  /* Searches that share the work; 0: one. */
    bool slow;      /* Some tens of runs a second, not thousands. */
};

enum {
    SEARCH_TASKS = 64,      /* Of more, only samples are taken. */
    SEARCH_MOVES = 1 << 20, /* In one run. */
};

/* The size of the block for a search. */
size_t search_size(void);
struct search;

void search_init(struct search *search, const struct search_options *options);

/* Several searches of one program share a tree: each walks the first few
   branchings of all of it, and goes on below where it is the first to come.
   So each run is made by one of them, however many there are. `claims` is
   memory that all see, at first zeros; `number` is this search's, from 0, of
   options.jobs. */
size_t search_claims_size(void);
struct search_claims;
void search_share(struct search *search, struct search_claims *claims,
                  unsigned number);

/* The present run has shown that more is to be told apart than was so far: it
   counts as none, and the search begins again. */
void search_restart(struct search *search, enum weakness weakness);

/* The run has come to an end that another search tells of. */
bool search_is_anothers(struct search *search);

/* Another run is to be made. */
bool search_begin(struct search *search);

enum search_answer {
    SEARCH_MOVE,
    SEARCH_STUCK,   /* Nobody can move. */
    SEARCH_SPIN,    /* Those who can go round, waiting for what nobody does. */
    SEARCH_GIVE_UP, /* This run shows nothing new: another did. */
    SEARCH_TOO_LONG /* The limit of moves. */
};

enum search_answer search_choose(struct search *search, struct scheduler *s,
                                 struct decision *decision);

/* The program is in this state, before anybody is chosen. True: it has been in
   it before in this run, and nobody was kept from moving since: it can go on
   like this for ever. */
bool search_is_livelock(struct search *search, struct scheduler *s,
                        uint64_t state);

/* The next run is made by a plan instead of search_begin: as near to it as can
   be, and where it ends by going on. It counts as none. True: the plan is
   followed. */
bool search_follow(struct search *search, const struct decision *plan,
                   uint32_t length);
bool search_follows(const struct search *search);

/* True, once: what the search has found may be made simpler now. */
bool search_may_simplify(struct search *search);

/* How a run ended. `counts`: it came to an end of its own. */
void search_end(struct search *search, struct scheduler *s, bool counts);

/* It was cut off, and nobody knows how far it came: another may be made, but
   from now on not all has been seen. */
void search_lose_run(struct search *search);

struct search_state {
    uint64_t runs;      /* That came to an end; */
    uint64_t in_tree;   /* of these, those of the present or the last tree. */
    uint64_t blocked;   /* Given up: of these, each is like one of the runs. */
    bool proven;        /* The first look at the complete search saw all, */
    uint64_t proven_by; /* in so many runs of this search. */
    bool complete;      /* Every order of dependent moves was seen. */
    uint32_t bound;     /* Complete up to so many preemptions; see `bounded`. */
    bool bounded;       /* A bound was completed. */
    enum strategy strategy; /* At present. */
    uint32_t tree;          /* A later tree has a greater number. */
};
struct search_state search_state(const struct search *search);

/* The present run: its decisions, and preemptions among them. */
const struct decision *search_decisions(const struct search *search,
                                        uint32_t *count);
uint32_t search_preemptions(const struct search *search);

/* Of these, accesses that are about older stores than the newest. */
uint32_t search_older(const struct search *search);
uint32_t search_switches(const struct search *search); /* To other tasks. */

#endif
