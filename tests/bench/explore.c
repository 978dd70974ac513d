/* explore.c - what exploring costs, and how soon it finds what is wrong. The
   programs are in the folder beside this file. */
#include "must.h"
#include "tests/support/measure.h"
#include "tui/searching/exploring.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    ROUNDS = 5,
    SEEDS = 20,
    FAILURES = 1 << ENDED_SIGNAL | 1 << ENDED_ASSERT | 1 << ENDED_STUCK
};

static char folder[] = "/tmp/interleave-bench-XXXXXX";

/* Compiles a program of ours, or one of the corpus, to show its memory
   accesses. */
static char *compile(const char *name, const char *define)
{
    const char *build = getenv("BUILD") ? getenv("BUILD") : "build";
    const char *last = strrchr(name, '/');
    char *path = must_print("%s/%s%s", folder, last ? last + 1 : name, define);
    char *command = must_print("%s/interleave cc -O1 %s%s %s%s.c -o '%s'",
                               build, *define ? "-D" : "", define,
                               last ? "" : "tests/bench/programs/", name, path);

    MUST(system(command) == 0);
    free(command);
    return path;
}

struct result {
    struct search_state state;
    uint64_t moves;
    double seconds;
    bool failed;
};

static struct result explore_by(char *path, char *argument,
                                const struct exploring_options *options)
{
    char *arguments[] = {path, argument, NULL};
    char why[256];
    struct exploring *exploring =
        exploring_start(path, arguments, options, why, sizeof why);

    MUST(exploring);
    while (exploring_pump(exploring, 50))
        continue;
    const struct exploration *report = exploring_report(exploring);
    struct result result = {.state = report->state,
                            .moves = report->moves,
                            .seconds = exploring_seconds(exploring)};
    for (uint32_t i = 0; i < report->outcome_count; i++)
        result.failed |= (FAILURES >> report->outcomes[i].ended & 1) != 0;
    exploring_free(exploring);
    return result;
}

static struct result explore(char *path, char *argument, enum strategy strategy,
                             double seconds, uint64_t seed, uint32_t ends_at)
{
    const struct exploring_options options = {
        .search = {.strategy = strategy, .seed = seed, .bound = 2},
        .seconds = seconds,
        .ends_at = ends_at};

    return explore_by(path, argument, &options);
}

static double schedules(const struct result *result)
{
    return (double)(result->state.runs + result->state.blocked);
}

/* ---- Rates. ---- */

enum { BOUND = 6 /* Preemptions: so many that few runs are left out. */ };

/* What an exploration of a single schedule takes: not the search's. */
static double start_of(char *path)
{
    const struct exploring_options one = {
        .search = {.strategy = STRATEGY_RANDOM, .runs = 1}};
    struct rounds start = {.count = 0};

    for (int round = 0; round < ROUNDS; round++)
        rounds_add(&start, explore_by(path, NULL, &one).seconds);
    return rounds_median(&start);
}

static void tell_rate(char *path, enum strategy strategy, double start)
{
    const struct exploring_options options = {
        .search = {.strategy = strategy, .seed = 1, .bound = BOUND},
        .seconds = 0.5};
    struct rounds rate = {.count = 0};
    struct rounds move = {.count = 0};
    struct result result;

    for (int round = 0; round < ROUNDS; round++) {
        result = explore_by(path, NULL, &options);
        double seconds = result.seconds - start;

        rounds_add(&rate, schedules(&result) / seconds);
        rounds_add(&move, seconds * 1e9 / (double)result.moves);
    }
    printf("    %-7s %9.0f  +-%.0f%%  %5.0f ns a move", strategy_name(strategy),
           rounds_median(&rate), rounds_spread(&rate) / 2,
           rounds_median(&move));
    if (result.seconds < 0.4)
        printf("  (all %.0f within %.0f ms)", schedules(&result),
               (result.seconds - start) * 1e3);
    printf("\n");
}

/* Trees are walked of a larger program, `in_trees`, where those of the other
   are over before they can be measured. */
static void tell_rates(const char *title, char *path,
                       const char *title_in_trees, char *in_trees)
{
    static const enum strategy drawn[] = {STRATEGY_RANDOM, STRATEGY_PCT,
                                          STRATEGY_POS, STRATEGY_HOLD};
    static const enum strategy trees[] = {STRATEGY_DPOR, STRATEGY_DFS,
                                          STRATEGY_BOUND, STRATEGY_AUTO};
    double start = start_of(path);

    printf("schedules a second, without the start of %.0f ms, median of %d "
           "rounds:\n  %s\n",
           start * 1e3, ROUNDS, title);
    for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++)
        tell_rate(path, drawn[i], start);
    printf("  %s; bound: up to %d preemptions\n", title_in_trees, BOUND);
    for (size_t i = 0; i < sizeof trees / sizeof *trees; i++)
        tell_rate(in_trees, trees[i], start);
}

