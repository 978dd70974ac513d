/* controlled.c - deciding, and writing down what happened. */
#include "tests/support/controlled.h"

#include "model/describe.h"
#include "must.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct running {
    const struct controlled_options *options;
    struct controlled *run;
    struct watch *watch;
    struct trace *trace;
    struct model *model;
    size_t applied;
    uint64_t random;
    uint64_t deadline_ns;
    uint32_t room;
    FILE *operations;
    FILE *output;
    size_t sizes[2];
};

static uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

/* xorshift64 (G. Marsaglia, "Xorshift RNGs", 2003). */
static uint64_t next_random(struct running *r)
{
    r->random ^= r->random << 13;
    r->random ^= r->random >> 7;
    r->random ^= r->random << 17;
    return r->random * UINT64_C(0x2545f4914f6cdd1d) >> 33;
}

/* ---- Writing down. ---- */

static void write_operation(struct running *r, const struct event *event)
{
    char task[SENTENCE];
    char object[SENTENCE] = "";
    const struct model *model = r->model;
    uint32_t number = event->operation.object;
    uint32_t site = event->operation.site;
    const char *text = event->operation.text ? event->operation.text : "";
    bool notes = operation_effect(event->operation.op) == EFFECT_NOTE;

    if (number && operation_kind(event->operation.op) != KIND_TASK &&
        operation_kind(event->operation.op) != KIND_PROCESS)
        describe_object(model, number, object, sizeof object);
    /* In notes an address follows that the kernel chose by lot. */
    fprintf(r->operations, "%s %s %d %u %s %u %lld '%.*s'",
            describe_task(model, event->task, task, sizeof task),
            operation_name(event->operation.op), (int)event->operation.stage,
            number, object, event->operation.other,
            (long long)event->operation.value,
            (int)(notes ? strcspn(text, "@") : strlen(text)), text);
    if (site && site <= model->site_count)
        fprintf(r->operations, " %s:%d", model->sites[site - 1].file,
                model->sites[site - 1].line);
    fputc('\n', r->operations);
}

static void catch_up(struct running *r)
{
    for (; r->applied < trace_length(r->trace); r->applied++) {
        const struct event *event = trace_at(r->trace, r->applied);

        model_apply(r->model, event);
        if (event->type == EVENT_OUTPUT)
            fwrite(event->output.text, 1, event->output.length, r->output);
        else if (event->type == EVENT_OPERATION)
            write_operation(r, event);
        else if (event->type == EVENT_MOVE)
            fprintf(r->operations, "move %u %u at %llu\n", event->task,
                    event->move.alternative,
                    (unsigned long long)event->move.clock_ns);
        else if (event->type == EVENT_TASK)
            fprintf(r->operations, "task %u of process %u by %u, %s\n",
                    event->task, event->defined.process, event->defined.creator,
                    event->defined.routine);
        else if (event->type == EVENT_PROCESS)
            fprintf(r->operations, "process %u by %u, %s\n", event->process.id,
                    event->process.parent, event->process.program);
        else if (event->type == EVENT_OBJECT)
            fprintf(r->operations, "object %u of process %u, %s\n",
                    event->object.id, event->object.process,
                    event->object.name);
        else if (event->type == EVENT_ENDED)
            fprintf(r->operations, "process %u ended\n", event->ended.process);
    }
}

static void pump(struct running *r)
{
    watch_pump(r->watch);
    catch_up(r);
}

/* ---- Deciding. ---- */

static void remember(struct running *r, const struct decision *decision)
{
    struct controlled *run = r->run;

    if (run->length == r->room) {
        r->room = r->room ? 2 * r->room : 256;
        run->decisions =
            must_resize(run->decisions, r->room, sizeof *run->decisions);
    }
    run->decisions[run->length++] = *decision;
}

/* Whoever can, with the same chance; a signal's ways too. Time passes only
   where no task can move otherwise, or now and then. */
static bool decide(struct running *r, struct decision *decision)
{
    struct choice choices[CHOICES];
    size_t count = control_choices(watch_control(r->watch), choices, CHOICES);
    const struct choice *able[CHOICES];
    size_t now = 0;
    size_t later = 0;

    for (size_t i = 0; i < count; i++) {
        if (choices[i].readiness == CAN)
            able[now++] = &choices[i];
    }
    for (size_t i = 0; i < count; i++) {
        if (choices[i].readiness == CAN_BY_TIME)
            able[now + later++] = &choices[i];
    }
    if (now + later == 0)
        return false;
    size_t among = now;
    if (now == 0 || (r->options->seed && next_random(r) % 8 == 0))
        among = now + later;
    const struct choice *chosen =
        able[r->options->seed ? next_random(r) % among : 0];
    decision->birth = chosen->birth;
    decision->alternative =
        r->options->seed && chosen->alternatives > 1
            ? (uint32_t)(next_random(r) % chosen->alternatives)
            : 0;
    return true;
}

