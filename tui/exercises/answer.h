/* answer.h - what a check can come to, each under a name of its own. */
#ifndef TUI_EXERCISES_ANSWER_H
#define TUI_EXERCISES_ANSWER_H

/* X(id, name, word) */
#define ANSWERS(X)                                                             \
    X(NONE, "none", "nothing yet")                                             \
    X(OK, "ok", "ok")                                                          \
    X(UNCHANGED, "unchanged", "nothing changed yet")                           \
    X(UNCOMPILED, "does-not-compile", "does not compile")                      \
    X(WRONG, "wrong-result", "wrong result")                                   \
    X(RACE, "data-race", "data race")                                          \
    X(DEADLOCK, "deadlock", "deadlock")                                        \
    X(LIVELOCK, "livelock", "livelock")                                        \
    X(STARVATION, "starvation", "starvation")                                  \
    X(LOST_WAKEUP, "lost-wakeup", "lost wakeup")                               \
    X(MISUSE, "misuse", "misuse")                                              \
    X(CRASH, "crash", "crash")                                                 \
    X(LEAK, "leak", "leak")                                                    \
    X(ENDLESS, "endless-loop", "endless loop")                                 \
    X(SLOW, "too-slow", "too slow")                                            \
    X(BESIDE, "beside-the-point", "beside the point")                          \
    X(GREEDY, "too-greedy", "too greedy")                                      \
    X(TAMPERING, "tampering", "tampering")                                     \
    X(UNAVAILABLE, "not-available", "detector not available")                  \
    X(UNFIT, "does-not-fit", "does not fit")                                   \
    X(UNREACHED, "not-reached", "not reached")                                 \
    X(INCONCLUSIVE, "inconclusive", "inconclusive")

enum check_answer {
#define X(id, name, word) ANSWER_##id,
    ANSWERS(X)
#undef X
        ANSWER_COUNT
};

const char *answer_name(enum check_answer answer); /* "data-race" */
const char *answer_word(enum check_answer answer); /* "data race" */

/* By name or word; ANSWER_NONE: there is no such answer. */
enum check_answer answer_named(const char *text);

/* By the name or word that a message begins with, "wrong result: ..."; what
   comes behind goes to *rest. A message without is a wrong result. */
enum check_answer answer_of_message(const char *message, const char **rest);

#endif
