/* hearing.c - from deeds to flaws. */
#include "watch/hearing.h"

#include "must.h"
#include "search/races.h"
#include "trace/object.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum {
    PROCESS_SHIFT = 48, /* Above what addresses of a process need. */
    SIGNALS = 1,        /* The object that every signal goes through. */
    TASKS = 1 << 12     /* Births that are judged. */
};

struct hearing {
    struct exploration *report;
    const struct search *search;
    struct races *races;
    uint32_t births; /* Met so far, in order. */
};

struct hearing *hearing_new(struct exploration *report,
                            const struct search *search)
{
    struct hearing *hearing = must_allocate(1, sizeof *hearing);

    hearing->report = report;
    hearing->search = search;
    hearing->races = must_allocate(1, races_size());
    return hearing;
}

void hearing_free(struct hearing *hearing)
{
    if (hearing)
        free(hearing->races);
    free(hearing);
}

void hearing_begin(struct hearing *hearing)
{
    races_begin(hearing->races, NULL);
    hearing->births = 0;
}

void hearing_meet(struct hearing *hearing, uint32_t birth, uint32_t creator)
{
    if (birth <= hearing->births || birth > TASKS)
        return;
    hearing->births = birth;
    if (creator > 0 && creator < birth)
        races_create(hearing->races, creator - 1, birth - 1);
}

/* Two processes mean different memory by one address. */
static uint64_t key_of(uint64_t object, uint32_t process)
{
    return object && object_is_private(object)
               ? object ^ (uint64_t)process << PROCESS_SHIFT
               : object;
}

static struct flaw_report *new_flaw(enum flaw_kind kind, uint64_t object,
                                    uint32_t birth)
{
    static struct flaw_report flaw;

    memset(&flaw, 0, offsetof(struct flaw_report, runs));
    flaw.kind = kind;
    flaw.object = object;
    flaw.first_birth = birth;
    return &flaw;
}

static void report(struct hearing *hearing, const struct flaw_report *flaw)
{
    report_flaw(hearing->report, hearing->search, flaw);
}

static void report_race(struct hearing *hearing, uint32_t birth,
                        const struct want *want, const struct race *race)
{
    struct flaw_report *flaw =
        new_flaw(FLAW_RACE, want->object, race->first_task + 1);

    flaw->first = race->first_where;
    flaw->second = want->where;
    flaw->first_op = race->first_op;
    flaw->second_op = want->op;
    flaw->second_birth = birth;
    report(hearing, flaw);
}

/* Those who are gone did all they did before this. */
static void follow_the_dead(struct hearing *hearing, const struct scheduler *s,
                            uint32_t birth, uint32_t process)
{
    for (uint32_t i = 0; i < s->task_count && i < SCHEDULER_TASKS; i++) {
        const struct scheduled *task = &s->tasks[i];

        if (task->phase == SCHEDULED_GONE && task->birth > 0 &&
            task->birth <= TASKS && (!process || task->process == process))
            races_join(hearing->races, birth - 1, task->birth - 1);
    }
}

static uint32_t process_with(const struct scheduler *s, int32_t pid)
{
    for (uint32_t i = 0; i < s->process_count && i < SCHEDULER_PROCESSES; i++) {
        if (s->processes[i].pid == pid)
            return i + 1;
    }
    return 0;
}

static void hear_move(struct hearing *hearing, const struct scheduler *s,
                      const struct deed *deed, uint32_t birth, uint32_t process)
{
    enum operation op = (enum operation)deed->want.op;
    struct want want = deed->want;
    struct race race;

    if (operation_effect(op) == EFFECT_JOIN) {
        if (deed->answer.error == 0 && want.object > 0 && want.object <= TASKS)
            races_join(hearing->races, birth - 1, (unsigned)want.object - 1);
        return;
    }
    want.object = key_of(want.object, process);
    want.other = key_of(want.other, process);
    if (deed->answer.error == EOWNERDEAD)
        follow_the_dead(hearing, s, birth, 0);
    if (races_move(hearing->races, s, birth - 1, &want, deed->answer, &race))
        report_race(hearing, birth, &deed->want, &race);
    if (deed->answer.misuse == MISUSE_NONE)
        return;
    struct flaw_report *flaw = new_flaw(FLAW_MISUSE, deed->want.object, birth);
    flaw->misuse = deed->answer.misuse;
    flaw->first = deed->want.where;
    flaw->first_op = deed->want.op;
    report(hearing, flaw);
}

/* What is not modelled hands over too: who reads from a pipe comes after who
   wrote to it. */
static void hear_told(struct hearing *hearing, const struct scheduler *s,
                      const struct want *want, uint32_t birth, uint32_t process)
{
    enum operation op = (enum operation)want->op;
    uint64_t key = key_of(want->object, process);

    switch (operation_effect(op)) {
    case EFFECT_PUT:
    case EFFECT_CLOSE:
        races_pass(hearing->races, birth - 1, key);
        break;
    case EFFECT_RELEASE:
        if (operation_kind(op) == KIND_FILE)
            races_pass(hearing->races, birth - 1, key);
        break;
    case EFFECT_GET:
        races_get(hearing->races, birth - 1, key);
        if (want->value == 0) /* The end: of those who had the other end. */
            follow_the_dead(hearing, s, birth, 0);
        break;
    case EFFECT_ACQUIRE:
    case EFFECT_SHARE:
        if (operation_kind(op) == KIND_FILE)
            races_get(hearing->races, birth - 1, key);
        break;
    case EFFECT_REAP:
        if (process_with(s, (int32_t)want->object))
            follow_the_dead(hearing, s, birth,
                            process_with(s, (int32_t)want->object));
        break;
    case EFFECT_ENTER:
        races_get(hearing->races, birth - 1, SIGNALS);
        break;
    default:
        if (op == OP_KILL || op == OP_SIGNAL_THREAD)
            races_pass(hearing->races, birth - 1, SIGNALS);
        break;
    }
}

void hearing_take(struct hearing *hearing, const struct scheduler *s,
                  struct deeds *deeds)
{
    uint32_t count = deeds->count;

    for (uint32_t i = 0; i < count && i < DEEDS; i++) {
        const struct deed *deed = &deeds->list[i];

        if (deed->task >= SCHEDULER_TASKS || deed->want.op >= OP_COUNT)
            continue; /* The program has written over it. */
        uint32_t birth = s->tasks[deed->task].birth;
        uint32_t process = s->tasks[deed->task].process;
        if (birth == 0 || birth > TASKS)
            continue;
        switch (deed->kind) {
        case DEED_MOVE:
            hear_move(hearing, s, deed, birth, process);
            break;
        case DEED_TOLD:
            hear_told(hearing, s, &deed->want, birth, process);
            break;
        case DEED_PASS:
            races_pass(hearing->races, birth - 1,
                       key_of(deed->want.object, process));
            break;
        case DEED_FENCE:
            races_fence(hearing->races, birth - 1, deed->want.order_of_memory);
            break;
        default:
            break;
        }
    }
    deeds->count = 0;
    hearing->report->assumes_order |= races_may_be_weak(hearing->races);
    hearing->report->misses_races |= races_are_missed(hearing->races);
}
