/* barrier.h - all arrive, then all go on.

   A barrier has a number of parties. Each that comes waits for the others; the
   last to come lets all of them go, and the barrier is as new.

       compute(part);
       barrier_wait(&barrier, NULL, FOREVER);     every part is computed
       use(neighbours);

   If one gives up, the others would wait for ever for it. So a timeout breaks
   the barrier: all that wait, and all that come later, are told ECANCELED,
   until barrier_reset. One that dies on its way cannot say so: where that can
   happen, wait with a timeout, or have whoever learns of the death
   (process.h) abort it.
   Python: Barrier. */
#ifndef PARALLEL_BARRIER_H
#define PARALLEL_BARRIER_H

#include "parallel/condition.h"

struct barrier {
    struct lock lock;

    /* Guarded by lock. */
    unsigned arrived;  /* 0 <= arrived < parties. */
    unsigned releases; /* How often all were let go. */
    unsigned breaks;   /* How often those that waited were sent away. */
    bool broken;

    struct condition moved; /* releases or breaks is not what it was. */

    /* Constant after init. */
    unsigned parties;
};

/* EINVAL: no parties. */
int barrier_init(struct barrier *barrier, unsigned parties,
                 enum sharing sharing);

/* Requires: everybody has come back. */
int barrier_fini(struct barrier *barrier);

/* 0: all have arrived. `place` (may be NULL) is then different for each party,
   from 0, so that one of them can be chosen for what is done once.
   ETIMEDOUT: the caller gave up, and has broken it. ECANCELED: it is broken,
   or was reset. */
int barrier_wait(struct barrier *barrier, unsigned *place, long timeout_ms);

/* Breaks it: those that wait get ECANCELED, and those that come. */
int barrier_abort(struct barrier *barrier);

/* Makes it as new: those that wait get ECANCELED. */
int barrier_reset(struct barrier *barrier);

bool barrier_is_broken(struct barrier *barrier);

/* How many wait in it now. */
unsigned barrier_waiting(struct barrier *barrier);

#endif
