/* when_to_use_what.c - threads, processes, or threads with a GIL?

   Watch: the table: two kinds of work, done by two workers of each kind.
   Compare with: pool_map.c, lock.c */
#include "../must.h"
#include "parallel/lock.h"
#include "parallel/process.h"
#include "parallel/thread.h"

#include <time.h>
#include <unistd.h>

enum { WORKERS = 2, SLICES = 20, LOOPS = 1000000, WAIT_US = 3000 };
enum how { ALONE, THREADS, GIL, PROCESSES, HOWS };

static const char *const names[] = {"alone", "threads", "GIL", "processes"};
static struct lock gil = LOCK_INIT;

static int compute(void *with_gil)
{
    for (int slice = 0; slice < SLICES; slice++) {
        if (with_gil)
            MUST(lock_acquire(&gil, FOREVER)); /* @gil */
        for (volatile int i = 0; i < LOOPS; i++)
            continue;
        if (with_gil)
            MUST(lock_release(&gil));
    }
    return 0;
}

static int wait_for_input(void *with_gil)
{
    for (int slice = 0; slice < SLICES; slice++)
        usleep(WAIT_US);     /* @wait */
    return with_gil != NULL; /* Whoever waits does not hold it. */
}

static int (*work)(void *);

static void work_in_thread(void *with_gil)
{
    work(with_gil);
}

static double run_ms(enum how how)
{
    struct process processes[WORKERS];
    struct thread threads[WORKERS];
    struct timespec from, to;

    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int i = 0; i < WORKERS; i++) {
        processes[i] = (struct process){.run = work};
        if (how == ALONE)
            work(NULL);
        else if (how == PROCESSES)
            MUST(process_start(&processes[i])); /* @processes */
        else
            MUST(thread_start(&threads[i], NULL, work_in_thread,
                              how == GIL ? &gil : NULL)); /* @threads */
    }
    for (int i = 0; i < WORKERS && how != ALONE; i++)
        MUST(how == PROCESSES ? process_join(&processes[i], FOREVER)
                              : thread_join(&threads[i], FOREVER));
    clock_gettime(CLOCK_MONOTONIC, &to);
    return (to.tv_sec - from.tv_sec) * 1e3 + (to.tv_nsec - from.tv_nsec) / 1e6;
}

int main(void)
{
    printf("%ld cores\n", sysconf(_SC_NPROCESSORS_ONLN));
    for (int kind = 0; kind < 2 * HOWS; kind++) {
        work = kind < HOWS ? compute : wait_for_input;
        printf("%s, %s: %.0f ms\n", kind < HOWS ? "computing" : "waiting",
               names[kind % HOWS], run_ms(kind % HOWS));
    }
    return 0;
}
