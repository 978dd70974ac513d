/* self.c - how processes and tasks come to have a slot, and leave it.

   Slots are claimed by compare-and-swap and found without locks, so that a
   task may be born at any moment: after a fork in a threaded process, in a
   signal handler, while another process dies. */
#include "runtime/self.h"

#include "runtime/emit.h"
#include "runtime/explore.h"
#include "runtime/hint.h"
#include "runtime/real.h"
#include "runtime/region.h"
#include "runtime/stale.h"
#include "runtime/turn.h"
#include "runtime/variable.h"

#include <link.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>

enum { HANDLES = 4096 }; /* Thread handles remembered; a power of two. */

struct area *self_area;
bool self_controlled;
THREAD_LOCAL struct self self_here;
_Atomic uint32_t *self_not_forked;

/* This process, set by its first task. */
static struct {
    uint32_t birth;
    uint32_t image;
    uint32_t scheduled;       /* Its number in the scheduler, under control. */
    _Atomic bool lab_is_away; /* It was waited for in vain. */
    _Atomic uint32_t next_number;
    struct {
        _Atomic uint64_t thread; /* 0: free. */
        _Atomic uint32_t birth;
    } handles[HANDLES];
} process;

static struct slot *find_slot(void)
{
    uint32_t from =
        atomic_load_explicit(&self_area->births, memory_order_relaxed);

    for (uint32_t i = 0; i < AREA_SLOTS; i++) {
        struct slot *slot = &self_area->slots[(from + i) % AREA_SLOTS];
        uint32_t state = SLOT_FREE;

        if (atomic_load_explicit(&slot->state, memory_order_relaxed) ==
                SLOT_FREE &&
            atomic_compare_exchange_strong(&slot->state, &state, SLOT_CLAIMED))
            return slot;
    }
    return NULL;
}

static bool some_ended(void)
{
    for (uint32_t i = 0; i < AREA_SLOTS; i++) {
        if (atomic_load_explicit(&self_area->slots[i].state,
                                 memory_order_relaxed) == SLOT_ENDED)
            return true;
    }
    return false;
}

/* Slots of tasks that are gone are free again when the lab has read them. It
   comes to read a controlled run, which does not depend on when. Else it may
   be late, where others crowd the processors: it is waited for, but not for
   ever, and not each time. */
static struct slot *free_slot(void)
{
    enum { LATE = 10000 };
    const struct timespec moment = {.tv_nsec = 200000};
    const struct scheduler *s = &self_area->scheduler;
    struct slot *slot = find_slot();

    for (unsigned times = 0;
         !slot && (s->controls ? s->alive < SCHEDULER_TASKS
                               : !process.lab_is_away && some_ended());
         times++) {
        process.lab_is_away = times >= LATE && !s->controls;
        REAL(syscall)(SYS_nanosleep, &moment, NULL);
        slot = find_slot();
    }
    if (slot)
        process.lab_is_away = false;
    else
        atomic_fetch_add(&self_area->unseen, 1);
    return slot;
}

/* Under control: the task's place among those that are. */
static void schedule(const struct slot *slot, uint32_t creator,
                     bool new_process)
{
    struct scheduler *s = &self_area->scheduler;
    unsigned by = scheduler_task(s, creator);

    if (new_process) {
        uint32_t parent = by < SCHEDULER_TASKS
                              ? s->tasks[by].process
                              : scheduler_process(s, slot->parent_pid);
        uint32_t same = scheduler_process(s, slot->pid);

        if (same) {
            atomic_store(&s->mover, SCHEDULER_STARTS);
            scheduler_exec(s, same, slot->birth);
            process.scheduled = same;
        } else {
            process.scheduled = scheduler_add_process(s, slot->birth, slot->pid,
                                                      parent, creator);
        }
    }
    unsigned index = (unsigned)(slot - self_area->slots);
    scheduler_add_task(s, index, slot->birth, process.scheduled);
    if (by < SCHEDULER_TASKS)
        s->tasks[index].blocked = s->tasks[by].blocked;
}

