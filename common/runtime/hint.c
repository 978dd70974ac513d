/* hint.c - blocks, frames, and pointers to what is in them. */
#include "runtime/hint.h"

#include "runtime/blocks.h"
#include "runtime/emit.h"
#include "runtime/explore.h"
#include "runtime/real.h"
#include "runtime/region.h"
#include "runtime/turn.h"
#include "runtime/variable.h"

#include <link.h>
#include <string.h>

enum {
    CALLS = 128,       /* Of a task, the outermost. */
    TOLD = 1 << 13,    /* Addresses remembered; a power of two. */
    TOLD_NEARBY = 16,  /* Places an address may be at. */
    FRAMES_LOOKED = 4, /* Of a task, the innermost, for pointers. */
    POINTERS = 8,      /* Told of. */
    WORDS = 1 << 13,   /* Looked at in a frame, or among global variables. */
    FAR = 1 << 20      /* A pointer to a block that is not known points no
                           further. */
};

struct call {
    uintptr_t end; /* The frame lies below. */
    uintptr_t where;
    bool told; /* The lab was told of memory in it. */
};

/* The calls of a task. Those of ended tasks are used again. */
struct calls {
    struct calls *next;
    size_t depth; /* May exceed CALLS. */
    size_t kept;  /* With those that are over, and nothing was called since. */
    struct call at[CALLS];
};

struct pointer {
    enum stage stage; /* WANTS: in a frame; DID: a global variable. */
    uint64_t place;
    uint64_t value;
    uintptr_t where;
};

/* What pointers are looked for. */
struct search_for {
    uintptr_t address;
    uintptr_t low;                  /* They point to here or later. */
    struct pointer found[POINTERS]; /* The nearest first. */
    size_t count;
};

static struct calls *all_calls;
static THREAD_LOCAL struct calls *own_calls;

static uintptr_t told[TOLD];

/* The program's own global variables. */
static struct {
    uintptr_t low;
    uintptr_t high;
} globals;

static bool is_watched(void)
{
    return turn_controls() && self_here.slot && !explore_runs();
}

/* ---- What was told. ---- */

static uintptr_t *told_place(uintptr_t address)
{
    uint64_t mixed = (uint64_t)address * UINT64_C(0x9e3779b97f4a7c15);
    size_t first = mixed >> 51;

    for (size_t i = 0; i < TOLD_NEARBY; i++) {
        uintptr_t *place = &told[(first + i) % TOLD];

        if (*place == address || *place == 0)
            return place;
    }
    return &told[first % TOLD]; /* The other is told again some time. */
}

static void forget_told(uintptr_t low, uintptr_t high)
{
    for (size_t i = 0; i < TOLD; i++) {
        if (told[i] >= low && told[i] < high)
            told[i] = 1; /* Taken, by nothing: chains stay whole. */
    }
}

/* ---- Calls. ---- */

static struct calls *new_calls(void)
{
    for (struct calls *calls = all_calls; calls; calls = calls->next) {
        if (calls->depth == 0)
            return calls;
    }
    struct calls *calls =
        REAL(mmap)(NULL, sizeof *calls, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (calls == MAP_FAILED)
        return NULL;
    calls->next = all_calls;
    all_calls = calls;
    return calls;
}

static void forget_call(struct call *call)
{
    if (call->told)
        forget_told(call->end > FAR ? call->end - FAR : 0, call->end);
    call->told = false;
}

static void drop_call(struct calls *calls)
{
    size_t index = --calls->depth;

    if (index < CALLS)
        forget_call(&calls->at[index]);
}

void hint_entered(uintptr_t end, const void *where)
{
    if (!is_watched())
        return;
    if (!own_calls)
        own_calls = new_calls();
    struct calls *calls = own_calls;
    if (!calls)
        return;
    /* A jump out of calls leaves some that are over. */
    while (calls->depth > 0 && calls->depth <= CALLS &&
           calls->at[calls->depth - 1].end <= end)
        drop_call(calls);
    for (size_t i = calls->depth; i < calls->kept; i++)
        forget_call(&calls->at[i]);
    if (calls->depth < CALLS) {
        calls->at[calls->depth] =
            (struct call){.end = end, .where = (uintptr_t)where};
        calls->kept = calls->depth + 1;
    }
    calls->depth++;
}

void hint_left(void)
{
    if (own_calls && own_calls->depth > 0 && is_watched())
        drop_call(own_calls);
}

void hint_end(void)
{
    while (own_calls && own_calls->depth > 0)
        drop_call(own_calls);
    if (own_calls)
        own_calls->kept = 0;
    own_calls = NULL;
}

static size_t known_depth(const struct calls *calls)
{
    return calls->depth < CALLS ? calls->depth : CALLS;
}

/* The call in whose frame the address is, or was: of those whose frames end
   above it, the nearest, stacks being what they are. */
static struct call *call_around(uintptr_t address)
{
    struct call *best = NULL;

    for (struct calls *calls = all_calls; calls; calls = calls->next) {
        for (size_t i = 0; i < calls->kept; i++) {
            struct call *call = &calls->at[i];

            if (call->end > address && (!best || call->end < best->end))
                best = call;
        }
    }
    return best;
}

/* ---- Pointers. ---- */

static void note_pointer(struct search_for *search, struct pointer found)
{
    size_t at = search->count < POINTERS ? search->count++ : POINTERS;

    /* The nearest first; of those alike, who came first. */
    for (; at > 0 && search->found[at - 1].value < found.value; at--) {
        if (at < POINTERS)
            search->found[at] = search->found[at - 1];
    }
    if (at < POINTERS)
        search->found[at] = found;
}

static void look_among(struct search_for *search, uintptr_t low, uintptr_t high,
                       struct pointer found, uint64_t relative_to)
{
    const uintptr_t *at = (const uintptr_t *)((low + 7) & ~(uintptr_t)7);

