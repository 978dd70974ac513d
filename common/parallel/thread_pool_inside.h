/* thread_pool_inside.h - for a pool whose threads have others do the jobs. Not
   installed. */
#ifndef PARALLEL_THREAD_POOL_INSIDE_H
#define PARALLEL_THREAD_POOL_INSIDE_H

#include "parallel/thread_pool.h"

/* thread_pool_new, but what its threads do is for others to note. */
int thread_pool_new_passing_on(struct thread_pool **pool, unsigned workers);

/* So many numbers of jobs, the first of them; 0: nobody watches. */
unsigned thread_pool_number(struct thread_pool *pool, unsigned count);

/* thread_pool_submit. Number 0: it is no job. */
int thread_pool_submit_numbered(struct thread_pool *pool, struct future *future,
                                int (*run)(void *argument), void *argument,
                                unsigned number);

#endif
