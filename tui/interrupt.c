/* interrupt.c - noting that the lab is asked to stop. */
#include "tui/interrupt.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t wanted;

static void note(int number)
{
    wanted = number;
}

void interrupt_watch(void)
{
    struct sigaction action = {.sa_handler = note}; /* Breaks poll off. */

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

int interrupt_wanted(void)
{
    return wanted;
}
