/* events.c - what watching costs a program: nanoseconds for each pair of lock
   and unlock, without the runtime, with it inert, counting, and recording; and
   of an LTTng-UST tracepoint, where that is installed. */
#include "must.h"
#include "tests/support/measure.h"
#include "watch/watch.h"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 9 };

static char runtime[PATH_MAX];
static char subject[PATH_MAX];
static char report[] = "/tmp/interleave-bench-XXXXXX";

/* At full speed, and in bursts that the rings can hold. */
struct load {
    char *bursts;
    char *pairs;
    char *between_us;
};
static char one[] = "1", many[] = "2000000", none[] = "0";
static char hundred[] = "100", some[] = "400", pause_us[] = "16000";
static const struct load flood = {one, many, none};
static const struct load gentle = {hundred, some, pause_us};

static double read_report(void)
{
    double ns = 0;
    FILE *file = fopen(report, "r");

    if (!file || fscanf(file, "%lf", &ns) != 1)
        ns = 0;
    if (file)
        fclose(file);
    return ns;
}

/* Alone, or with the runtime loaded but no lab to watch. */
static double run_alone(const struct load *load, bool preload)
{
    char *arguments[] = {subject,          load->bursts, load->pairs,
                         load->between_us, report,       NULL};
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        if (preload)
            setenv("LD_PRELOAD", runtime, 1);
        execv(subject, arguments);
        _exit(127);
    }
    waitpid(pid, &status, 0);
    return read_report();
}

static double run_watched(const struct load *load, bool count_only,
                          struct watch_counts *counts)
{
    char *arguments[] = {subject,          load->bursts, load->pairs,
                         load->between_us, report,       NULL};
    char why[256];
    struct trace *trace = trace_new();
    struct watch_options options = {.runtime = runtime,
                                    .path = subject,
                                    .arguments = arguments,
                                    .input = open("/dev/null", O_RDONLY),
                                    .count_only = count_only,
                                    .rows = 24,
                                    .columns = 80};

    trace_limit(trace, 0);
    struct watch *watch = watch_start(&options, trace, why, sizeof why);
    MUST(watch);
    while (watch_state(watch) != WATCH_OVER) {
        poll(NULL, 0, 16);
        watch_pump(watch);
    }
    *counts = watch_counts(watch);
    watch_free(watch);
    trace_free(trace);
    close(options.input);
    return read_report();
}

static void row(const char *what, const struct rounds *rounds, double bare)
{
    double pair = rounds_median(rounds);

    printf("  %-30s %7.1f ns a pair  %5.2fx  %6.2f ns an event  +-%.0f%%\n",
           what, pair, pair / bare, (pair - bare) / 2,
           rounds_spread(rounds) / 2);
}

static void measure_flood(void)
{
    struct rounds rounds[4] = {{.count = 0}};
    struct watch_counts counts;

    for (int i = 0; i < ROUNDS; i++) {
        rounds_add(&rounds[0], run_alone(&flood, false));
        rounds_add(&rounds[1], run_alone(&flood, true));
        rounds_add(&rounds[2], run_watched(&flood, true, &counts));
        rounds_add(&rounds[3], run_watched(&flood, false, &counts));
    }
    double bare = rounds_median(&rounds[0]);
    printf("a lock nobody else wants, as fast as it goes, %d rounds in "
           "turns:\n",
           ROUNDS);
    row("no runtime", &rounds[0], bare);
    row("runtime, not watched", &rounds[1], bare);
    row("counted", &rounds[2], bare);
    row("watched", &rounds[3], bare);
    printf("  %llu operations in the last round, of which %llu were too fast "
           "to record\n",
           (unsigned long long)counts.operations,
           (unsigned long long)counts.lost);
}

/* Returns nanoseconds for an event that is recorded. */
static double measure_gentle(void)
{
    struct rounds rounds[2] = {{.count = 0}};
    struct watch_counts counts;

    for (int i = 0; i < ROUNDS; i++) {
        rounds_add(&rounds[0], run_alone(&gentle, false));
        rounds_add(&rounds[1], run_watched(&gentle, false, &counts));
    }
    double bare = rounds_median(&rounds[0]);
    printf("in bursts of %s pairs, %d rounds in turns:\n", some, ROUNDS);
    row("no runtime", &rounds[0], bare);
    row("watched, every event recorded", &rounds[1], bare);
    printf("  %llu operations in the last round, of which %llu were lost\n",
           (unsigned long long)counts.operations,
           (unsigned long long)counts.lost);
    return (rounds_median(&rounds[1]) - bare) / 2;
}

/* LTTNG_SUBJECT prints nanoseconds for one of its events. */
static void measure_lttng(double ours)
{
    const char *lttng = getenv("LTTNG_SUBJECT");
    struct rounds rounds = {.count = 0};

    for (int i = 0; lttng && i < ROUNDS; i++) {
        FILE *pipe = popen(lttng, "r");
        double ns = 0;

        if (pipe && fscanf(pipe, "%lf", &ns) == 1)
            rounds_add(&rounds, ns);
        if (pipe)
            pclose(pipe);
    }
    if (rounds.count == 0)
        printf("  LTTng-UST is not installed (liblttng-ust-dev, lttng-tools)"
               "\n");
    else
        printf("  LTTng-UST tracepoint, recorded: %.1f ns an event, %.1f times "
               "ours\n",
               rounds_median(&rounds), rounds_median(&rounds) / ours);
}

int main(void)
{
    const char *build = getenv("BUILD") ? getenv("BUILD") : "build";

    MUST(realpath(build, runtime) && realpath(build, subject));
    strcat(runtime, "/libinterleave.so");
    strcat(subject, "/tests/programs/bench_pairs");
    close(mkstemp(report));
    measure_flood();
    measure_lttng(measure_gentle());
    unlink(report);
    return 0;
}
