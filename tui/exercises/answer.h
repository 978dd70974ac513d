/* answer.h - what a check can come to, each under a name of its own. */
#ifndef TUI_EXERCISES_ANSWER_H
#define TUI_EXERCISES_ANSWER_H

#include "words.h"

/* X(id, name, word) */
#define ANSWERS(X)                                                             \
    X(NONE, "none", N_("nothing yet"))                                         \
    X(OK, "ok", N_("ok"))                                                      \
    X(UNCHANGED, "unchanged", N_("nothing changed yet"))                       \
    X(UNCOMPILED, "does-not-compile", N_("does not compile"))                  \
    X(WRONG, "wrong-result", N_("wrong result"))                               \
    X(RACE, "data-race", N_("data race"))                                      \
    X(DEADLOCK, "deadlock", N_("deadlock"))                                    \
    X(LIVELOCK, "livelock", N_("livelock"))                                    \
    X(STARVATION, "starvation", N_("starvation"))                              \
    X(LOST_WAKEUP, "lost-wakeup", N_("lost wakeup"))                           \
    X(MISUSE, "misuse", N_("misuse"))                                          \
    X(CRASH, "crash", N_("crash"))                                             \
    X(LEAK, "leak", N_("leak"))                                                \
    X(ENDLESS, "endless-loop", N_("endless loop"))                             \
    X(SLOW, "too-slow", N_("too slow"))                                        \
    X(BESIDE, "beside-the-point", N_("beside the point"))                      \
    X(GREEDY, "too-greedy", N_("too greedy"))                                  \
    X(TAMPERING, "tampering", N_("tampering"))                                 \
    X(UNAVAILABLE, "not-available", N_("detector not available"))              \
    X(UNFIT, "does-not-fit", N_("does not fit"))                               \
    X(UNREACHED, "not-reached", N_("not reached"))                             \
    X(INCONCLUSIVE, "inconclusive", N_("inconclusive"))

enum check_answer {
#define X(id, name, word) ANSWER_##id,
    ANSWERS(X)
#undef X
        ANSWER_COUNT
};

const char *answer_name(enum check_answer answer); /* "data-race" */
const char *answer_word(enum check_answer answer); /* "data race", translated */

/* By name or word; ANSWER_NONE: there is no such answer. */
enum check_answer answer_named(const char *text);

/* By the name or word that a message begins with, "wrong result: ..."; what
   comes behind goes to *rest. A message without is a wrong result. */
enum check_answer answer_of_message(const char *message, const char **rest);

#endif
