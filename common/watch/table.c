/* table.c - open addressing with linear probing. */
#include "watch/table.h"

#include "must.h"

#include <stdlib.h>

enum { FIRST_ROOM = 64 };

static struct table_entry *entry_for(const struct table *table, uint64_t a,
                                     uint64_t b)
{
    uint64_t mixed =
        (a ^ b * UINT64_C(0xff51afd7ed558ccd)) * UINT64_C(0x9e3779b97f4a7c15);
    size_t at = (size_t)(mixed >> 32) & (table->room - 1);

    while (table->entries[at].number &&
           (table->entries[at].a != a || table->entries[at].b != b))
        at = (at + 1) & (table->room - 1);
    return &table->entries[at];
}

uint32_t table_find(const struct table *table, uint64_t a, uint64_t b)
{
    return table->room ? entry_for(table, a, b)->number : 0;
}

static void grow(struct table *table)
{
    struct table wider = {.room = table->room ? table->room * 2 : FIRST_ROOM,
                          .used = table->used};

    wider.entries = must_allocate(wider.room, sizeof *wider.entries);
    for (size_t i = 0; i < table->room; i++) {
        if (table->entries[i].number)
            *entry_for(&wider, table->entries[i].a, table->entries[i].b) =
                table->entries[i];
    }
    free(table->entries);
    *table = wider;
}

void table_set(struct table *table, uint64_t a, uint64_t b, uint32_t number)
{
    if (table->used * 2 >= table->room)
        grow(table);
    struct table_entry *entry = entry_for(table, a, b);
    if (!entry->number)
        table->used++;
    *entry = (struct table_entry){a, b, number};
}

void table_fini(struct table *table)
{
    free(table->entries);
    *table = (struct table){0};
}
