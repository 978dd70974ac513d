/* heap.c - memory from malloc, for programs that are run again and again.

   While a run of an exploration goes on, memory comes from an arena that is
   taken back whole at its end, and whose addresses are the same in each run.
   Otherwise it comes from libc. */
#include "runtime/explore.h"
#include "runtime/hint.h"
#include "runtime/real.h"
#include "runtime/state.h"

#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

/* glibc's own, under the names it keeps for those who stand before them: they
   need no looking up, which would itself ask for memory. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *memory);

enum {
    ALIGNMENT = 16,
    CLASSES = 24,
    WIPED_BY_HAND = 1 << 18 /* Whole pages; beyond, the kernel does it. */
};

#define ARENA_SIZE (UINT64_C(1) << 30)

/* Before each block; as large as the alignment. */
struct block {
    size_t size;
    struct block *next_free;
};

static struct {
    char *start;
    char *end;
    char *used;                  /* Up to here. */
    struct block *free[CLASSES]; /* By the power of two that holds them. */
} arena;

void heap_prepare(void)
{
    char *memory =
        REAL(mmap)(NULL, ARENA_SIZE, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (memory == MAP_FAILED)
        return;
    arena.start = memory;
    arena.end = memory + ARENA_SIZE;
    arena.used = memory;
}

/* What a program reads before it wrote it is the same in each run: 0, as in
   memory that the kernel has just given. */
void heap_reset(void)
{
    size_t used = (size_t)(arena.used - arena.start);
    size_t wiped = used < WIPED_BY_HAND ? used : WIPED_BY_HAND;

    if (used == 0)
        return;
    if (used > wiped)
        madvise(arena.start + wiped, used - wiped, MADV_DONTNEED);
    memset(arena.start, 0, wiped);
    arena.used = arena.start;
    memset(arena.free, 0, sizeof arena.free);
}

uint64_t heap_state(uint64_t hash)
{
    return state_add(hash, arena.start, (size_t)(arena.used - arena.start));
}

static bool is_ours(const void *memory)
{
    const char *at = memory;

    return at >= arena.start && at < arena.end;
}

static unsigned class_of(size_t size)
{
    unsigned class = 0;

    while (class < CLASSES && (size_t)ALIGNMENT << class < size)
        class ++;
    return class;
}

static struct block *block_of(void *memory)
{
    return (struct block *)memory - 1;
}

static void *take(size_t size)
{
    unsigned class = class_of(size ? size : 1);

    if (class < CLASSES && arena.free[class]) {
        struct block *block = arena.free[class];

        arena.free[class] = block->next_free;
        block->size = size;
        explore_note_allocated(block + 1, size);
        return block + 1;
    }
    size_t room = sizeof(struct block) + ((size_t)ALIGNMENT << class);
    if (class >= CLASSES || room > (size_t)(arena.end - arena.used)) {
        errno = ENOMEM;
        return NULL;
    }
    struct block *block = (struct block *)(void *)arena.used;
    arena.used += room;
    block->size = size;
    return block + 1;
}

static void give(void *memory, const void *where)
{
    struct block *block = block_of(memory);

    explore_note_freed(memory, block->size, where);
    unsigned class = class_of(block->size ? block->size : 1);

    if (class < CLASSES) {
        block->next_free = arena.free[class];
        arena.free[class] = block;
    }
}

EXPORT void *malloc(size_t size)
{
    if (explore_runs())
        return take(size);
    void *memory = __libc_malloc(size);
    hint_allocated(memory, size);
    return memory;
}

EXPORT void *calloc(size_t count, size_t size)
{
    size_t total;

    if (!explore_runs()) {
        void *memory = __libc_calloc(count, size);

        hint_allocated(memory, count * size);
        return memory;
    }
    if (__builtin_mul_overflow(count, size, &total)) {
        errno = ENOMEM;
        return NULL;
    }
    void *memory = take(total);
    return memory ? memset(memory, 0, total) : NULL;
}

EXPORT void free(void *memory)
{
    if (!memory)
        return;
    if (!is_ours(memory)) {
        hint_freed(memory);
        __libc_free(memory);
    } else if (explore_runs())
        give(memory, WHERE);
}

EXPORT void *realloc(void *memory, size_t size)
{
    if (memory ? !is_ours(memory) : !explore_runs()) {
        hint_freed(memory);
        void *other = __libc_realloc(memory, size);
        hint_allocated(other, size);
        return other;
    }
    if (memory && size == 0) { /* As glibc does: it is given back. */
        give(memory, WHERE);
        return NULL;
    }
    void *moved = take(size);
    if (moved && memory) {
        size_t before = block_of(memory)->size;

        memcpy(moved, memory, before < size ? before : size);
        give(memory, WHERE);
    }
    return moved;
}

/* Larger alignments come from a block that is large enough to hold one. It is
   not used again before the run ends. */
static void *take_aligned(size_t alignment, size_t size)
{
    char *memory = take(size + alignment + sizeof(struct block));

    if (!memory || alignment <= ALIGNMENT)
        return memory;
    uintptr_t at = ((uintptr_t)memory + sizeof(struct block) + alignment - 1) &
                   ~(uintptr_t)(alignment - 1);
    block_of((void *)at)->size = size;
    return (void *)at;
}

EXPORT void *memalign(size_t alignment, size_t size)
{
    if (explore_runs())
        return take_aligned(alignment, size);
    void *memory = __libc_memalign(alignment, size);
    hint_allocated(memory, size);
    return memory;
}

EXPORT void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

EXPORT int posix_memalign(void **memory, size_t alignment, size_t size)
{
    bool is_power = alignment > 0 && (alignment & (alignment - 1)) == 0;

    if (!is_power || alignment % sizeof(void *) != 0)
        return EINVAL;
    void *taken = memalign(alignment, size);
    if (!taken)
        return ENOMEM;
    *memory = taken;
    return 0;
}
