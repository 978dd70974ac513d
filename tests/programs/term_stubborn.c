/* term_stubborn.c - never ends and does not want to: ignores what asks it to,
   and has a child in a session of its own, and a grandchild whose parent is
   gone. Says "settled" once all are there. */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static void stay(void)
{
    for (;;)
        pause();
}

int main(void)
{
    int ready[2];
    char byte;

    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    if (pipe(ready) != 0)
        return 1;
    if (fork() == 0) {
        setsid();
        if (fork() == 0) {
            if (fork() == 0) {
                setsid();
                if (write(ready[1], "g", 1) != 1)
                    return 1;
                stay();
            }
            _exit(0); /* An orphan is made. */
        }
        if (write(ready[1], "c", 1) != 1)
            return 1;
        stay();
    }
    if (read(ready[0], &byte, 1) != 1 || read(ready[0], &byte, 1) != 1)
        return 1;
    puts("settled");
    fflush(stdout);
    stay();
    return 0;
}
