/* interrupt.c - noting that the lab is asked to stop. */
#include "tui/interrupt.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t wanted;
static sigset_t outside; /* The signals that are blocked in interrupt_poll(). */

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

void interrupt_hold(void)
{
    static const int held[] = {SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP};
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < sizeof held / sizeof *held; i++)
        sigaddset(&set, held[i]);
    sigprocmask(SIG_BLOCK, &set, &outside);
}

void interrupt_release(void)
{
    sigprocmask(SIG_SETMASK, &outside, NULL);
}

int interrupt_poll(struct pollfd *wait_for, nfds_t count, int timeout_ms)
{
    const struct timespec timeout = {.tv_sec = timeout_ms / 1000,
                                     .tv_nsec = timeout_ms % 1000 * 1000000L};

    return ppoll(wait_for, count, timeout_ms < 0 ? NULL : &timeout, &outside);
}
