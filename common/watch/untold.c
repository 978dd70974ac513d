/* untold.c - who died, and who is to tell. */
#include "watch/untold.h"

enum { KEEPER_US = 500000 };

void untold_add(struct untold *untold, uint32_t process, enum teller teller,
                uint64_t now_us)
{
    untold->tellers[process] = (unsigned char)teller;
    untold->counts[teller]++;
    if (teller == TELLS_KEEPER)
        untold->until_us = now_us + KEEPER_US;
}

bool untold_any(struct untold *untold, uint64_t now_us)
{
    if (untold->counts[TELLS_KEEPER] && now_us >= untold->until_us)
        untold->counts[TELLS_KEEPER] = 0; /* It will not. */
    return untold->counts[TELLS_LAB] || untold->counts[TELLS_KEEPER];
}

pid_t untold_take(struct untold *untold, const struct scheduler *s,
                  enum teller teller, pid_t pid)
{
    for (uint32_t i = 0; untold->counts[teller] && i < SCHEDULER_PROCESSES;
         i++) {
        pid_t his = s->processes[i].pid;

        if (untold->tellers[i] != teller || (pid && his != pid))
            continue;
        untold->tellers[i] = TELLS_NOBODY;
        untold->counts[teller]--;
        return his;
    }
    return 0;
}
