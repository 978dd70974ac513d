/* watched.c - starting, following and asking. */
#include "tests/support/watched.h"

#include "model/describe.h"
#include "must.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

/* ---- Places. ---- */

static const char *build_folder(void)
{
    const char *build = getenv("BUILD");

    return build && *build ? build : "build";
}

const char *watched_program(const char *name)
{
    static char path[PATH_MAX];

    if (*name == '/')
        snprintf(path, sizeof path, "%s", name);
    else
        snprintf(path, sizeof path, "%s/%s%s", build_folder(),
                 strchr(name, '/') ? "" : "tests/programs/", name);
    return path;
}

const char *watched_runtime(void)
{
    static char path[PATH_MAX];
    char relative[PATH_MAX];

    snprintf(relative, sizeof relative, "%s/libinterleave.so", build_folder());
    if (!realpath(relative, path))
        snprintf(path, sizeof path, "%s", relative);
    return path;
}

/* Another test may do the same at this moment. */
static bool put(const char *target, const char *path)
{
    char old[PATH_MAX] = "";

    if (readlink(path, old, sizeof old - 1) > 0 && strcmp(old, target) != 0)
        unlink(path); /* Of a build that was copied. */
    return symlink(target, path) == 0 || errno == EEXIST;
}

bool watched_put_runtime_beside(void)
{
    char path[PATH_MAX] = "";
    char linked[PATH_MAX]; /* What compilers link with. */

    if (readlink("/proc/self/exe", path, sizeof path - 32) < 0)
        return false;
    snprintf(linked, sizeof linked - 4, "%s", watched_runtime());
    strcpy(strrchr(linked, '/'), "/cc");
    strcpy(strrchr(path, '/'), "/cc");
    if (!put(linked, path))
        return false;
    strcpy(strrchr(path, '/'), "/libinterleave.so");
    return put(watched_runtime(), path);
}

/* ---- Following. ---- */

static void add_output(struct watched *w, const struct event *event)
{
    size_t length = w->output_length + event->output.length;

    w->output = must_resize(w->output, length + 1, 1);
    memcpy(w->output + w->output_length, event->output.text,
           event->output.length);
    w->output[length] = '\0';
    w->output_length = length;
}

static void catch_up(struct watched *w)
{
    for (; w->applied < trace_length(w->trace); w->applied++) {
        const struct event *event = trace_at(w->trace, w->applied);

        model_apply(w->model, event);
        if (event->type == EVENT_OUTPUT)
            add_output(w, event);
    }
}

static void note_end(struct watched *w)
{
    w->counts = watch_counts(w->watch);
    w->status = watch_status(w->watch);
}

/* Pumps once, after at most some milliseconds. False: it is over. */
static bool step(struct watched *w, int ms)
{
    struct pollfd wait_for[2];
    int descriptors[2];

    if (!w->watch || watch_state(w->watch) == WATCH_OVER)
        return false;
    int count = watch_descriptors(w->watch, descriptors);
    for (int i = 0; i < count; i++)
        wait_for[i] = (struct pollfd){.fd = descriptors[i], .events = POLLIN};
    poll(wait_for, (nfds_t)count, ms);
    watch_pump(w->watch);
    catch_up(w);
    if (watch_state(w->watch) == WATCH_OVER)
        note_end(w);
    return true;
}

struct watched *watched_start(const struct watched_options *options)
{
    struct watched *w = must_allocate(1, sizeof *w);
    char path[PATH_MAX];
    char *arguments[32] = {path};
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);

    snprintf(path, sizeof path, "%s", watched_program(options->program));
    for (size_t i = 0; options->arguments && options->arguments[i]; i++) {
        MUST(i + 2 < sizeof arguments / sizeof *arguments);
        arguments[i + 1] = options->arguments[i];
    }
    struct watch_options watch = {
        .runtime = options->runtime ? options->runtime : watched_runtime(),
        .path = path,
        .arguments = arguments,
        .source = options->source,
        .input = nothing,
        .count_only = options->count_only,
        .timed = options->timed,
        .pace_us = options->pace_us,
        .rows = 24,
        .columns = 80,
    };
    unsigned ms =
        options->deadline_ms ? options->deadline_ms : WATCHED_DEADLINE_MS;
    w->deadline_ns = now_ns() + ms * UINT64_C(1000000);
    w->trace = trace_new();
    w->model = model_new();
    w->output = must_copy("");
    w->status = -1;
    w->in_time = true;
    w->watch = watch_start(&watch, w->trace, w->why, sizeof w->why);
    if (w->watch && options->paused)
        watch_pause(w->watch, true);
    close(nothing);
    return w;
}

