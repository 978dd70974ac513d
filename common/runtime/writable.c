/* writable.c - the program's writable memory, put back after each run; and what
   libc keeps for it. */
#include "runtime/writable.h"

#include "runtime/dynamic.h"
#include "runtime/hidden.h"
#include "runtime/real.h"
#include "runtime/state.h"

#include <link.h>
#include <stdint.h>
#include <string.h>

enum { RANGES = 8 };

static struct range {
    char *start;
    char *saved;
    size_t size;
} ranges[RANGES];
static size_t range_count;

static void add_range(uintptr_t start, uintptr_t end)
{
    if (range_count == RANGES || end <= start)
        return;
    struct range *range = &ranges[range_count];
    range->size = end - start;
    range->start = (char *)start;
    range->saved = REAL(mmap)(NULL, range->size, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (range->saved == MAP_FAILED)
        return;
    memcpy(range->saved, range->start, range->size);
    range_count++;
}

/* Where the functions are that it has called: found once, they stay found. */
static void find_jump_slots(uintptr_t base, uintptr_t *low, uintptr_t *high)
{
    struct dynamic dynamic = dynamic_of_program();

    const struct relocations *calls = &dynamic.relocations[1];
    for (size_t i = 0; i < calls->count; i++) {
        uintptr_t slot = base + calls->start[i].r_offset;

        if (*high == 0 || slot < *low)
            *low = slot;
        if (slot + sizeof slot > *high)
            *high = slot + sizeof slot;
    }
}

static void add_range_without(uintptr_t start, uintptr_t end, uintptr_t low,
                              uintptr_t high)
{
    if (low < start || high > end) {
        add_range(start, end);
        return;
    }
    add_range(start, low);
    add_range(high, end);
}

/* Writable parts, but for what is made read-only after the start. */
static int find_ranges(struct dl_phdr_info *info, size_t size, void *context)
{
    uintptr_t fixed_end = 0;
    uintptr_t low = 0;
    uintptr_t high = 0;

    (void)size;
    (void)context;
    find_jump_slots(info->dlpi_addr, &low, &high);
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];

        if (part->p_type == PT_GNU_RELRO)
            fixed_end = (info->dlpi_addr + part->p_vaddr + part->p_memsz) &
                        ~(uintptr_t)4095;
    }
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        uintptr_t start = info->dlpi_addr + part->p_vaddr;
        uintptr_t end = start + part->p_memsz;

        if (part->p_type == PT_LOAD && (part->p_flags & PF_W))
            add_range_without(start < fixed_end ? fixed_end : start, end, low,
                              high);
    }
    return 1;
}

void writable_save(void)
{
    dl_iterate_phdr(find_ranges, NULL);
    add_range((uintptr_t)&hidden_rest, (uintptr_t)(&hidden_rest + 1));
}

void writable_restore(void)
{
    for (size_t i = 0; i < range_count; i++)
        memcpy(ranges[i].start, ranges[i].saved, ranges[i].size);
}

uint64_t writable_state(uint64_t hash)
{
    for (size_t i = 0; i < range_count; i++)
        hash = state_add(hash, ranges[i].start, ranges[i].size);
    return hash;
}
