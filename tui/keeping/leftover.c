/* leftover.c - the process that stays a moment longer. */
#include "tui/keeping/leftover.h"

#include "must.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void remove_both(const char *folder, const char *name)
{
    char *path = must_print("%s/%s", folder, name);

    unlink(path);
    rmdir(folder);
    free(path);
}

/* Nothing is written: the lab's end closes the other side. */
static void wait_and_remove(int lab, const char *folder, const char *name)
{
    static const int ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
    char byte;

    setsid(); /* Signals for the lab are not for us. */
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        signal(ignored[i], SIG_IGN);
    dup2(lab, STDIN_FILENO);
    closefrom(STDIN_FILENO + 1);
    while (read(STDIN_FILENO, &byte, 1) > 0)
        continue;
    remove_both(folder, name);
}

struct leftover leftover_guard(const char *folder, const char *name)
{
    const struct leftover none = {0, -1};
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0)
        return none;
    pid_t guard = fork();
    if (guard == 0) {
        close(ends[1]);
        wait_and_remove(ends[0], folder, name);
        _exit(0);
    }
    close(ends[0]);
    if (guard > 0)
        return (struct leftover){guard, ends[1]};
    close(ends[1]);
    return none;
}

void leftover_remove(struct leftover *leftover, const char *folder,
                     const char *name)
{
    remove_both(folder, name);
    if (leftover->guard > 0) {
        close(leftover->lab);
        kill(leftover->guard, SIGKILL); /* A keeper may hold the pipe too. */
        waitpid(leftover->guard, NULL, 0);
    }
    *leftover = (struct leftover){0, -1};
}
