/* parallel.h - the rows of the table of parallel.c. */
#ifndef BENCH_PARALLEL_H
#define BENCH_PARALLEL_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

/* Each does something so many times and returns how many that were. */
struct bench_row {
    const char *name; /* NULL: the last. As in parallel.py. */
    double (*ours)(long times);
    double (*raw)(long times); /* NULL: there is no such mechanism. */
    long times;                /* 0: what it returns is the figure itself. */
};

extern const struct bench_row bench_pairs[];   /* Nobody waits. */
extern const struct bench_row bench_trips[];   /* To another and back. */
extern const struct bench_row bench_flows[];   /* Through something. */
extern const struct bench_row bench_rings[];   /* The same without a lock. */
extern const struct bench_row bench_starts[];  /* Processes and threads. */
extern const struct bench_row bench_pools[];   /* Tasks. */
extern const struct bench_row bench_manager[]; /* Appending to a list. */

#define BENCH_NOTHING "--nothing" /* To the program: end at once. */

/* A function in a child, beside this one. */
void bench_with_child(void (*child)(long), void (*parent)(long), long times);
void *bench_shared(size_t size);

#endif
