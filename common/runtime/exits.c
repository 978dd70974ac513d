/* exits.c - exit and atexit, of a program that is run again and again. */
#include "runtime/exits.h"

#include "runtime/explore.h"
#include "runtime/real.h"

enum { EXITS = 32 };

static struct {
    void (*function)(void *);
    void *argument;
} calls[EXITS];
static unsigned count;

void exits_reset(void)
{
    count = 0;
}

/* What atexit(3) comes to. */
EXPORT int __cxa_atexit(void (*function)(void *), void *argument, void *library)
{
    if (!explore_runs())
        return REAL(__cxa_atexit)(function, argument, library);
    if (count == EXITS)
        return -1;
    calls[count].function = function;
    calls[count++].argument = argument;
    return 0;
}

EXPORT void exit(int status)
{
    if (explore_runs()) {
        while (count > 0) {
            count--;
            calls[count].function(calls[count].argument);
        }
        _exit(status);
    }
    REAL(exit)(status);
    __builtin_unreachable();
}
