/* exploring.c - starting an exploration, and waiting for it. */
#include "tui/searching/exploring.h"

#include "must.h"
#include "tui/input.h"
#include "tui/keeping/place.h"
#include "tui/searching/rehearsal.h"
#include "watch/watch.h"
#include "words.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { GRACE_S = 5 }; /* After its time, it is ended. */

struct exploring {
    const char *path;
    char *const *arguments;
    struct exploring_options options;
    struct trace *trace;
    struct watch *watch;
    struct exploration *wanted; /* What was asked for; rehearsed, the report. */
    struct rehearsal *rehearsal; /* NULL: it is watched. */
    double started;
    double ended; /* 0: it goes on. */
};

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

uint32_t exploring_jobs(void)
{
    cpu_set_t processors;

    if (sched_getaffinity(0, sizeof processors, &processors) != 0)
        return 1;
    return (uint32_t)CPU_COUNT(&processors);
}

struct exploring *exploring_start(const char *path, char *const *arguments,
                                  const struct exploring_options *options,
                                  char *why, size_t why_size)
{
    struct exploring *exploring = must_allocate(1, sizeof *exploring);
    struct exploration *wanted = must_allocate(1, sizeof *wanted);
    int input = input_open(options->input);

    *exploring = (struct exploring){.path = path,
                                    .arguments = arguments,
                                    .options = *options,
                                    .trace = trace_new(),
                                    .wanted = wanted,
                                    .started = now()};
    wanted->wanted = true;
    wanted->by_fork = options->by_fork;
    wanted->options = options->search;
    wanted->ends_at = options->ends_at;
    wanted->flaws_end_at = options->flaws_end_at;
    wanted->runs_after = options->runs_after;
    wanted->time_ns = (uint64_t)(options->seconds * 1e9);
    struct watch_options watched = {.runtime = place_runtime(),
                                    .path = path,
                                    .arguments = arguments,
                                    .input = input,
                                    .explore = wanted,
                                    .rows = 24,
                                    .columns = 80};
    if (input >= 0)
        exploring->watch =
            watch_start(&watched, exploring->trace, why, why_size);
    else
        snprintf(why, why_size, _("%s: cannot be read: %s"), options->input,
                 strerror(errno));
    close(input);
    if (exploring->watch)
        return exploring;
    exploring_free(exploring);
    return NULL;
}

void exploring_free(struct exploring *exploring)
{
    if (!exploring)
        return;
    rehearsal_free(exploring->rehearsal);
    watch_free(exploring->watch);
    free(exploring->wanted);
    trace_free(exploring->trace);
    free(exploring);
}

const struct exploration *exploring_report(const struct exploring *exploring)
{
    return exploring->rehearsal ? exploring->wanted
                                : watch_exploration(exploring->watch);
}

double exploring_seconds(const struct exploring *exploring)
{
    return (exploring->ended > 0 ? exploring->ended : now()) -
           exploring->started;
}

const char *exploring_path(const struct exploring *exploring)
{
    return exploring->path;
}

const char *exploring_input(const struct exploring *exploring)
{
    return exploring->options.input;
}

char *const *exploring_arguments(const struct exploring *exploring)
{
    return exploring->arguments;
}

bool exploring_needs_us(const struct exploring *exploring)
{
    return exploring->rehearsal && exploring->ended == 0;
}

void exploring_stop(struct exploring *exploring)
{
    if (exploring->rehearsal)
        atomic_store(&exploring->wanted->stop, 1);
    else
        watch_stop_exploring(exploring->watch);
}

static bool is_over(struct exploring *exploring)
{
    double limit = exploring->options.seconds;

    return atomic_load(&exploring_report(exploring)->finished) ||
           watch_state(exploring->watch) == WATCH_OVER ||
           (limit > 0 && exploring_seconds(exploring) > limit + GRACE_S);
}

/* Fibers cannot carry processes: real tasks do. The report so far stays, since
   somebody may be reading it. */
static void rehearse_instead(struct exploring *exploring)
{
    const struct exploration *looked = exploring_report(exploring);
    struct exploration *wanted = exploring->wanted;

    wanted->needs_tasks = true;
    wanted->sees_memory = looked->sees_memory;
    memcpy(wanted->unsafe, looked->unsafe, sizeof wanted->unsafe);
    memcpy(wanted->unseen, looked->unseen, sizeof wanted->unseen);
    watch_end(exploring->watch);
    exploring->rehearsal = rehearsal_new(exploring->path, exploring->arguments,
                                         exploring->options.input, wanted);
}

bool exploring_pump(struct exploring *exploring, int patience_ms)
{
    if (exploring->rehearsal) {
        if (exploring->ended == 0 &&
            !rehearsal_pump(exploring->rehearsal, patience_ms))
            exploring->ended = now();
        return exploring->ended == 0;
    }
    const struct timespec moment = {.tv_nsec = 1000000};

    for (int waited = 0; exploring->ended == 0 && waited < patience_ms;
         waited++) {
        watch_pump(exploring->watch);
        if (exploring_report(exploring)->needs_tasks) {
            rehearse_instead(exploring);
            return true;
        }
        if (is_over(exploring)) {
            exploring->ended = now();
            watch_end(exploring->watch);
            break;
        }
        nanosleep(&moment, NULL);
    }
    return exploring->ended == 0;
}
