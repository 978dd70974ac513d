/* screen.c - what the lab itself costs: time to its first frame, and processor
   time at rest and while it watches many threads. */
#include "must.h"
#include "tests/support/measure.h"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STARTS = 15, SECONDS = 5 };

struct shown {
    pid_t pid;
    int terminal;
};

static struct shown show(char *const *arguments)
{
    struct winsize size = {.ws_row = 50, .ws_col = 200};
    struct shown shown;

    shown.pid = forkpty(&shown.terminal, NULL, NULL, &size);
    MUST(shown.pid >= 0);
    if (shown.pid == 0) {
        setenv("TERM", "xterm-256color", 1);
        execvp(arguments[0], arguments);
        _exit(127);
    }
    return shown;
}

static void hide(struct shown *shown)
{
    kill(shown->pid, SIGTERM);
    close(shown->terminal);
    waitpid(shown->pid, NULL, 0);
}

/* Takes what the program draws, until a text comes or the time is over. */
static bool drain(const struct shown *shown, const char *until, double seconds)
{
    static char seen[1 << 20];
    size_t length = 0;
    double end = measure_now_ns() + seconds * 1e9;

    while (measure_now_ns() < end) {
        struct pollfd wait_for = {.fd = shown->terminal, .events = POLLIN};
        int ms = (int)((end - measure_now_ns()) / 1e6) + 1;

        if (poll(&wait_for, 1, ms) <= 0)
            continue;
        if (length > sizeof seen / 2)
            length = 0;
        ssize_t got =
            read(shown->terminal, seen + length, sizeof seen - length - 1);
        if (got <= 0)
            return false;
        length += (size_t)got;
        if (until && memmem(seen, length, until, strlen(until)))
            return true;
    }
    return false;
}

static void first_frame(const char *what, char *const *arguments,
                        const char *text)
{
    struct rounds rounds = {.count = 0};

    for (int i = 0; i < STARTS; i++) {
        double start = measure_now_ns();
        struct shown shown = show(arguments);

        if (drain(&shown, text, 5))
            rounds_add(&rounds, (measure_now_ns() - start) / 1e6);
        hide(&shown);
    }
    if (rounds.count > 0)
        printf("  %-34s %6.1f ms to its first frame  +-%.0f%%\n", what,
               rounds_median(&rounds), rounds_spread(&rounds) / 2);
}

static void load(const char *what, char *const *arguments)
{
    struct shown shown = show(arguments);

    drain(&shown, NULL, 1); /* The start does not count. */
    double cpu = measure_cpu_seconds(shown.pid);
    double start = measure_now_ns();
    drain(&shown, NULL, SECONDS);
    cpu = measure_cpu_seconds(shown.pid) - cpu;
    printf("  %-34s %6.2f%% of a core\n", what,
           100 * cpu / ((measure_now_ns() - start) / 1e9));
    hide(&shown);
}

int main(void)
{
    const char *build = getenv("BUILD") ? getenv("BUILD") : "build";
    char lab[PATH_MAX];
    char threads[PATH_MAX];
    char run[] = "run", none[] = "0", tenth[] = "100000", some[] = "64",
         many[] = "512", htop[] = "htop";
    char *menu[] = {lab, NULL};
    char *other[] = {htop, NULL};
    char *calm[] = {lab, run, threads, some, tenth, NULL};
    char *busy[] = {lab, run, threads, some, none, NULL};
    char *crowd[] = {lab, run, threads, many, none, NULL};

    MUST(realpath(build, lab) && realpath(build, threads));
    strcat(lab, "/interleave");
    strcat(threads, "/tests/programs/bench_threads");
    printf("a terminal of 200 by 50:\n");
    first_frame("interleave", menu, "quit");
    first_frame("htop", other, "F10");
    load("the menu, nobody there", menu);
    load("64 threads, 10 locks a second each", calm);
    load("64 threads that only lock", busy);
    load("512 threads that only lock", crowd);
    return 0;
}
