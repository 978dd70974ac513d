/* grading.c - starting sandboxes, and hearing what examiners say. */
#include "tui/grading/grading.h"

#include "must.h"
#include "tui/compile.h"
#include "tui/drawing/text.h"
#include "tui/exercises/fair.h"
#include "tui/grading/examiner.h"
#include "tui/grading/sandbox.h"
#include "tui/interrupt.h"
#include "tui/keeping/place.h"
#include "words.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    GRACE_S = 10,           /* After the examiner should have come to an end. */
    SAID_AT_MOST = 1 << 20, /* Of what it says. */
    READABLE = 8
};

struct desk {
    pid_t pid; /* 0: free. */
    int from;
    char *said;
    size_t length;
    double started;
    struct mark *mark;
    struct sandbox_options sandbox;
};

struct grading {
    const struct grading_options *options;
    struct desk *desks;
    char *readable[READABLE + 1];
    int readable_count;
};

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void decide(struct mark *mark, enum check_answer answer,
                   const char *message)
{
    mark->over = true;
    mark->answer = mark->wrong = answer;
    snprintf(mark->message, sizeof mark->message, "%s", message);
}

/* ---- Reading what an examiner said. ---- */

static const char *word(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text ? text : "";
}

static enum layer_state state_named(const char *name)
{
    return strcmp(name, "good") == 0   ? LAYER_GOOD
           : strcmp(name, "bad") == 0  ? LAYER_BAD
           : strcmp(name, "open") == 0 ? LAYER_OPEN
                                       : LAYER_PENDING;
}

/* The search is asked before the free run: what comes behind the layer that
   decides may be luck, and is not told. */
static void read_layers(struct mark *mark, const json_t *said)
{
    static const enum layer order[] = {LAYER_COMPILES, LAYER_SCHEDULES,
                                       LAYER_FREELY, LAYER_POINT};

    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const json_t *from = json_array_get(said, order[i]);
        struct check_layer *layer = &mark->layers[order[i]];

        layer->state = state_named(word(from, "state"));
        layer->answer = answer_named(word(from, "verdict"));
        snprintf(layer->text, sizeof layer->text, "%s", word(from, "message"));
        if (layer->state != LAYER_GOOD)
            break;
    }
}

static void read_story(struct mark *mark, const json_t *said)
{
    size_t i;
    const json_t *line;

    json_array_foreach(said, i, line)
    {
        if (i < STORY_LINES)
            snprintf(mark->story[mark->story_count++], SENTENCE, "%s",
                     json_string_value(line));
    }
}

static void read_said(struct desk *desk, int status)
{
    struct mark *mark = desk->mark;
    json_t *said = json_loadb(desk->said, desk->length, 0, NULL);
    enum check_answer answer = answer_named(word(said, "verdict"));

    if (WIFEXITED(status) && WEXITSTATUS(status) == SANDBOX_FAILED) {
        decide(mark, ANSWER_UNAVAILABLE, _("no sandbox for it could be made"));
    } else if (answer == ANSWER_NONE) {
        decide(mark, ANSWER_TAMPERING,
               desk->sandbox.isolated
                   ? _("its judgement did not come to an end")
                   : _("it ended what judged it"));
    } else {
        decide(mark, answer, word(said, "message"));
        mark->wrong = answer_named(word(said, "wrong"));
        snprintf(mark->covered, sizeof mark->covered, "%s",
                 word(said, "covered"));
        read_layers(mark, json_object_get(said, "layers"));
        read_story(mark, json_object_get(said, "story"));
    }
    mark->seconds = now() - desk->started;
    json_decref(said);
}

/* ---- A desk. ---- */

/* Not a pipe, a device, or a link to a file of somebody else. */
static char *read_text(const char *path)
{
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    char *text = fd >= 0 ? text_of_file(path) : NULL;

    if (fd >= 0)
        close(fd);
    return text;
}

static void start(struct grading *grading, struct desk *desk, struct mark *mark)
{
    const struct submission *submission = mark->submission;
    char *text = read_text(submission->path);
    char *unfair = text ? fair_complaint(submission->exercise, text) : NULL;
    int ends[2];

    if (!text)
        decide(mark, ANSWER_UNAVAILABLE, _("the file cannot be read"));
    else if (unfair)
        decide(mark, ANSWER_TAMPERING, unfair);
    if (!mark->over) {
        MUST(pipe2(ends, O_CLOEXEC) == 0);
        desk->sandbox.isolated = grading->options->isolated;
        desk->sandbox.root = grading->options->root;
        desk->sandbox.readable = (const char *const *)grading->readable;
        desk->sandbox.hidden = grading->options->solutions;
        desk->pid = sandbox_fork(&desk->sandbox);
        if (desk->pid == 0) {
            close(ends[0]);
            examiner_judge(submission->exercise, text, ends[1]);
            _exit(0);
        }
        close(ends[1]);
        desk->from = ends[0];
        desk->started = now();
        desk->mark = mark;
        desk->length = 0;
        if (desk->pid < 0) {
            close(ends[0]);
            desk->pid = 0;
            decide(mark, ANSWER_UNAVAILABLE,
                   _("no process for it can be made"));
        }
    }
    free(unfair);
    free(text);
}

