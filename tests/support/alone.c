/* alone.c - running a program on a terminal of its own. */
#include "tests/support/alone.h"

#include "must.h"
#include "tests/support/watched.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { DEADLINE_S = 20 };

static _Noreturn void become(int terminal, bool preload, char *const *arguments)
{
    char path[PATH_MAX];
    char preloaded[PATH_MAX + 16];

    snprintf(path, sizeof path, "%s", watched_program(arguments[0]));
    snprintf(preloaded, sizeof preloaded, "%s", watched_runtime());
    setsid();
    ioctl(terminal, TIOCSCTTY, 0);
    int nothing = open("/dev/null", O_RDONLY);
    dup2(nothing, STDIN_FILENO);
    dup2(terminal, STDOUT_FILENO);
    dup2(terminal, STDERR_FILENO);
    close_range(3, ~0U, 0);
    unsetenv("INTERLEAVE_AREA");
    if (preload)
        setenv("LD_PRELOAD", preloaded, 1);
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    execv(path, arguments);
    _exit(127);
}

static int open_terminal(int *program_side)
{
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    struct termios plain;
    int ours;

    MUST(openpty(&ours, program_side, NULL, NULL, &size) == 0);
    tcgetattr(*program_side, &plain);
    plain.c_oflag &= (tcflag_t)~OPOST;
    plain.c_lflag &= (tcflag_t) ~(ECHO | ECHONL);
    tcsetattr(*program_side, TCSANOW, &plain);
    fcntl(ours, F_SETFL, O_NONBLOCK);
    return ours;
}

/* Takes what is there. False: it has hung up. */
static bool take(struct alone *alone, int terminal)
{
    char text[4096];
    ssize_t got;

    while ((got = read(terminal, text, sizeof text)) > 0) {
        size_t length = alone->length + (size_t)got;

        alone->output = must_resize(alone->output, length + 1, 1);
        memcpy(alone->output + alone->length, text, (size_t)got);
        alone->output[length] = '\0';
        alone->length = length;
    }
    return got < 0 && (errno == EAGAIN || errno == EINTR);
}

struct alone alone_run(bool preload, char *const *arguments)
{
    struct alone alone = {.output = must_copy(""), .in_time = true};
    time_t until = time(NULL) + DEADLINE_S;
    int program_side;
    int terminal = open_terminal(&program_side);
    pid_t pid = fork();

    MUST(pid >= 0);
    if (pid == 0)
        become(program_side, preload, arguments);
    close(program_side);
    while (waitpid(pid, &alone.status, WNOHANG) == 0) {
        struct pollfd wait_for = {.fd = terminal, .events = POLLIN};

        poll(&wait_for, 1, 5);
        if (!take(&alone, terminal))
            poll(NULL, 0, 1);
        if (time(NULL) > until) {
            alone.in_time = false;
            kill(pid, SIGKILL);
        }
    }
    take(&alone, terminal);
    close(terminal);
    return alone;
}

void alone_fini(struct alone *alone)
{
    free(alone->output);
    alone->output = NULL;
}