/* ---- The complete search. ---- */

static void tell_counts(void)
{
    static const struct {
        const char *name, *define;
    } programs[] = {{"increments", "ROUNDS=1"},
                    {"increments", "ROUNDS=2"},
                    {"increments", "ROUNDS=3"},
                    {"locked", "ROUNDS=2"},
                    {"locked", "ROUNDS=3"},
                    {"philosophers", "SEATS=2"},
                    {"philosophers", "SEATS=3"},
                    {"crossing", ""},
                    {"lazy", ""},
                    {"driver", ""}};

    printf("schedules of the complete search, and of plain enumeration within "
           "2 s:\n");
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        char *path = compile(programs[i].name, programs[i].define);
        struct result dpor = explore(path, NULL, STRATEGY_DPOR, 2, 1, 0);
        struct result dfs = explore(path, NULL, STRATEGY_DFS, 2, 1, 0);

        printf("  %-12s %-8s %6llu (%llu blocked)  %s%llu\n", programs[i].name,
               programs[i].define, (unsigned long long)dpor.state.runs,
               (unsigned long long)dpor.state.blocked,
               dfs.state.complete ? "" : "more than ",
               (unsigned long long)dfs.state.runs);
        MUST(dpor.state.complete);
        free(path);
    }
}

static void tell_five(void)
{
    char *path = compile("increments", "ROUNDS=5");
    struct rounds rounds = {.count = 0};

    for (int round = 0; round < ROUNDS; round++) {
        struct result result = explore(path, NULL, STRATEGY_DPOR, 20, 1, 0);

        MUST(result.state.complete && result.state.runs == 34904);
        rounds_add(&rounds, result.seconds);
    }
    printf("two threads, five increments each, all 34904 orders: %.3f s, "
           "+-%.0f%%\n",
           rounds_median(&rounds), rounds_spread(&rounds) / 2);
    free(path);
}

/* ---- Length. ---- */

static void tell_lengths(void)
{
    static const int rounds[] = {1, 12, 125, 1250, 12500};
    static const enum strategy strategies[] = {STRATEGY_DPOR, STRATEGY_RANDOM,
                                               STRATEGY_POS};
    char *path = compile("locked", "");

    printf("nanoseconds for each operation, as runs grow (10 to 100,000):\n");
    for (size_t i = 0; i < sizeof strategies / sizeof *strategies; i++) {
        printf("  %-7s", strategy_name(strategies[i]));
        for (size_t j = 0; j < sizeof rounds / sizeof *rounds; j++) {
            char argument[16];

            snprintf(argument, sizeof argument, "%d", rounds[j]);
            struct result result =
                explore(path, argument, strategies[i], 0.5, 1, 0);
            if (result.seconds < 0.1) /* The start is most of it. */
                printf(" %7s", "-");
            else
                printf(" %7.0f", result.seconds * 1e9 / (double)result.moves);
        }
        printf("\n");
    }
    free(path);
}

/* ---- How soon. ---- */

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;

    return (left > right) - (left < right);
}

enum { LIMIT = 10000 /* Schedules for each seed. */ };

/* Schedules to the first failure with each seed; how many there are. */
static int first_failures(char *path, enum strategy strategy, double seconds,
                          double first[SEEDS])
{
    int found = 0;

    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct result result =
            explore(path, NULL, strategy, seconds, seed, FAILURES);

        if (result.failed && schedules(&result) <= LIMIT)
            first[found++] = schedules(&result);
    }
    qsort(first, (size_t)found, sizeof *first, by_size);
    return found;
}

static double mean_of(const double *values, int count)
{
    double sum = 0;

    for (int i = 0; i < count; i++)
        sum += values[i];
    return sum / count;
}

