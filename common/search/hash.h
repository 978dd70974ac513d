/* hash.h - where to begin to look in a table. */
#ifndef SEARCH_HASH_H
#define SEARCH_HASH_H

#include <stdint.h>

/* Below `size`, a power of two up to 2^24. The factor is 2^64 divided by the
   golden ratio (D. Knuth, TAOCP volume 3, section 6.4). */
static inline uint32_t hash_place(uint64_t key, uint32_t size)
{
    return (uint32_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 40) & (size - 1);
}

#endif