    for (size_t i = 0; i < WORDS && (uintptr_t)(at + i + 1) <= high; i++) {
        if (at[i] < search->low || at[i] > search->address)
            continue;
        found.place = (uint64_t)(uintptr_t)(at + i) - relative_to;
        found.value = at[i];
        note_pointer(search, found);
    }
}

/* Where the frame of the function begins that called us: above the address by
   which it is returned to, and which may lie about below too. */
static uintptr_t frame_start(uintptr_t below, uintptr_t end, uintptr_t where)
{
    uintptr_t start = end;

    for (const uintptr_t *at = (const uintptr_t *)below; (uintptr_t)at < end;
         at++) {
        if (*at == where)
            start = (uintptr_t)(at + 1);
    }
    return start;
}

static __attribute__((noinline)) void look_in_frames(struct search_for *search,
                                                     uintptr_t where)
{
    const struct calls *calls = own_calls;
    size_t depth = calls ? known_depth(calls) : 0;

    if (depth == 0 || calls->depth > CALLS)
        return;
    uintptr_t low = frame_start((uintptr_t)__builtin_frame_address(0),
                                calls->at[depth - 1].end, where);
    for (size_t i = depth; i > 0 && i + FRAMES_LOOKED > depth; i--) {
        const struct call *call = &calls->at[i - 1];
        struct pointer found = {.stage = STAGE_WANTS, .where = where};

        look_among(search, low, call->end, found, call->end);
        if (i < 2)
            break;
        low = call->end;
        where = calls->at[i - 2].where;
    }
}

static int find_globals(struct dl_phdr_info *info, size_t size, void *context)
{
    (void)size;
    (void)context;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];

        if (header->p_type == PT_LOAD && header->p_flags & PF_W) {
            globals.low = info->dlpi_addr + header->p_vaddr;
            globals.high = globals.low + header->p_memsz;
        }
    }
    return 1; /* The program itself comes first. */
}

/* ---- Telling. ---- */

static void tell_found(struct self *self, const struct search_for *search)
{
    for (size_t i = 0; i < search->count; i++) {
        const struct pointer *found = &search->found[i];

        emit(self, OP_POINTER, found->stage, found->place,
             (int64_t)found->value, (const void *)found->where);
    }
}

static void tell_pointers(struct self *self, uintptr_t address, uintptr_t low,
                          uintptr_t where)
{
    struct search_for in_frames = {.address = address, .low = low};
    struct search_for in_globals = in_frames;

    look_in_frames(&in_frames, where);
    look_among(&in_globals, globals.low, globals.high,
               (struct pointer){.stage = STAGE_DID}, 0);
    tell_found(self, &in_frames);
    tell_found(self, &in_globals);
}

static void tell_block(struct self *self, uintptr_t address, uintptr_t where,
                       bool shared)
{
    struct known_block *block = blocks_at(address);
    uintptr_t start = 0;
    size_t size = 0;

    if (shared) {
        region_around(address, &start, &size);
    } else if (block) {
        start = block->start;
        size = block->size;
        block->told = true;
    }
    emit(self, OP_BLOCK, shared ? STAGE_DID : STAGE_WANTS, start, (int64_t)size,
         (const void *)address);
    tell_pointers(self, address, size || address < FAR ? start : address - FAR,
                  where);
}

static void tell_frame(struct self *self, uintptr_t address)
{
    struct call *call = call_around(address);

    if (!call)
        return;
    call->told = true;
    emit(self, OP_FRAME, STAGE_DID, call->end, (int64_t)address,
         (const void *)call->where);
}

static bool is_memory(enum kind kind)
{
    return kind == KIND_VARIABLE || kind == KIND_FUTEX ||
           (kind >= KIND_MUTEX && kind <= KIND_SEMAPHORE);
}

void hint_tell(struct self *self, enum operation op, uint64_t key,
               const void *where)
{
    if (!is_memory(operation_kind(op)) || object_is_inode(key))
        return;
    bool shared = object_is_shared(key);
    uintptr_t address = shared ? region_address(key) : (uintptr_t)key;
    if (globals.high == 0)
        dl_iterate_phdr(find_globals, NULL);
    if (address - globals.low < globals.high - globals.low ||
        address < LOWEST_ADDRESS)
        return;
    uintptr_t *place = told_place(address);
    if (*place == address && operation_effect(op) != EFFECT_INIT)
        return;
    *place = address;
    if (!shared && variable_is_on_stack(address))
        tell_frame(self, address);
    else
        tell_block(self, address, (uintptr_t)where, shared);
}

/* ---- The heap. ---- */

void hint_allocated(const void *memory, size_t size)
{
    if (memory && is_watched())
        blocks_add((uintptr_t)memory, size);
}

void hint_freed(const void *memory)
{
    struct known_block block;

    if (turn_controls() && blocks_remove((uintptr_t)memory, &block) &&
        block.told)
        forget_told(block.start, block.start + block.size);
}

void hint_after_fork(void)
{
    blocks_after_fork();
    memset(told, 0, sizeof told);
    for (struct calls *calls = all_calls; calls; calls = calls->next) {
        if (calls != own_calls)
            calls->depth = calls->kept = 0; /* Of tasks that are not here. */
    }
}
