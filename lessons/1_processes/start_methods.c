/* start_methods.c - what does a child bring along, and what does that cost?

   Watch: the same child, started by fork, by spawn and by a fork server: which
   of them finds what main has written?
   Compare with: isolation.c, where all children are forked. */
#include "../must.h"

#include "parallel/process.h"

#include <time.h>

enum { METHODS = 3, TIMES = 3 };

static int note = 1; /* As the program begins. */

/* What a child runs. It gets a copy of its argument; or NULL. */
static int look(void *method)
{
    if (method) {
        printf("the child by %s finds %d\n", (const char *)method, note);
        fflush(stdout); /* @look */
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
    struct process child = {.run = look,
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
    for (int i = 0; i < METHODS; i++) {
        enum process_method method = (enum process_method)i;

        start_one(method, names[i]); /* @first */
        double start = now();
        for (int again = 0; again < TIMES; again++)
            start_one(method, NULL); /* @again */
        printf("%s: %.0f microseconds each\n", names[i],
               (now() - start) / TIMES * 1e6);
        fflush(stdout);
    }
    return 0;
}
