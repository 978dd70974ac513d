/* child.c - fork, with somebody who looks at the clock. */
#include "tests/support/child.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void child_sleep_ms(long ms)
{
    struct timespec time = {ms / 1000, ms % 1000 * 1000000};

    nanosleep(&time, NULL);
}

pid_t child_start(int (*function)(void *), void *argument)
{
    fflush(NULL);
    pid_t child = fork();

    if (child == 0)
        _exit(function(argument));
    return child;
}

int child_end(pid_t child)
{
    int status = 0;

    for (int ms = 0; ms < CHILD_DEADLINE_MS; ms++) {
        if (waitpid(child, &status, WNOHANG) == child)
            return WIFSIGNALED(status) ? -WTERMSIG(status)
                                       : WEXITSTATUS(status);
        child_sleep_ms(1);
    }
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    return CHILD_HUNG;
}

int child_run(int (*function)(void *), void *argument)
{
    return child_end(child_start(function, argument));
}

void *child_shared(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (memory == MAP_FAILED)
        abort();
    return memory;
}
