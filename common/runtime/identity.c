/* identity.c - what would differ from run to run: processes' numbers, the time,
   random bytes. Under control they are the same on each run. */
#include "runtime/identity.h"

#include "runtime/emit.h"
#include "runtime/explore.h"
#include "runtime/real.h"
#include "runtime/title.h"
#include "runtime/turn.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/random.h>
#include <sys/syscall.h>

enum {
    OUTSIDE = 1000,        /* A parent that is not controlled. */
    FIRST_PID = 1001,      /* Of the processes that are. */
    THREAD_NUMBERS = 2000, /* And the birth: a thread's. */
    ENTROPY_AT_MOST = 256
};

static bool controls(void)
{
    return UNLIKELY(self_area != NULL) && turn_controls();
}

pid_t turn_virtual_pid(pid_t pid)
{
    const struct scheduler *s = &self_area->scheduler;
    uint32_t number = scheduler_process(s, pid);

    for (uint32_t i = s->process_count; !number && i-- > 0;) {
        if (s->processes[i].pid == pid)
            number = i + 1; /* It has ended. */
    }
    return number ? (pid_t)(FIRST_PID + number - 1) : pid;
}

pid_t turn_real_pid(pid_t virtual)
{
    const struct scheduler *s = &self_area->scheduler;
    uint32_t index = (uint32_t) virtual - FIRST_PID;

    return virtual >= FIRST_PID && index < s->process_count
               ? s->processes[index].pid
               : virtual;
}

EXPORT pid_t getpid(void)
{
    pid_t pid = (pid_t)REAL(syscall)(SYS_getpid);

    return controls() ? turn_virtual_pid(pid) : pid;
}

EXPORT pid_t getppid(void)
{
    pid_t pid = (pid_t)REAL(syscall)(SYS_getppid);

    if (!controls())
        return pid;
    pid_t virtual = turn_virtual_pid(pid);
    return virtual == pid ? OUTSIDE : virtual;
}

/* A process's first thread has its process's number, as on Linux. */
EXPORT pid_t gettid(void)
{
    if (!controls() || !self_here.slot)
        return (pid_t)REAL(syscall)(SYS_gettid);
    return self_here.slot->number == 0
               ? getpid()
               : THREAD_NUMBERS + (pid_t)self_here.slot->birth;
}

/* The kernel does not know the number that the program does. */
int identity_open(pid_t pid, unsigned flags)
{
    return (int)REAL(syscall)(SYS_pidfd_open,
                              controls() ? turn_real_pid(pid) : pid, flags);
}

/* The C library has had it since 2.36; before, programs make the call
   themselves. */
EXPORT int pidfd_open(pid_t pid, unsigned flags);

EXPORT int pidfd_open(pid_t pid, unsigned flags)
{
    return identity_open(pid, flags);
}

/* The folders of /proc are named by such numbers. A name that does not fit
   stays as it is: the next entry begins where its room ends. */
static void rename_task(char *name, size_t room)
{
    char changed[16];
    char *end;
    long number = strtol(name, &end, 10);

    if (!controls() || *end != '\0' || number <= 0)
        return;
    for (unsigned i = 0; i < self_area->scheduler.task_count; i++) {
        const struct slot *slot = &self_area->slots[i];

        if (self_area->scheduler.tasks[i].phase != SCHEDULED_NOT &&
            atomic_load(&slot->tid) == number) {
            snprintf(changed, sizeof changed, "%d",
                     slot->number == 0 ? turn_virtual_pid((pid_t)number)
                                       : THREAD_NUMBERS + (pid_t)slot->birth);
            if (strlen(changed) < room)
                strcpy(name, changed);
            return;
        }
    }
}

EXPORT struct dirent *readdir(DIR *folder)
{
    struct dirent *entry = REAL(readdir)(folder);

    if (entry)
        rename_task(entry->d_name,
                    entry->d_reclen - offsetof(struct dirent, d_name));
    return entry;
}

