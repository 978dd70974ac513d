/* blocks.c - a table in order of addresses.

   Threads that are only starting ask for memory too, while another moves. */
#include "runtime/blocks.h"

#include "runtime/real.h"

#include <stdatomic.h>
#include <string.h>

enum { BLOCKS = 1 << 14 };

static struct known_block table[BLOCKS];
static size_t count;
static atomic_flag busy = ATOMIC_FLAG_INIT;

static void enter(void)
{
    while (atomic_flag_test_and_set(&busy))
        REAL(sched_yield)();
}

static void leave(void)
{
    atomic_flag_clear(&busy);
}

void blocks_after_fork(void)
{
    leave();
}

/* How many begin at or before the address. */
static size_t up_to(uintptr_t address)
{
    size_t low = 0;
    size_t high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (table[middle].start <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void blocks_add(uintptr_t start, size_t size)
{
    enter();
    if (count < BLOCKS) {
        size_t at = up_to(start);

        memmove(&table[at + 1], &table[at], (count - at) * sizeof *table);
        table[at] = (struct known_block){.start = start, .size = size};
        count++;
    }
    leave();
}

bool blocks_remove(uintptr_t start, struct known_block *removed)
{
    bool found = false;

    enter();
    size_t at = up_to(start);
    if (at > 0 && table[at - 1].start == start) {
        *removed = table[at - 1];
        memmove(&table[at - 1], &table[at], (count - at) * sizeof *table);
        count--;
        found = true;
    }
    leave();
    return found;
}

struct known_block *blocks_at(uintptr_t address)
{
    enter();
    size_t at = up_to(address);
    leave();
    if (at == 0 || address - table[at - 1].start >= table[at - 1].size)
        return NULL;
    return &table[at - 1];
}
