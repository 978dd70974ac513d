/* flaws.c - races, misuse and leaks, as they happen. */
#include "runtime/flaws.h"

#include "runtime/explore.h"
#include "runtime/names.h"
#include "runtime/real.h"
#include "runtime/turn.h"
#include "runtime/variable.h"
#include "search/races.h"
#include "trace/object.h"

#include <string.h>

static struct {
    struct exploration *report;
    const struct search *search;
    struct races *races;
} found;

static struct scheduler *scheduler(void)
{
    return &self_area->scheduler;
}

bool flaws_prepare(struct exploration *report, const struct search *search)
{
    found.report = report;
    found.search = search;
    found.races =
        REAL(mmap)(NULL, races_size(), PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return found.races != MAP_FAILED;
}

void flaws_begin(void)
{
    races_begin(found.races);
}

void flaws_note_create(unsigned parent, unsigned child)
{
    races_create(found.races, parent, child);
}

/* Most of one are its moves, which report_flaw fills in where it is kept. */
static struct flaw_report *new_flaw(enum flaw_kind kind, uint64_t object,
                                    unsigned task)
{
    static struct flaw_report flaw;

    memset(&flaw, 0, offsetof(struct flaw_report, runs));
    flaw.kind = kind;
    flaw.object = object;
    flaw.first_birth = task + 1;
    return &flaw;
}

static void note_race(unsigned task, const struct want *want,
                      const struct race *race)
{
    struct flaw_report *flaw =
        new_flaw(race->is_freed ? FLAW_MISUSE : FLAW_RACE, race->address, task);

    flaw->misuse = race->is_freed ? MISUSE_USES_FREED : MISUSE_NONE;
    flaw->first = race->first_where;
    flaw->second = race->second_where;
    flaw->first_op = race->first_op;
    flaw->second_op = want->op;
    flaw->first_birth = race->first_task + 1;
    flaw->second_birth = task + 1;
    report_flaw(found.report, found.search, flaw);
}

static void note_access(unsigned task, const struct want *want,
                        struct answer answer)
{
    struct race race;

    if (races_move(found.races, scheduler(), task, want, answer, &race))
        note_race(task, want, &race);
}

void explore_note_freed(const void *memory, size_t size, const void *where)
{
    struct want want =
        turn_want(OP_WRITE_VARIABLE, (uint64_t)(uintptr_t)memory, 0, where);
    struct race race;

    want.size = (uint32_t)size;
    if (races_free(found.races, explore_current(), &want, &race))
        note_race(explore_current(), &want, &race);
}

void explore_note_allocated(const void *memory, size_t size)
{
    races_forget(found.races, (uint64_t)(uintptr_t)memory, size);
}

/* An update that will not be done is a read. */
static bool is_done(const struct want *want)
{
    return !want->compares || !object_is_private(want->object) ||
           variable_value((void *)(uintptr_t)want->object, want->size) ==
               want->expected;
}

void explore_note_move(struct self *self, const struct want *want,
                       struct answer answer)
{
    (void)self;
    if (UNLIKELY(!is_done(want))) {
        struct want did = *want;

        did.op = OP_ATOMIC_READ;
        did.order_of_memory = want->failure_order;
        note_access(explore_current(), &did, answer);
    } else {
        note_access(explore_current(), want, answer);
    }
    if (LIKELY(answer.misuse == MISUSE_NONE))
        return;
    struct flaw_report *flaw =
        new_flaw(FLAW_MISUSE, want->object, explore_current());
    flaw->misuse = answer.misuse;
    flaw->first = want->where;
    flaw->first_op = want->op;
    report_flaw(found.report, found.search, flaw);
}

void explore_note_access(struct self *self, const struct want *want)
{
    (void)self;
    if (scheduler()->task_count > 1)
        note_access(explore_current(), want, (struct answer){0});
}

void explore_note_fence(int order)
{
    races_fence(found.races, explore_current(), (uint32_t)order);
}

/* Two tasks can be at work at once where no order is between them: as for two
   accesses that race, in whichever order this run has them. */
void explore_note_work(const void *where)
{
    static char work;
    struct want want =
        turn_want(OP_WRITE_VARIABLE, (uint64_t)(uintptr_t)&work, 0, where);
    struct race race;

    want.size = 1;
    found.report->works++;
    if (races_move(found.races, scheduler(), explore_current(), &want,
                   (struct answer){0}, &race))
        found.report->works_together++;
}

void explore_note_pass(struct self *self, uint64_t object)
{
    (void)self;
    races_pass(found.races, explore_current(), object);
}

static uint64_t hash_of_text(const char *text)
{
    uint64_t hash = 1;

    while (*text)
        hash = (hash ^ (unsigned char)*text++) * UINT64_C(0x100000001b3);
    return hash;
}

static void tell_name(enum kind kind, const char *name)
{
    struct flaw_report *flaw = new_flaw(FLAW_LEAK, 0, 0);

    flaw->leak = LEAK_NAME;
    flaw->first = kind;
    flaw->second = hash_of_text(name);
    report_flaw(found.report, found.search, flaw);
}

/* main has returned, or called exit: who ended before that should have been
   joined. Where main has gone before, the others are on their own. */
static void look_for_unjoined(void)
{
    const struct scheduler *s = scheduler();

    if (s->tasks[0].phase == SCHEDULED_GONE || explore_current() != 0)
        return;
    for (uint32_t i = 1; i < s->task_count; i++) {
        const struct scheduled *task = &s->tasks[i];

        if (task->phase != SCHEDULED_GONE || task->joined || task->detached)
            continue;
        struct flaw_report *flaw = new_flaw(FLAW_LEAK, task->birth, i);

        flaw->leak = LEAK_THREAD;
        report_flaw(found.report, found.search, flaw);
        return;
    }
}

void flaws_note_exit(bool succeeds)
{
    if (succeeds)
        look_for_unjoined();
    names_end(succeeds ? tell_name : NULL);
}

void flaws_note_end(unsigned task)
{
    const struct scheduler *s = scheduler();

    for (uint32_t i = 0; i < s->object_count; i++) {
        const struct scheduled_object *object = &s->objects[s->used[i]];

        if (object->owner != task + 1)
            continue;
        if (object->type & MUTEX_ROBUST) { /* Its end lets go of it. */
            races_pass(found.races, task, object->key);
            continue;
        }
        struct flaw_report *flaw = new_flaw(FLAW_LEAK, object->key, task);
        flaw->first = object->key;
        report_flaw(found.report, found.search, flaw);
    }
}
