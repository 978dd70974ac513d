#include "tests/support/explored.h"

#include "tui/searching/verdicts.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct {
    unsigned class;
    const char *word;
} names[] = {{CLASS_NONE, "ok"},
             {CLASS_RACE, "data-race"},
             {CLASS_MISUSE, "misuse"},
             {CLASS_LEAK, "leak"},
             {CLASS_STUCK, "deadlock"},
             {CLASS_STUCK, "lost-wakeup"},
             {CLASS_LIVELOCK, "livelock"},
             {CLASS_LIVELOCK, "starvation"},
             {CLASS_ASSERTION, "assertion"},
             {CLASS_CRASH, "crash"},
             {CLASS_OUTPUT, "wrong-output"},
             {CLASS_OTHER, "other"}};

static bool judges;

enum { NAMES = sizeof names / sizeof *names, ARGUMENTS = 8 };

unsigned explored_class(const char *word)
{
    for (int i = 0; i < NAMES; i++) {
        if (strcmp(names[i].word, word) == 0)
            return names[i].class;
    }
    return CLASS_OTHER;
}

const char *explored_classes(unsigned classes)
{
    static char text[128];
    unsigned told = 0;

    strcpy(text, classes ? "" : "ok");
    for (int i = 0; i < NAMES; i++) {
        if (!(classes & ~told & names[i].class))
            continue;
        told |= names[i].class;
        strcat(strcat(text, *text ? " " : ""), names[i].word);
    }
    return text;
}

static unsigned class_of_flaw(const struct flaw_report *flaw)
{
    switch (flaw->kind) {
    case FLAW_RACE:
        return CLASS_RACE;
    case FLAW_MISUSE:
        return flaw->misuse == MISUSE_JOINS_ITSELF ? CLASS_STUCK : CLASS_MISUSE;
    default:
        return CLASS_LEAK;
    }
}

static unsigned class_of_end(const struct outcome_report *outcome)
{
    switch (outcome->ended) {
    case ENDED_EXIT:
        return outcome->status == 0 ? CLASS_NONE : CLASS_OUTPUT;
    case ENDED_SIGNAL:
        return CLASS_CRASH;
    case ENDED_ASSERT:
        return CLASS_ASSERTION;
    case ENDED_STUCK:
        return CLASS_STUCK;
    case ENDED_SPIN:
        return CLASS_LIVELOCK;
    default:
        return CLASS_OTHER;
    }
}

static int by_value(const void *a, const void *b)
{
    uint64_t one = *(const uint64_t *)a;
    uint64_t other = *(const uint64_t *)b;

    return (one > other) - (one < other);
}

static uint64_t hash_of_moves(const struct outcome_report *outcome)
{
    uint64_t hash = outcome->hash ^ outcome->ended;

    for (uint32_t i = 0; i < outcome->length && i < OUTCOME_MOVES; i++)
        hash = (hash ^ outcome->moves[i].birth) * UINT64_C(0x100000001b3);
    return hash;
}

static void take_outcomes(struct explored *result, const struct exploration *r)
{
    for (uint32_t i = 0; i < r->outcome_count; i++) {
        const struct outcome_report *outcome = &r->outcomes[i];

        result->classes |= class_of_end(outcome);
        if (outcome->preemptions <= 2)
            result->simplest += hash_of_moves(outcome);
        if (outcome->ended == ENDED_ASSERT)
            result->preemptions = outcome->preemptions;
        if (outcome->length > result->depth)
            result->depth = outcome->length;
        result->outcomes[result->outcome_count++] =
            (outcome->hash ^ outcome->ended << 8 ^ (uint32_t)outcome->status) *
            UINT64_C(0x9e3779b97f4a7c15);
    }
    qsort(result->outcomes, result->outcome_count, sizeof *result->outcomes,
          by_value);
}

void explored_judge(bool judge)
{
    judges = judge;
}

static void take_verdict(struct explored *result,
                         const struct exploring *exploring)
{
    struct verdicts *v = verdicts_judge(exploring, NULL, NULL);

    snprintf(result->verdict, sizeof result->verdict, "%s", v->verdict);
    for (unsigned i = 0; i < v->count; i++) {
        const struct finding_found *found = &v->findings[i];

        result->strayed += found->told && !found->retelling.held;
    }
    verdicts_free(v);
}

static void explore(const char *program,
                    const struct exploring_options *options,
                    struct explored *result)
{
    char path[512];
    char why[256];
    const char *build = getenv("BUILD");

    snprintf(path, sizeof path, "%s/%s", build ? build : "build", program);
    char *arguments[ARGUMENTS + 1] = {NULL};
    char *rest = NULL;
    char *word = strtok_r(path, " ", &rest);
    for (int i = 0; word && i < ARGUMENTS; i++) {
        arguments[i] = word;
        word = strtok_r(NULL, " ", &rest);
    }
    struct exploring *exploring =
        exploring_start(path, arguments, options, why, sizeof why);
    if (!exploring)
        return;
    while (exploring_pump(exploring, 50))
        continue;
    const struct exploration *r = exploring_report(exploring);
    result->complete = r->state.complete;
    result->in_process = r->in_process;
    result->bound = r->state.bounded ? r->state.bound + 1 : 0;
    result->runs = r->state.runs;
    result->blocked = r->state.blocked;
    for (uint32_t i = 0; i < r->flaw_count; i++)
        result->classes |=
            report_counts(r, &r->flaws[i]) ? class_of_flaw(&r->flaws[i]) : 0;
    take_outcomes(result, r);
    result->in_time = atomic_load(&r->finished);
    if (judges)
        take_verdict(result, exploring);
    exploring_free(exploring);
}

void explored_run_all(const char *const *programs, unsigned count,
                      const struct exploring_options *options, unsigned jobs,
                      struct explored *results)
{
    struct explored *shared =
        mmap(NULL, (count + 1) * sizeof *shared, PROT_READ | PROT_WRITE,
             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    unsigned running = 0;

    if (shared == MAP_FAILED)
        return;
    for (unsigned i = 0; i < count; i++) {
        if (running == jobs && wait(NULL) > 0)
            running--;
        pid_t child = fork();
        if (child == 0) {
            alarm(EXPLORED_SECONDS);
            explore(programs[i], options, &shared[i]);
            _exit(0);
        }
        running += child > 0;
    }
    while (running > 0 && wait(NULL) > 0)
        running--;
    memcpy(results, shared, count * sizeof *results);
    munmap(shared, (count + 1) * sizeof *shared);
}

struct explored explored_run(const char *program,
                             const struct exploring_options *options)
{
    struct explored result;

    explored_run_all(&program, 1, options, 1, &result);
    return result;
}
