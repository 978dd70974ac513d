/* start_methods.c - what does a child bring along, and what does that cost?

   Watch: the same child, started by fork, by spawn and by a fork server: which
   of them finds what main has written, and shares main's pages?
   Compare with: isolation.c, where all children are forked. */
#include "../must.h"

#include "parallel/process.h"

#include <time.h>
#include <unistd.h>

enum { METHODS = 3, TIMES = 3, PAGES = 500, PAGE = 4096 };

static int note = 1; /* As the program begins. */
static char pages[PAGES * PAGE];

/* What a child runs. It gets a copy of its argument; or NULL. */
static int look(void *method)
{
    if (method) {
        printf("the child by %s finds %d\n", (const char *)method, note);
        fflush(stdout); /* @look */
        usleep(250000); /* As long as its memory can be looked at. */
    }
    return 0;
}

static double now(void)
{
    struct timespec time;

    MUST_NOT_BE_NEGATIVE(clock_gettime(CLOCK_MONOTONIC, &time));
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void start_one(enum process_method method, char *argument)
{
    struct process child = {.name = argument,
                            .run = look,
                            .argument = argument,
                            .argument_size =
                                argument ? strlen(argument) + 1 : 0,
                            .method = method};

    MUST(process_start(&child)); /* @start */
    MUST(process_join(&child, FOREVER));
    MUST(process_close(&child));
}

int main(int argc, char **argv)
{
    static char names[METHODS][16] = {"fork", "spawn", "forkserver"};

    process_main(argc, argv); /* @main: a spawned child goes no further. */
    note = 42;                /* @write */
    memset(pages, 42, sizeof pages);
    for (int i = 0; i < METHODS; i++)
        start_one((enum process_method)i, names[i]); /* @first */
    for (int i = 0; i < METHODS; i++) {
        double start = now();
        for (int again = 0; again < TIMES; again++)
            start_one((enum process_method)i, NULL); /* @again */
        printf("%s: %.0f microseconds each\n", names[i],
               (now() - start) / TIMES * 1e6);
        fflush(stdout);
    }
    return 0;
}
