/* table.h - numbers for pairs of numbers: a small hash table.

   Maps (a, b) to a number from 1, given by the caller. Nothing is removed.
   One thread at a time. */
#ifndef WATCH_TABLE_H
#define WATCH_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct table {
    struct table_entry {
        uint64_t a;
        uint64_t b;
        uint32_t number; /* 0: free. */
    } * entries;
    size_t room; /* A power of two, or 0. */
    size_t used;
};

/* The number, or 0. */
uint32_t table_find(const struct table *table, uint64_t a, uint64_t b);

/* Sets the number, which must not be 0; replaces one that was there. */
void table_set(struct table *table, uint64_t a, uint64_t b, uint32_t number);

void table_fini(struct table *table);

#endif