/* `beats`: what is to be reached, on average; 0: no figure is known. */
static const struct {
    const char *name, *define;
    double beats;
} faulty[] = {{"account", "", 5},
              {"driver", "", 9},
              {"tests/corpus/carter", "", 5},
              {"ring", "", 3},
              {"crossing", "", 3},
              {"lazy", "", 3},
              {"queue", "", 3},
              {"tests/corpus/stack_underflow", "", 3},
              {"tests/corpus/token_ring_no_join", "", 5},
              {"wronglock", "", 5},
              {"wronglock", "OTHERS=3", 5},
              {"twostage", "", 10},
              {"twostage", "PAIRS=10", 20},
              {"twostage", "PAIRS=25", 40},
              {"twostage", "PAIRS=50", 200},
              {"reorder", "SETTERS=2", 10},
              {"reorder", "SETTERS=9", 20},
              {"reorder", "SETTERS=19", 20},
              {"reorder", "SETTERS=49", 20},
              {"reorder", "SETTERS=99", 200},
              {"philosophers", "", 0},
              {"seeded", "DEPTH=1", 0},
              {"seeded", "DEPTH=2", 0},
              {"seeded", "DEPTH=3", 0}};

enum { FAULTY = sizeof faulty / sizeof *faulty };

static void tell_faulty(size_t i)
{
    const char *last = strrchr(faulty[i].name, '/');

    printf("  %-19s %-10s", last ? last + 1 : faulty[i].name, faulty[i].define);
}

static void tell_all_first(void)
{
    printf("schedules to the first failure, by auto within 2 s, %d seeds:\n",
           SEEDS);
    for (size_t i = 0; i < FAULTY; i++) {
        char *path = compile(faulty[i].name, faulty[i].define);
        double first[SEEDS];
        int found = first_failures(path, STRATEGY_AUTO, 2, first);

        tell_faulty(i);
        if (found > 0)
            printf(" %2d of %d, mean %7.1f, median %5.0f", found, SEEDS,
                   mean_of(first, found), first[found / 2]);
        else
            printf(" never");
        if (faulty[i].beats > 0)
            printf(", to beat %4.0f", faulty[i].beats);
        printf("\n");
        free(path);
    }
}

/* Takes minutes: only if it is asked for. */
static void tell_strategies(void)
{
    static const enum strategy strategies[] = {
        STRATEGY_AUTO, STRATEGY_BOUND, STRATEGY_DPOR, STRATEGY_RANDOM,
        STRATEGY_PCT,  STRATEGY_POS,   STRATEGY_SURW, STRATEGY_HOLD};

    printf("mean schedules to the first failure within 0.3 s and %d; [k]: "
           "with k of %d seeds\n%30s",
           LIMIT, SEEDS, "");
    for (size_t j = 0; j < sizeof strategies / sizeof *strategies; j++)
        printf(" %11s", strategy_name(strategies[j]));
    printf("\n");
    for (size_t i = 0; i < FAULTY; i++) {
        char *path = compile(faulty[i].name, faulty[i].define);

        tell_faulty(i);
        for (size_t j = 0; j < sizeof strategies / sizeof *strategies; j++) {
            double first[SEEDS];
            int found = first_failures(path, strategies[j], 0.3, first);

            if (found == 0)
                printf(" %11s", "-");
            else if (found == SEEDS)
                printf(" %11.1f", mean_of(first, found));
            else
                printf(" %6.0f [%2d]", mean_of(first, found), found);
        }
        printf("\n");
        fflush(stdout);
        free(path);
    }
}

/* Five preemptions, among very many schedules. */
static void tell_safe_stack(void)
{
    char *path = compile("safestack", "");
    struct result result =
        explore(path, NULL, STRATEGY_AUTO, 60, 1, 1U << ENDED_ASSERT);

    printf("SafeStack, by auto within 60 s: %s after %.0f schedules, %.1f s\n",
           result.failed ? "found" : "not found", schedules(&result),
           result.seconds);
    free(path);
}

static void tell_all_rates(void)
{
    char *twice = compile("increments", "");
    char *six_times = compile("increments", "ROUNDS=6");
    char *buffer = compile("buffer", "");

    tell_rates("two threads, counter++ twice each", twice,
               "the same six times each", six_times);
    tell_rates("three threads around a buffer of two slots", buffer,
               "the same, and all of it where there is no more", buffer);
    free(twice);
    free(six_times);
    free(buffer);
}

/* All that do not take minutes, or the table that the argument names. */
int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*tell)(void);
        bool long_one;
    } tables[] = {{"rates", tell_all_rates, false},
                  {"five", tell_five, false},
                  {"counts", tell_counts, false},
                  {"lengths", tell_lengths, false},
                  {"first", tell_all_first, false},
                  {"safestack", tell_safe_stack, false},
                  {"strategies", tell_strategies, true}};

    MUST(mkdtemp(folder));
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (argc < 2 ? !tables[i].long_one
                     : strcmp(argv[1], tables[i].name) == 0)
            tables[i].tell();
    }
    char *command = must_print("rm -rf '%s'", folder);
    MUST(system(command) == 0);
    free(command);
    return 0;
}
