/* creation_cost.c - what does it cost to start a thread, a process, a program?

   Watch: the time for each start and end, as measured here.
   Compare with: context_switches.c, which takes the price of having many. */
#include "../must.h"

#include <pthread.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TIMES = 20 };

static double now(void)
{
    struct timespec time;
    MUST_NOT_BE_NEGATIVE(clock_gettime(CLOCK_MONOTONIC, &time));
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void *nothing(void *unused)
{
    return unused;
}

static int join_process(pid_t child)
{
    int status;
    MUST_NOT_BE_NEGATIVE(waitpid(child, &status, 0));
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Each starts one, waits for its end, and says if it ended well. */
static int one_thread(void)
{
    pthread_t thread;

    MUST(pthread_create(&thread, NULL, nothing, NULL)); /* @thread */
    MUST(pthread_join(thread, NULL));
    return 1;
}

static int one_fork(void)
{
    pid_t child;

    MUST_NOT_BE_NEGATIVE(child = fork()); /* @fork */
    if (child == 0)
        _exit(0);
    return join_process(child);
}

static int one_program(void)
{
    char *name[] = {(char[]){"true"}, NULL}; /* Ends at once, and well. */
    pid_t child;

    MUST(posix_spawnp(&child, name[0], NULL, NULL, name, NULL)); /* @spawn */
    return join_process(child);
}

static void measure(const char *what, int (*start_one)(void))
{
    double start = now();
    int well = 0;
    for (int i = 0; i < TIMES; i++)
        well += start_one();
    printf("%-8s %d of %d ended well, %.0f microseconds each\n", what, well,
           TIMES, (now() - start) / TIMES * 1e6);
    fflush(stdout);
}

int main(void)
{
    measure("thread:", one_thread);
    measure("fork:", one_fork);
    measure("program:", one_program);
    return 0;
}
