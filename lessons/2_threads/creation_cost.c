/* creation_cost.c - what does one more thread cost, and one more process?

   Watch: the memory that each has of its own, and the time of a start and an
   end, as measured here. Compare with: start_methods.c, context_switches.c */
#include "../must.h"
#include "parallel/process.h"

#include <pthread.h>
#include <time.h>
#include <unistd.h>

enum { TIMES = 10 };
enum kind { FORK, SPAWN, FORKSERVER, THREAD, KINDS };
static int told[2]; /* A pipe, by which a new one tells its memory. */

/* KiB that this process has written, and shares with no other. */
static long own_memory(void)
{
    FILE *file = fopen("/proc/self/smaps_rollup", "r"); /* @own */
    char text[2048] = "Private_Dirty:";
    MUST(file && fread(text, 1, sizeof text - 1, file) ? 0 : errno);
    MUST(fclose(file));
    return atol(strstr(text, "Private_Dirty:") + sizeof "Private_Dirty");
}

/* What each of them runs: nothing, unless it is asked for its memory. */
static int run(void *asked)
{
    int end = process_descriptor(0) < 0 ? told[1] : process_descriptor(0);
    long kib = asked ? own_memory() : 0;
    return asked && write(end, &kib, sizeof kib) < 0 ? errno : 0; /* @tell */
}

static void *run_in_thread(void *asked)
{
    return run(asked) ? asked : NULL;
}

/* Starts one, and waits for its end. */
static void start_one(enum kind kind, char *asked)
{
    struct process child = {.run = run, .argument = asked};
    pthread_t thread;
    child.argument_size = asked != NULL;
    child.descriptors[child.descriptor_count++] = told[1];
    child.method = (enum process_method)kind;
    MUST(kind == THREAD ? pthread_create(&thread, NULL, run_in_thread, asked)
                        : process_start(&child)); /* @start */
    MUST(kind == THREAD ? pthread_join(thread, NULL)
                        : process_join(&child, FOREVER));
    MUST(kind == THREAD ? 0 : process_close(&child));
}

int main(int argc, char **argv)
{
    static const char *const names[] = {"fork", "spawn", "server", "thread"};
    enum kind least = FORK;
    struct timespec from, to;
    long own[KINDS];
    process_main(argc, argv);
    MUST_NOT_BE_NEGATIVE(pipe(told));
    for (enum kind kind = FORK; kind < KINDS; kind++) {
        long before = kind == THREAD ? own_memory() : 0;
        start_one(kind, (char[]){"asked"}); /* @first */
        MUST_NOT_BE_NEGATIVE(read(told[0], &own[kind], sizeof *own));
        own[kind] -= before;
        least = own[kind] < own[least] ? kind : least;
        clock_gettime(CLOCK_MONOTONIC, &from);
        for (int i = 0; i < TIMES; i++)
            start_one(kind, NULL); /* @again */
        clock_gettime(CLOCK_MONOTONIC, &to);
        long us = (to.tv_sec - from.tv_sec) * 1000000 +
                  (to.tv_nsec - from.tv_nsec) / 1000;
        printf("%s: %ld KiB, %ld microseconds\n", names[kind], own[kind],
               us / TIMES);
        fflush(stdout);
    }
    printf("the %s has the least\n", names[least]);
    return 0;
}
