/* group.c - groups of processes, and sessions: under control they have virtual
   numbers, as processes have. */
#include "runtime/real.h"
#include "runtime/turn.h"

static bool controls(void)
{
    return UNLIKELY(self_area != NULL) && turn_controls();
}

static pid_t shown(pid_t pid)
{
    return pid > 0 && controls() ? turn_virtual_pid(pid) : pid;
}

static pid_t meant(pid_t pid)
{
    return controls() ? turn_real_pid(pid) : pid;
}

EXPORT pid_t getpgid(pid_t pid)
{
    return shown(REAL(getpgid)(meant(pid)));
}

EXPORT pid_t getpgrp(void)
{
    return shown(REAL(getpgrp)());
}

EXPORT int setpgid(pid_t pid, pid_t group)
{
    return REAL(setpgid)(meant(pid), meant(group));
}

EXPORT pid_t getsid(pid_t pid)
{
    return shown(REAL(getsid)(meant(pid)));
}

EXPORT pid_t setsid(void)
{
    return shown(REAL(setsid)());
}
