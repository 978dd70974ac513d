/* region.c - the table of shared mappings. */
#include "runtime/region.h"

#include "runtime/real.h"
#include "runtime/self.h"

struct region {
    uintptr_t start;
    size_t length; /* 0: free. */
    uint32_t number;
    uint64_t offset; /* Of the first byte, within what is mapped. */
};

struct region_bounds region_bounds;

/* Written under busy; read without it, by tasks that use a mapping they know
   to exist. */
static struct region regions[REGIONS];
static atomic_flag busy = ATOMIC_FLAG_INIT;

static void enter(void)
{
    while (atomic_flag_test_and_set(&busy))
        REAL(sched_yield)();
}

void region_after_fork(void)
{
    atomic_flag_clear(&busy);
}

static uint64_t key_in(const struct region *region, uintptr_t address)
{
    return object_in_region(region->number,
                            region->offset + (address - region->start));
}

uint64_t region_find(uintptr_t address)
{
    for (size_t i = 0; i < REGIONS; i++) {
        if (address - regions[i].start < regions[i].length)
            return key_in(&regions[i], address);
    }
    return address & ~OBJECT_CLASS;
}

uintptr_t region_address(uint64_t key)
{
    uint64_t offset = object_offset(key);

    for (size_t i = 0; i < REGIONS; i++) {
        const struct region *region = &regions[i];

        if ((region->number & 0xffffffU) == object_region(key) &&
            offset - region->offset < region->length)
            return region->start + (offset - region->offset);
    }
    return 0;
}

void region_around(uintptr_t address, uintptr_t *start, size_t *length)
{
    *length = 0;
    for (size_t i = 0; i < REGIONS; i++) {
        if (address - regions[i].start < regions[i].length) {
            *start = regions[i].start;
            *length = regions[i].length;
            return;
        }
    }
}

static uint32_t number_for(uint64_t device, uint64_t inode)
{
    if (device == 0 && inode == 0)
        inode = atomic_fetch_add(&self_area->regions, 1) + 1;
    uint64_t mixed = (inode + (device << 32)) * UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(mixed >> 40);
}

uint64_t region_key_of_file(uint64_t device, uint64_t inode)
{
    return object_in_region(number_for(device, inode), 0);
}

static void widen(uintptr_t start, size_t length)
{
    if (region_bounds.high == 0 || start < region_bounds.low)
        region_bounds.low = start;
    if (start + length > region_bounds.high)
        region_bounds.high = start + length;
}

uint64_t region_add(void *start, size_t length, uint64_t device, uint64_t inode,
                    uint64_t offset)
{
    struct region added = {.start = (uintptr_t)start,
                           .length = length,
                           .number = number_for(device, inode),
                           .offset = offset};

    enter();
    for (size_t i = 0; i < REGIONS; i++) {
        if (regions[i].length == 0) {
            regions[i] = added;
            widen(added.start, length);
            break;
        }
    }
    atomic_flag_clear(&busy);
    return key_in(&added, added.start);
}

void region_remove_one(const void *start)
{
    enter();
    for (size_t i = 0; i < REGIONS; i++) {
        if (regions[i].length && regions[i].start == (uintptr_t)start) {
            regions[i].length = 0;
            break;
        }
    }
    atomic_flag_clear(&busy);
}

uint64_t region_remove(void *start, size_t length)
{
    uint64_t key = 0;

    enter();
    for (size_t i = 0; i < REGIONS; i++) {
        struct region *region = &regions[i];

        if (region->length && region->start - (uintptr_t)start < length) {
            if (key == 0)
                key = key_in(region, region->start);
            region->length = 0;
        }
    }
    atomic_flag_clear(&busy);
    return key;
}
