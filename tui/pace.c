/* pace.c - the rungs. */
#include "tui/pace.h"

#include <stddef.h>

static const uint32_t paces_us[] = {0,      1000,   3000,   10000,  30000,
                                    100000, 200000, 400000, 700000, 1000000};
enum { PACES = sizeof paces_us / sizeof *paces_us };

uint32_t pace_slower(uint32_t pace_us)
{
    for (size_t i = 0; i < PACES; i++) {
        if (paces_us[i] > pace_us)
            return paces_us[i];
    }
    return pace_us;
}

uint32_t pace_faster(uint32_t pace_us)
{
    for (size_t i = PACES; i-- > 0;) {
        if (paces_us[i] < pace_us)
            return paces_us[i];
    }
    return pace_us;
}
