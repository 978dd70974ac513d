/* flaws.c - races, misuse and leaks, as they happen. */
#include "runtime/flaws.h"

#include "runtime/explore.h"
#include "runtime/frames.h"
#include "runtime/names.h"
#include "runtime/real.h"
#include "runtime/stale.h"
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
    races_begin(found.races, stale_weak());
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

/* Whose variable it is, if it is one on a stack. */
static void tell_frame(struct flaw_report *flaw, uintptr_t address)
{
    unsigned owner;

    if (!frames_owner(address, &owner))
        return;
    const struct call_entered *call = frames_entered_at(owner, address);
    if (!call)
        return;
    flaw->function = call->function;
    flaw->offset = (int64_t)(address - call->frame.end);
}

/* By what two races are told apart. */
static void name_race(struct flaw_report *flaw, const struct race *race)
{
    flaw->kind = race->is_freed ? FLAW_MISUSE : FLAW_RACE;
    flaw->misuse = race->is_freed ? MISUSE_USES_FREED : MISUSE_NONE;
    flaw->first = race->first_where;
    flaw->second = race->second_where;
}

static struct flaw_report *new_race(unsigned task, const struct want *want,
                                    const struct race *race)
{
    struct flaw_report *flaw =
        new_flaw(race->is_freed ? FLAW_MISUSE : FLAW_RACE, race->address, task);

    name_race(flaw, race);
    flaw->first_op = race->first_op;
    flaw->second_op = want->op;
    flaw->first_act = race->first_frees ? ACT_FREES : ACT_ACCESSES;
    flaw->first_birth = race->first_task + 1;
    flaw->second_birth = task + 1;
    tell_frame(flaw, (uintptr_t)race->address);
    return flaw;
}

static void note_race(unsigned task, const struct want *want,
                      const struct race *race, enum act act)
{
    static struct flaw_report like;

    name_race(&like, race);
    if (LIKELY(report_again(found.report, found.search, &like)))
        return; /* As in most runs, where it is in any. */
    struct flaw_report *flaw = new_race(task, want, race);
    flaw->second_act = act;
    report_flaw(found.report, found.search, flaw);
}

/* ---- Variables of functions. ---- */

/* Its function has returned, or its thread ended: `left` says where, if that is
   known. */
static void note_used_late(unsigned task, const struct want *want,
                           uintptr_t address, unsigned owner,
                           const struct frame_left *left)
{
    bool is_after =
        !left || races_is_after(found.races, task, owner, left->time);
    struct flaw_report *flaw =
        new_flaw(is_after ? FLAW_MISUSE : FLAW_RACE, address, owner);

    flaw->misuse = is_after ? MISUSE_USES_RETURNED : MISUSE_NONE;
    flaw->first = left ? left->where : 0;
    flaw->second = want->where;
    flaw->first_op = OP_WRITE_VARIABLE;
    flaw->second_op = want->op;
    flaw->first_act = ACT_RETURNS;
    flaw->second_birth = task + 1;
    if (left) {
        flaw->function = left->function;
        flaw->offset = (int64_t)(address - left->frame.end);
    }
    report_flaw(found.report, found.search, flaw);
}

/* Who has heard nothing of the task since the call began was told of another
   that lay there before. */
static bool is_of_earlier_call(unsigned task, unsigned owner, uintptr_t address)
{
    const struct call_entered *call = frames_entered_at(owner, address);

    return call && !races_is_after(found.races, task, owner, call->time) &&
           frames_left_at(owner, address);
}

/* What main has on its stack when it ends lasts as long as the process:
   programs rely on that when main ends before others. */
static __attribute__((noinline)) void
look_at_frames(unsigned task, const struct want *want, uintptr_t address,
               uint32_t size, unsigned owner)
{
    const struct scheduled *standing = &scheduler()->tasks[owner];
    uintptr_t bottom;
    if (standing->phase == SCHEDULED_GONE && owner != 0)
        bottom = UINTPTR_MAX;
    else if (owner == task)
        bottom = frames_bottom_from(
            owner, (uintptr_t)__builtin_frame_address(0), want->where);
    else
        bottom = frames_bottom(owner, standing->want.where);
    if (address < bottom ||
        (owner != task && is_of_earlier_call(task, owner, address)))
        note_used_late(task, want, address, owner,
                       frames_left_at(owner, address));
    else if (owner != task)
        frames_touch(owner, &(struct frame_range){address, address + size});
}

static inline void look_at_stack(unsigned task, const struct want *want,
                                 uintptr_t address, uint32_t size)
{
    unsigned owner;

    if (UNLIKELY(frames_owner(address, &owner)))
        look_at_frames(task, want, address, size, owner);
}