/* Returns its status, as from waitpid. */
static int finish(struct desk *desk)
{
    int status = 0;

    kill(desk->pid, SIGKILL);
    while (waitpid(desk->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    close(desk->from);
    sandbox_end(&desk->sandbox);
    desk->pid = 0;
    return status;
}

/* What it has said until now. */
static void hear(struct desk *desk)
{
    ssize_t length = read(desk->from, desk->said + desk->length,
                          SAID_AT_MOST - desk->length);

    if (length > 0) {
        desk->length += (size_t)length;
        return;
    }
    if (length < 0 && errno == EINTR)
        return;
    read_said(desk, finish(desk));
}

static void hear_all(struct grading *grading)
{
    unsigned jobs = grading->options->jobs;
    struct pollfd *from = must_allocate(jobs, sizeof *from);

    for (unsigned i = 0; i < jobs; i++)
        from[i] = (struct pollfd){
            .fd = grading->desks[i].pid ? grading->desks[i].from : -1,
            .events = POLLIN};
    int ready = poll(from, jobs, 500);
    for (unsigned i = 0; i < jobs; i++) {
        struct desk *desk = &grading->desks[i];

        if (ready > 0 && from[i].revents) {
            hear(desk);
        } else if (desk->pid && now() - desk->started > EXAMINER_S + GRACE_S) {
            decide(desk->mark, ANSWER_SLOW,
                   _("it has not come to its end, nor let its judge"));
            finish(desk);
        }
    }
    free(from);
}

/* ---- All. ---- */

static char *parent_of(const char *path)
{
    char *folder = must_copy(path);

    *strrchr(folder, '/') = '\0';
    return folder;
}

static void read_too(struct grading *grading, char *path)
{
    if (path && grading->readable_count < READABLE)
        grading->readable[grading->readable_count++] = path;
    else
        free(path);
}

/* The folder that a file is really in, should it be a link. */
static void read_beside(struct grading *grading, const char *folder,
                        const char *name)
{
    char *path = must_print("%s/%s", folder, name);
    char *real = realpath(path, NULL);

    if (real)
        read_too(grading, parent_of(real));
    free(real);
    free(path);
}

/* The lab's own files. */
static void choose_readable(struct grading *grading)
{
    char *lab = parent_of(place_runtime());
    char *headers = must_print("%s/cc/include/parallel", lab);

    read_too(grading, must_copy(lab));
    read_beside(grading, lab, "libinterleave.so");
    read_too(grading, realpath(headers, NULL));
    read_too(grading, realpath(place_exercises(), NULL));
    read_beside(grading, place_exercises(), "check.h");
    read_beside(grading, place_exercises(), "must.h");
    free(headers);
    free(lab);
}

static unsigned busy(const struct grading *grading)
{
    unsigned count = 0;

    for (unsigned i = 0; i < grading->options->jobs; i++)
        count += grading->desks[i].pid != 0;
    return count;
}

static void go_through(struct grading *grading, struct mark *marks,
                       size_t count)
{
    size_t next = 0;

    while (!interrupt_wanted() && (next < count || busy(grading) > 0)) {
        for (unsigned i = 0; i < grading->options->jobs && next < count; i++) {
            if (grading->desks[i].pid == 0)
                start(grading, &grading->desks[i], &marks[next++]);
        }
        if (busy(grading) > 0)
            hear_all(grading);
        if (grading->options->progress)
            grading->options->progress(next - busy(grading), count);
    }
}

struct mark *grading_run(const struct submissions *submissions,
                         const struct grading_options *options)
{
    struct mark *marks = must_allocate(submissions->count, sizeof *marks);
    struct grading grading = {
        .options = options,
        .desks = must_allocate(options->jobs, sizeof *grading.desks)};

    choose_readable(&grading);
    for (size_t i = 0; i < submissions->count; i++)
        marks[i].submission = &submissions->items[i];
    for (unsigned i = 0; i < options->jobs; i++) {
        grading.desks[i].said = must_allocate(1, SAID_AT_MOST);
        grading.desks[i].sandbox.number = i;
    }
    go_through(&grading, marks, submissions->count);
    for (unsigned i = 0; i < options->jobs; i++) {
        if (grading.desks[i].pid)
            finish(&grading.desks[i]);
        free(grading.desks[i].said);
    }
    for (int i = 0; i < grading.readable_count; i++)
        free(grading.readable[i]);
    free(grading.desks);
    return marks;
}