static bool is_late(struct watched *w)
{
    if (now_ns() < w->deadline_ns)
        return false;
    w->in_time = false;
    return true;
}

bool watched_until(struct watched *w, watched_question *is_so)
{
    while (!is_so(w)) {
        if (is_late(w) || !step(w, 4))
            return is_so(w);
    }
    return true;
}

void watched_for(struct watched *w, unsigned ms)
{
    uint64_t until = now_ns() + ms * UINT64_C(1000000);

    while (now_ns() < until && step(w, 4))
        continue;
}

void watched_finish(struct watched *w)
{
    while (step(w, 16)) {
        if (!is_late(w))
            continue;
        watch_end(w->watch);
        catch_up(w);
        note_end(w);
    }
}

struct watched *watched_run_with(const struct watched_options *options)
{
    struct watched *w = watched_start(options);

    watched_finish(w);
    return w;
}

struct watched *watched_run(const char *program, ...)
{
    char *arguments[16] = {NULL};
    va_list rest;

    va_start(rest, program);
    for (size_t i = 0; (arguments[i] = va_arg(rest, char *)); i++)
        MUST(i + 2 < sizeof arguments / sizeof *arguments);
    va_end(rest);
    return watched_run_with(
        &(struct watched_options){.program = program, .arguments = arguments});
}

void watched_free(struct watched *w)
{
    if (!w)
        return;
    watch_free(w->watch);
    model_free(w->model);
    trace_free(w->trace);
    free(w->output);
    free(w);
}

/* ---- Asking. ---- */

static bool is_stage(const struct event *event, enum operation op,
                     enum stage stage)
{
    return event->type == EVENT_OPERATION && event->operation.op == op &&
           event->operation.stage == stage;
}

const struct event *watched_find(const struct watched *w, enum operation op,
                                 enum stage stage, size_t from)
{
    for (size_t i = from; i < trace_length(w->trace); i++) {
        if (is_stage(trace_at(w->trace, i), op, stage))
            return trace_at(w->trace, i);
    }
    return NULL;
}

size_t watched_count(const struct watched *w, enum operation op,
                     enum stage stage)
{
    size_t count = 0;

    for (size_t i = 0; i < trace_length(w->trace); i++)
        count += is_stage(trace_at(w->trace, i), op, stage);
    return count;
}

size_t watched_index(const struct watched *w, const struct event *event)
{
    size_t i = 0;

    while (i < trace_length(w->trace) && trace_at(w->trace, i) != event)
        i++;
    return i;
}

/* Applies the trace anew, and calls for each sentence until one will do. */
static bool each_sentence(const struct watched *w,
                          bool (*will_do)(const char *, const void *),
                          const void *context)
{
    struct model *model = model_new();
    bool found = false;

    for (size_t i = 0; i < trace_length(w->trace) && !found; i++) {
        const struct event *event = trace_at(w->trace, i);
        char text[SENTENCE];

        model_apply(model, event);
        describe_event(model, event, text, sizeof text);
        found = *text && will_do(text, context);
    }
    model_free(model);
    return found;
}

static bool contains(const char *text, const void *words)
{
    return strstr(text, words) != NULL;
}

bool watched_says(const struct watched *w, const char *words)
{
    return each_sentence(w, contains, words);
}

static bool print_line(const char *text, const void *context)
{
    (void)context;
    puts(text);
    return false;
}

void watched_print(const struct watched *w)
{
    each_sentence(w, print_line, NULL);
}

uint32_t watched_task(const struct watched *w, const char *name)
{
    char text[SENTENCE];

    for (uint32_t id = 1; id <= w->model->task_count; id++) {
        describe_task(w->model, id, text, sizeof text);
        if (strcmp(text, name) == 0)
            return id;
    }
    return 0;
}

uint32_t watched_object(const struct watched *w, const char *name)
{
    for (uint32_t id = 1; id <= w->model->object_count; id++) {
        if (strcmp(w->model->objects[id - 1].name, name) == 0)
            return id;
    }
    return 0;
}