static bool is_memory(enum kind kind)
{
    return kind == KIND_VARIABLE || kind == KIND_FUTEX ||
           (kind >= KIND_MUTEX && kind <= KIND_SEMAPHORE);
}

static void look_at_stacks(unsigned task, const struct want *want)
{
    if (!is_memory(operation_kind((enum operation)want->op)))
        return;
    look_at_stack(task, want, (uintptr_t)want->object, want->size);
    if (UNLIKELY(want->other))
        look_at_stack(task, want, (uintptr_t)want->other, 0);
}

void explore_note_entered(uintptr_t low, uintptr_t end, const void *where)
{
    unsigned task = explore_current();

    frames_entered(task, &(struct frame_range){low, end}, where,
                   races_time(found.races, task));
}

/* As if the memory were given back: who came to it must have done so before. */
void explore_note_left(uintptr_t low, uintptr_t end, const void *where)
{
    unsigned task = explore_current();
    struct frame_range touched;

    if (LIKELY(!frames_left(task, &(struct frame_range){low, end}, where,
                            races_time(found.races, task), &touched)))
        return;
    struct want want = turn_want(OP_WRITE_VARIABLE, touched.low, 0, where);
    struct race race;
    want.size = (uint32_t)(touched.end - touched.low);
    if (races_free(found.races, task, &want, &race)) {
        const struct frame_left *left = frames_left_at(task, touched.low);
        struct flaw_report *flaw = new_race(task, &want, &race);

        flaw->second_act = ACT_RETURNS;
        flaw->function = left->function;
        flaw->offset = (int64_t)(race.address - left->frame.end);
        report_flaw(found.report, found.search, flaw);
    }
    races_forget(found.races, touched.low, want.size);
}

/* ---- Accesses. ---- */

static inline void note_access(unsigned task, const struct want *want)
{
    struct race race;

    look_at_stack(task, want, (uintptr_t)want->object, want->size);
    if (races_access(found.races, scheduler(), task, want, &race))
        note_race(task, want, &race, ACT_ACCESSES);
}

void explore_note_freed(const void *memory, size_t size, const void *where)
{
    struct want want =
        turn_want(OP_WRITE_VARIABLE, (uint64_t)(uintptr_t)memory, 0, where);
    struct race race;

    want.size = (uint32_t)size;
    if (races_free(found.races, explore_current(), &want, &race))
        note_race(explore_current(), &want, &race, ACT_FREES);
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

static __attribute__((noinline)) void note_failed(const struct want *want)
{
    struct want did = *want;

    did.op = OP_ATOMIC_READ;
    did.order_of_memory = want->failure_order;
    note_access(explore_current(), &did);
}

static __attribute__((noinline)) void note_picked(const struct want *access)
{
    const struct want did = stale_pick(&self_here, access);

    note_access(explore_current(), &did);
}

void explore_note_done(const struct want *access)
{
    if (UNLIKELY(stale_on))
        note_picked(access);
    else if (UNLIKELY(!is_done(access)))
        note_failed(access);
    else
        note_access(explore_current(), access);
}

void explore_note_move(struct self *self, const struct want *want,
                       struct answer answer)
{
    unsigned task = explore_current();
    struct race race;

    (void)self;
    if (operation_kind((enum operation)want->op) == KIND_VARIABLE) {
        explore_note_done(want);
        return;
    }
    look_at_stacks(task, want);
    races_move(found.races, scheduler(), task, want, answer, &race);
    if (LIKELY(answer.misuse == MISUSE_NONE))
        return;
    struct flaw_report *flaw = new_flaw(FLAW_MISUSE, want->object, task);
    flaw->misuse = answer.misuse;
    flaw->first = want->where;
    flaw->first_op = want->op;
    report_flaw(found.report, found.search, flaw);
}

void explore_note_access(struct self *self, const struct want *want)
{
    (void)self;
    if (UNLIKELY(stale_on))
        note_picked(want);
    else if (scheduler()->task_count > 1)
        note_access(explore_current(), want);
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
    if (races_access(found.races, scheduler(), explore_current(), &want, &race))
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
    if (found.report) { /* Not where it is noted that a child died. */
        found.report->assumes_order |=
            races_may_be_weak(found.races) &&
            (!stale_on || weak_is_partial(stale_weak()));
        found.report->misses_races |= races_are_missed(found.races);
    }
    if (succeeds)
        look_for_unjoined();
    names_end(succeeds ? tell_name : NULL);
}

void flaws_note_end(unsigned task)
{
    const struct scheduler *s = scheduler();

    for (uint32_t i = 0; i < s->object_count; i++) {
        const struct scheduled_object *object = &s->objects[s->used[i]];

        if (object->owner != task + 1 && !scheduler_reads(object, task + 1))
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