/* A slot filled in, live, for a task that does not run yet. */
static struct slot *claim(uint32_t creator, int32_t parent_pid, uint64_t start,
                          bool new_process)
{
    struct slot *slot = free_slot();

    if (!slot)
        return NULL;
    slot->birth = atomic_fetch_add(&self_area->births, 1) + 1;
    slot->creator = creator;
    if (new_process) {
        process.birth = slot->birth;
        atomic_store(&process.next_number, 0);
    }
    slot->process = process.birth;
    slot->number = atomic_fetch_add(&process.next_number, 1);
    slot->image = process.image;
    slot->pid = (int32_t)REAL(syscall)(SYS_getpid);
    slot->parent_pid = parent_pid;
    slot->start = start;
    atomic_store(&slot->tid, 0);
    atomic_store(&slot->busy, 0);
    atomic_store(&slot->operations, 0);
    atomic_store(&slot->lost, 0);
    atomic_store(&slot->parked, 0);
    slot->held_count = 0;
    /* The head goes on from where the slot's last owner left it: the lab
       has read up to there, and keeps the tail. */
    atomic_store(&slot->head, atomic_load(&slot->tail));
    if (turn_controls())
        schedule(slot, creator, new_process);
    atomic_store_explicit(&slot->state, SLOT_LIVE, memory_order_release);
    return slot;
}

void self_adopt(struct slot *slot)
{
    uint64_t head = atomic_load(&slot->head);

    self_here = (struct self){
        .slot = slot,
        .ring = self_area->rings[slot - self_area->slots],
        .head = head,
        .limit = head,
        .controlled = self_controlled,
    };
    atomic_store(&slot->tid, (int32_t)REAL(syscall)(SYS_gettid));
    self_remember(pthread_self(), slot->birth);
    if (turn_controls()) {
        variable_know_stack(&self_here);
        turn_begin(&self_here);
    }
    /* One past the start, where return addresses are taken to be. */
    const char *start = (const char *)(uintptr_t)slot->start;
    emit_urgently(&self_here, OP_BEGIN, STAGE_DID, slot->birth, 0,
                  start ? start + 1 : NULL);
}

struct slot *self_claim(uint64_t start)
{
    uint32_t creator = self_here.slot ? self_here.slot->birth : 0;

    return claim(creator, (int32_t)REAL(syscall)(SYS_getppid), start, false);
}

void self_give_back(struct slot *slot)
{
    atomic_store_explicit(&slot->state, SLOT_ENDED, memory_order_release);
}

void self_leave(void)
{
    struct self *self = &self_here;

    if (!self->slot)
        return;
    /* A thread cancelled at any moment leaves even a record half written. */
    atomic_store(&self->slot->busy, 0);
    if (turn_controls())
        variable_settle(self);
    emit_urgently(self, OP_END, STAGE_DID, self->slot->birth, 0, NULL);
    struct self left = *self;
    *self = (struct self){0};
    self_give_back(left.slot);
    if (turn_controls()) {
        self->left = true;
        turn_leave(&left);
    }
}

/* No slot was free: the task runs unseen, and looks again now and then. A
   program that breeds without end is held up here: each of its tasks waits a
   little, and for as long as the lab has paused it. */
static void go_unseen(void)
{
    const struct timespec moment = {.tv_nsec = 5000000};

    if (self_here.refused++ == 0)
        REAL(syscall)(SYS_nanosleep, &moment, NULL);
    emit_wait_while_paused();
}

/* A thread the runtime did not see being created, or a process it did not
   see being forked. */
struct self *self_enter(void)
{
    enum { LOOK_EVERY = 64 };
    int saved = errno;

    /* What runs before main is in no run of a search. */
    if (explore_wanted() && !explore_runs())
        return NULL;
    if (atomic_load(self_not_forked) == 0) {
        self_after_fork();
    } else if (self_here.left) {
        /* What libc still does at a thread's end is seen by nobody. */
        errno = saved;
        return NULL;
    } else if (self_here.refused % LOOK_EVERY == 0) {
        struct slot *slot = self_claim(0);

        if (slot)
            self_adopt(slot);
    }
    if (!self_here.slot)
        go_unseen();
    errno = saved;
    return self_here.slot ? &self_here : NULL;
}

