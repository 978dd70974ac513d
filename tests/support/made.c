/* made.c - traces made up at random. */
#include "tests/support/made.h"

#include "must.h"
#include "trace/fields.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* SplitMix64, by Guy Steele, Doug Lea and Christine Flood. */
uint64_t made_number(uint64_t *seed)
{
    uint64_t z = (*seed += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

uint32_t made_below(uint64_t *seed, uint32_t bound)
{
    return bound ? (uint32_t)(made_number(seed) % bound) : 0;
}

struct maker {
    struct trace *trace;
    uint64_t seed;
    uint64_t time_ns;
    uint32_t processes;
    uint32_t tasks;
    uint32_t objects;
    uint32_t sites;
    enum kind kinds[4096]; /* [object id] */
};

static void tell(struct maker *m, struct event event)
{
    m->time_ns += made_below(&m->seed, 3000000);
    event.time_ns = m->time_ns;
    trace_append(m->trace, &event);
}

static void make_task(struct maker *m, uint32_t process)
{
    uint32_t creator = m->tasks ? 1 + made_below(&m->seed, m->tasks) : 0;

    m->tasks++;
    tell(m, (struct event){
                .type = EVENT_TASK,
                .task = m->tasks,
                .defined = {process, creator, m->tasks - 1, 77, "worker"}});
}

static void make_process(struct maker *m)
{
    uint32_t parent = m->processes ? 1 + made_below(&m->seed, m->processes) : 0;

    m->processes++;
    tell(m, (struct event){.type = EVENT_PROCESS,
                           .process = {m->processes, parent, 4242, "made"}});
    make_task(m, m->processes);
}

static void make_object(struct maker *m)
{
    char name[32];

    if (m->objects + 1 >= sizeof m->kinds / sizeof *m->kinds)
        return;
    m->objects++;
    enum kind kind = (enum kind)made_below(&m->seed, KIND_COUNT);
    m->kinds[m->objects] = kind;
    snprintf(name, sizeof name, "object %u", m->objects % 7);
    tell(m,
         (struct event){
             .type = EVENT_OBJECT,
             .object = {
                 m->objects, kind, made_below(&m->seed, m->processes + 1),
                 made_below(&m->seed, 4) ? 0 : made_below(&m->seed, m->objects),
                 m->objects, made_below(&m->seed, 3) ? name : ""}});
}

static void make_site(struct maker *m)
{
    m->sites++;
    tell(m, (struct event){.type = EVENT_SITE,
                           .site = {m->sites, (int32_t)m->sites % 90,
                                    "/made/up.c", "made"}});
}

/* An object that the operation can act on, if there is one. */
static uint32_t fitting_object(struct maker *m, enum operation op)
{
    enum kind kind = operation_kind(op);

    for (int tries = 0; tries < 24 && m->objects; tries++) {
        uint32_t id = 1 + made_below(&m->seed, m->objects);
        bool flows = m->kinds[id] == KIND_PIPE || m->kinds[id] == KIND_SOCKET ||
                     m->kinds[id] == KIND_FILE;

        if (m->kinds[id] == kind || (kind == KIND_DESCRIPTOR && flows))
            return id;
    }
    return 0;
}

static uint32_t other_for(struct maker *m, enum operation op)
{
    if (operation_kind(op) == KIND_TASK)
        return 1 + made_below(&m->seed, m->tasks);
    if (operation_kind(op) == KIND_PROCESS)
        return made_below(&m->seed, m->processes + 1);
    return made_below(&m->seed, m->objects + 1);
}

static int64_t value_for(struct maker *m, enum operation op)
{
    static const int64_t values[] = {
        0,     1,          2,    3,     16,        EPERM,      EDEADLK,
        EBUSY, EOWNERDEAD, 4096, 70000, ETIMEDOUT, 0x500000003};
    enum { VALUES = sizeof values / sizeof *values };

    if (op == OP_BARRIER_WAIT && made_below(&m->seed, 2))
        return PTHREAD_BARRIER_SERIAL_THREAD;
    return values[made_below(&m->seed, VALUES)];
}

static void make_operation(struct maker *m)
{
    enum operation op = (enum operation)made_below(&m->seed, OP_COUNT);

    tell(m, (struct event){
                .type = EVENT_OPERATION,
                .task = 1 + made_below(&m->seed, m->tasks),
                .operation = {
                    .op = op,
                    .stage = (enum stage)made_below(&m->seed, STAGE_COUNT),
                    .object = fitting_object(m, op),
                    .other = other_for(m, op),
                    .site = made_below(&m->seed, m->sites + 1),
                    .value = value_for(m, op),
                    .text = made_below(&m->seed, 8) ? NULL : "a text"}});
}

static void make_rest(struct maker *m)
{
    uint32_t task = 1 + made_below(&m->seed, m->tasks);

    switch (made_below(&m->seed, 9)) {
    case 0:
        tell(m, (struct event){.type = EVENT_SAMPLE,
                               .task = task,
                               .sample = {"RSDTZ"[made_below(&m->seed, 5)],
                                          1000, m -> time_ns / 2, 3, 4}});
        break;
    case 7:
        tell(m, (struct event){
                    .type = EVENT_MEMORY,
                    .memory = {1 + made_below(&m->seed, m->processes), 7, 9}});
        break;
    case 1:
        tell(m, (struct event){.type = EVENT_OUTPUT,
                               .output = {7, "a\0b\n\xff c"}});
        break;
    case 2:
        tell(m, (struct event){.type = EVENT_LOST,
                               .task = made_below(&m->seed, m->tasks + 1),
                               .lost = {1 + made_below(&m->seed, 9)}});
        break;
    case 3:
        tell(m,
             (struct event){.type = EVENT_HOLDS,
                            .task = task,
                            .holds = {made_below(&m->seed, m->objects + 1)}});
        break;
    case 4:
        tell(m, (struct event){.type = EVENT_ENDED,
                               .ended = {made_below(&m->seed, m->processes + 1),
                                         256, made_below(&m->seed, 2)}});
        break;
    case 5:
        tell(m, (struct event){.type = EVENT_SOURCE,
                               .source = {"/made/up.c", "int main\n"}});
        break;
    case 6:
        tell(m, (struct event){.type = EVENT_TIMED});
        break;
    default:
        m->time_ns += 400000000;
        tell(m, (struct event){.type = EVENT_TICK});
        break;
    }
}

struct trace *made_sensible(uint64_t seed, size_t events)
{
    struct maker *m = must_allocate(1, sizeof *m);

    m->trace = trace_new();
    m->seed = seed;
    make_process(m);
    while (trace_length(m->trace) < events) {
        uint32_t what = made_below(&m->seed, 100);

        if (what < 1)
            make_process(m);
        else if (what < 3)
            make_task(m, 1 + made_below(&m->seed, m->processes));
        else if (what < 7)
            make_object(m);
        else if (what < 9)
            make_site(m);
        else if (what < 92)
            make_operation(m);
        else
            make_rest(m);
    }
    struct trace *trace = m->trace;
    free(m);
    return trace;
}

/* ---- Wild. ---- */

/* Small, and now and then anything. */
static uint64_t wild_number(uint64_t *seed)
{
    switch (made_below(seed, 8)) {
    case 0:
        return made_number(seed);
    case 1:
        return UINT64_MAX - made_below(seed, 3);
    default:
        return made_below(seed, 12);
    }
}

static const char *wild_string(uint64_t *seed)
{
    static const char *const strings[] = {NULL,       "",      "%s%n",
                                          "\x01\xff", "a/b.c", "/"};

    return strings[made_below(seed, sizeof strings / sizeof *strings)];
}

struct trace *made_wild(uint64_t seed, size_t events)
{
    struct trace *trace = trace_new();

    while (trace_length(trace) < events) {
        struct event wild = {
            .time_ns = wild_number(&seed),
            .type = (enum event_type)made_below(&seed, EVENT_TYPE_COUNT),
            .task = (uint32_t)wild_number(&seed)};
        struct event *event = &wild;
#define TYPE(name, fields)                                                     \
    case EVENT_##name:                                                         \
        fields break;
#define NUMBER(member)                                                         \
    event->member = (__typeof__(event->member))wild_number(&seed);
#define SIGNED(member) NUMBER(member)
#define STRING(member) event->member = wild_string(&seed);
#define BYTES(member, counted)                                                 \
    event->member = "bytes";                                                   \
    event->counted = 5;
        switch (event->type) {
            EVENT_FIELDS(TYPE, NUMBER, SIGNED, STRING, BYTES)
        case EVENT_TYPE_COUNT:
            break;
        }
#undef TYPE
#undef NUMBER
#undef SIGNED
#undef STRING
#undef BYTES
        if (event->type == EVENT_OPERATION && made_below(&seed, 6)) {
            event->operation.op = (enum operation)made_below(&seed, OP_COUNT);
            event->operation.stage = (enum stage)made_below(&seed, STAGE_COUNT);
        }
        trace_append(trace, event);
    }
    return trace;
}

/* ---- Equal. ---- */

static bool equal_strings(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool made_equal(const struct event *a, const struct event *b)
{
    bool equal =
        a->type == b->type && a->task == b->task && a->time_ns == b->time_ns;

    if (!equal)
        return false;
#define TYPE(name, fields)                                                     \
    case EVENT_##name:                                                         \
        fields break;
#define NUMBER(member) equal &= a->member == b->member;
#define SIGNED(member) equal &= a->member == b->member;
#define STRING(member) equal &= equal_strings(a->member, b->member);
#define BYTES(member, counted)                                                 \
    equal &= a->counted == b->counted &&                                       \
             memcmp(a->member, b->member, a->counted) == 0;
    switch (a->type) {
        EVENT_FIELDS(TYPE, NUMBER, SIGNED, STRING, BYTES)
    case EVENT_TYPE_COUNT:
        break;
    }
    return equal;
}
