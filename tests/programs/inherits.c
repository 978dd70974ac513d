/* inherits.c - says what it was given: signals, descriptors, terminal. */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static void show_signals(void)
{
    sigset_t blocked;
    int ignored = 0;
    int held = 0;

    sigprocmask(SIG_SETMASK, NULL, &blocked);
    for (int number = 1; number < NSIG; number++) {
        struct sigaction action = {.sa_handler = SIG_DFL};

        sigaction(number, NULL, &action);
        ignored += action.sa_handler != SIG_DFL;
        held += sigismember(&blocked, number) == 1;
    }
    printf("%d signals not at their default, %d blocked\n", ignored, held);
}

static void show_descriptors(void)
{
    DIR *folder = opendir("/proc/self/fd");
    struct dirent *entry;
    int own = dirfd(folder);
    int count = 0;

    while ((entry = readdir(folder))) {
        int fd = atoi(entry->d_name);

        count += *entry->d_name != '.' && fd > 2 && fd != own;
    }
    closedir(folder);
    printf("%d descriptors besides the first three\n", count);
}

static void show_terminal(void)
{
    struct winsize size = {0};
    char byte;

    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
    printf("terminals: %d %d %d\n", isatty(0), isatty(1), isatty(2));
    printf("%d rows, %d columns\n", size.ws_row, size.ws_col);
    printf("leads its group: %d\n", getpgrp() == getpid());
    printf("in the foreground: %d\n", tcgetpgrp(1) == getpgrp());
    printf("input: %d bytes\n", (int)read(0, &byte, 1));
}

int main(int argc, char **argv)
{
    show_signals();
    show_descriptors();
    show_terminal();
    for (int i = 1; i < argc; i++)
        printf("argument %d: [%s]\n", i, argv[i]);
    const char *variable = getenv("INTERLEAVE_TEST_VARIABLE");
    printf("variable: %s\n", variable ? variable : "none");
    printf("preloads another: %d\n",
           getenv("LD_PRELOAD") && strchr(getenv("LD_PRELOAD"), ':') != NULL);
    fputs("to standard error\n", stderr);
    return 0;
}