void self_after_fork(void)
{
    uint32_t creator = self_here.slot ? self_here.slot->birth : 0;

    self_here = (struct self){0};
    region_after_fork();
    hint_after_fork();
    atomic_store(self_not_forked, 1);
    struct slot *slot =
        claim(creator, (int32_t)REAL(syscall)(SYS_getppid), 0, true);
    if (slot)
        self_adopt(slot);
    else
        process.birth = 0;
}

static size_t handle_start(uint64_t thread)
{
    return (size_t)(thread * UINT64_C(0x9e3779b97f4a7c15) >> 52) % HANDLES;
}

void self_remember(pthread_t thread, uint32_t birth)
{
    uint64_t wanted = (uint64_t)thread;
    size_t at = handle_start(wanted);

    for (size_t tried = 0; tried < HANDLES; tried++) {
        uint64_t found = atomic_load(&process.handles[at].thread);

        if (found == 0)
            atomic_compare_exchange_strong(&process.handles[at].thread, &found,
                                           wanted);
        if (atomic_load(&process.handles[at].thread) == wanted) {
            atomic_store(&process.handles[at].birth, birth);
            return;
        }
        at = (at + 1) % HANDLES;
    }
}

uint32_t self_birth_of(pthread_t thread)
{
    if (explore_runs())
        return explore_birth_of(thread);
    uint64_t wanted = (uint64_t)thread;
    size_t at = handle_start(wanted);

    for (size_t tried = 0; tried < HANDLES; tried++) {
        uint64_t found = atomic_load(&process.handles[at].thread);

        if (found == 0)
            return 0;
        if (found == wanted)
            return atomic_load(&process.handles[at].birth);
        at = (at + 1) % HANDLES;
    }
    return 0;
}

static void copy_path(char to[AREA_PATH], const char *from)
{
    if (strlen(from) < AREA_PATH)
        strcpy(to, from);
}

/* Notes where one file of the program lies. */
static int add_module(struct dl_phdr_info *found, size_t size, void *context)
{
    struct image *image = context;

    (void)size;
    if (image->module_count == AREA_MODULES)
        return 1;
    struct module *module = &image->modules[image->module_count];
    module->bias = found->dlpi_addr;
    module->start = UINT64_MAX;
    module->end = 0;
    for (int i = 0; i < found->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &found->dlpi_phdr[i];

        if (part->p_type != PT_LOAD)
            continue;
        uint64_t start = found->dlpi_addr + part->p_vaddr;
        if (start < module->start)
            module->start = start;
        if (start + part->p_memsz > module->end)
            module->end = start + part->p_memsz;
    }
    if (image->module_count == 0) {
        char path[AREA_PATH + 1];
        ssize_t length = readlink("/proc/self/exe", path, sizeof path);

        if (length > 0 && length < AREA_PATH) {
            path[length] = '\0';
            copy_path(module->path, path);
        }
    } else {
        copy_path(module->path, found->dlpi_name);
    }
    image->module_count++;
    return 0;
}

static uint32_t note_image(void)
{
    uint32_t number = atomic_fetch_add(&self_area->image_count, 1);

    if (number >= AREA_IMAGES)
        return 0;
    struct image *image = &self_area->images[number];
    dl_iterate_phdr(add_module, image);
    atomic_store_explicit(&image->ready, 1, memory_order_release);
    return number;
}

void self_start(void)
{
    const char *name = REAL(getenv)(AREA_VARIABLE);

    if (!name)
        return;
    void *page =
        mmap(NULL, (size_t)sysconf(_SC_PAGESIZE), PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        return;
    madvise(page, (size_t)sysconf(_SC_PAGESIZE), MADV_WIPEONFORK);
    struct area *area = area_attach(name);
    if (!area)
        return; /* The lab is gone: the program runs as if alone. */
    self_not_forked = page;
    atomic_store(self_not_forked, 1);
    self_controlled = area->scheduler.controls;
    self_area = area;
    process.image = note_image();
    if (explore_wanted())
        return; /* Its tasks are made by explore.c. */
    if (self_controlled)
        stale_start();
    struct slot *slot = claim(0, (int32_t)REAL(syscall)(SYS_getppid), 0, true);
    if (slot)
        self_adopt(slot);
}