/* False: nothing more is to be decided. */
static bool move_on(struct running *r)
{
    const struct controlled_options *o = r->options;
    struct control *control = watch_control(r->watch);
    uint32_t most = o->moves_at_most ? o->moves_at_most : CONTROLLED_MOVES;
    uint64_t made = control_moves(control);
    struct decision decision;

    while (o->tell_tasks && r->run->length < made &&
           r->run->length < o->script_length)
        remember(r, &o->script[r->run->length]);
    r->run->end = CONTROLLED_LONG;
    if (made >= most || (o->stop_at_script && made >= o->script_length))
        return false;
    r->run->end = CONTROLLED_STUCK;
    if (made < o->script_length)
        decision = o->script[made];
    else if (!decide(r, &decision))
        return false;
    r->run->end = CONTROLLED_REFUSED;
    if (!control_move(control, &decision)) {
        snprintf(r->run->why, sizeof r->run->why,
                 "move %llu, of birth %u, cannot be made",
                 (unsigned long long)made, decision.birth);
        return false;
    }
    remember(r, &decision);
    return true;
}

static void tell_late(struct running *r)
{
    const struct control *control = watch_control(r->watch);
    char call[32];

    control_mover_call(control, call, sizeof call);
    snprintf(r->run->why, sizeof r->run->why, "task %u %s%s",
             control_mover(control), *call ? "is in " : "computes", call);
}

static void follow(struct running *r)
{
    struct control *control = watch_control(r->watch);

    for (;;) {
        enum standing standing = control_settle(control, 20);

        pump(r);
        if (standing == NOBODY_LEFT || watch_state(r->watch) == WATCH_OVER) {
            r->run->end = CONTROLLED_ENDED;
            return;
        }
        if (standing == STANDS_STILL && !move_on(r))
            return;
        if (now_ns() >= r->deadline_ns) {
            r->run->end = CONTROLLED_LATE;
            tell_late(r);
            return;
        }
    }
}

/* Whoever ended is still to be told of. How a program dies that is ended here
   is not part of its run. */
static void finish(struct running *r)
{
    const struct timespec moment = {.tv_nsec = 300000};

    while (r->run->end == CONTROLLED_ENDED &&
           watch_state(r->watch) != WATCH_OVER && now_ns() < r->deadline_ns) {
        nanosleep(&moment, NULL);
        pump(r);
    }
    r->run->status = watch_status(r->watch);
    r->run->counts = watch_counts(r->watch);
}

static void start(struct running *r)
{
    const struct controlled_options *o = r->options;
    char path[PATH_MAX];
    char *arguments[32] = {path};
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);

    snprintf(path, sizeof path, "%s", watched_program(o->program));
    for (size_t i = 0; o->arguments && o->arguments[i]; i++) {
        MUST(i + 2 < sizeof arguments / sizeof *arguments);
        arguments[i + 1] = o->arguments[i];
    }
    struct watch_options watch = {
        .runtime = watched_runtime(),
        .path = path,
        .arguments = arguments,
        .input = nothing,
        .controlled = true,
        .script = o->tell_tasks ? o->script : NULL,
        .script_length = o->tell_tasks ? o->script_length : 0,
        .rows = 24,
        .columns = 80,
    };
    r->watch = watch_start(&watch, r->trace, r->run->why, sizeof r->run->why);
    close(nothing);
}

struct controlled *controlled_run(const struct controlled_options *options)
{
    struct controlled *run = must_allocate(1, sizeof *run);
    struct running r = {
        .options = options,
        .run = run,
        .trace = trace_new(),
        .model = model_new(),
        .random = options->seed * UINT64_C(0x9e3779b97f4a7c15) | 1,
    };
    unsigned ms =
        options->deadline_ms ? options->deadline_ms : CONTROLLED_DEADLINE_MS;

    r.deadline_ns = now_ns() + ms * UINT64_C(1000000);
    r.operations = open_memstream(&run->operations, &r.sizes[0]);
    r.output = open_memstream(&run->output, &r.sizes[1]);
    MUST(r.operations && r.output);
    run->status = -1;
    start(&r);
    if (r.watch) {
        follow(&r);
        finish(&r);
        watch_free(r.watch);
    }
    fclose(r.operations);
    fclose(r.output);
    run->output_length = r.sizes[1];
    model_free(r.model);
    trace_free(r.trace);
    return run;
}

void controlled_free(struct controlled *run)
{
    if (!run)
        return;
    free(run->decisions);
    free(run->operations);
    free(run->output);
    free(run);
}

const char *controlled_difference(const struct controlled *one,
                                  const struct controlled *other)
{
    static char text[1024];
    const char *a = one->operations;
    const char *b = other->operations;
    unsigned line = 1;

    while (*a && *b) {
        size_t a_length = strcspn(a, "\n");
        size_t b_length = strcspn(b, "\n");

        if (a_length != b_length || memcmp(a, b, a_length) != 0)
            break;
        a += a_length + 1;
        b += b_length + 1;
        line++;
    }
    if (!*a && !*b)
        return NULL;
    snprintf(text, sizeof text, "line %u: \"%.*s\" and \"%.*s\"", line,
             (int)strcspn(a, "\n"), a, (int)strcspn(b, "\n"), b);
    return text;
}