EXPORT struct dirent64 *readdir64(DIR *folder)
{
    struct dirent64 *entry = REAL(readdir64)(folder);

    if (entry)
        rename_task(entry->d_name,
                    entry->d_reclen - offsetof(struct dirent64, d_name));
    return entry;
}

/* ---- Time. ---- */

static struct timespec timespec_of(uint64_t ns)
{
    return (struct timespec){.tv_sec = (time_t)(ns / 1000000000),
                             .tv_nsec = (long)(ns % 1000000000)};
}

EXPORT int clock_gettime(clockid_t clock, struct timespec *now)
{
    if (!controls() || clock < 0)
        return REAL(clock_gettime)(clock, now);
    *now = timespec_of(turn_clock(clock));
    return 0;
}

EXPORT int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    if (!controls())
        return REAL(gettimeofday)(now, zone);
    uint64_t ns = turn_clock(CLOCK_REALTIME);
    now->tv_sec = (time_t)(ns / 1000000000);
    now->tv_usec = (suseconds_t)(ns % 1000000000 / 1000);
    return 0;
}

EXPORT time_t time(time_t *now)
{
    if (!controls())
        return REAL(time)(now);
    time_t seconds = (time_t)(turn_clock(CLOCK_REALTIME) / 1000000000);
    if (now)
        *now = seconds;
    return seconds;
}

EXPORT int timespec_get(struct timespec *now, int base)
{
    if (!controls() || base != TIME_UTC)
        return REAL(timespec_get)(now, base);
    *now = timespec_of(turn_clock(CLOCK_REALTIME));
    return base;
}

EXPORT clock_t clock(void)
{
    return controls() ? (clock_t)(turn_now() / 1000) : REAL(clock)();
}

/* ---- Random bytes: splitmix64 (G. Steele and others, "Fast Splittable
   Pseudorandom Number Generators", OOPSLA 2014). ---- */

static uint64_t next_random(void)
{
    uint64_t z = self_area->scheduler.random += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static void fill(char *bytes, size_t size)
{
    while (size > 0) {
        uint64_t random = next_random();
        size_t part = size < sizeof random ? size : sizeof random;

        memcpy(bytes, &random, part);
        bytes += part;
        size -= part;
    }
}

EXPORT ssize_t getrandom(void *bytes, size_t size, unsigned flags)
{
    const unsigned known = GRND_NONBLOCK | GRND_RANDOM | GRND_INSECURE;

    if (!controls() || (flags & ~known) || (uintptr_t)bytes < LOWEST_ADDRESS)
        return REAL(getrandom)(bytes, size, flags);
    fill(bytes, size);
    return (ssize_t)size;
}

EXPORT int getentropy(void *bytes, size_t size)
{
    if (!controls() || size > ENTROPY_AT_MOST ||
        (uintptr_t)bytes < LOWEST_ADDRESS)
        return REAL(getentropy)(bytes, size);
    fill(bytes, size);
    return 0;
}

/* rand and random are libc's, which begin the same on each run; where a
   program is run again in one process, from a state of its own. */
static struct {
    struct random_data data;
    char state[128]; /* As large as libc's own: then it is as good. */
    bool seeded;
} draws;

void identity_reset(void)
{
    draws.seeded = false;
    title_reset();
}

static void seed(unsigned with)
{
    memset(&draws, 0, sizeof draws);
    initstate_r(with, draws.state, sizeof draws.state, &draws.data);
    draws.seeded = true;
}

static int draw(void)
{
    int32_t drawn = 0;

    if (!draws.seeded)
        seed(1);
    random_r(&draws.data, &drawn);
    self_area->scheduler.random++; /* It goes on in another state. */
    return drawn;
}

EXPORT int rand(void)
{
    return explore_runs() ? draw() : REAL(rand)();
}

EXPORT long random(void)
{
    return explore_runs() ? draw() : REAL(random)();
}

EXPORT void srand(unsigned with)
{
    if (explore_runs())
        seed(with);
    else
        REAL(srand)(with);
}

EXPORT void srandom(unsigned with)
{
    if (explore_runs())
        seed(with);
    else
        REAL(srandom)(with);
}
