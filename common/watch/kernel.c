/* kernel.c - reading /proc/PID/task/TID. */
#include "watch/kernel.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

bool kernel_open(struct kernel_task *task, pid_t pid, pid_t tid)
{
    char path[96];

    snprintf(path, sizeof path, "/proc/%ld/task/%ld/stat", (long)pid,
             (long)tid);
    task->stat = open(path, O_RDONLY | O_CLOEXEC);
    if (task->stat < 0) {
        task->status = -1;
        return false;
    }
    snprintf(path, sizeof path, "/proc/%ld/task/%ld/status", (long)pid,
             (long)tid);
    task->status = open(path, O_RDONLY | O_CLOEXEC);
    return true;
}

void kernel_close(struct kernel_task *task)
{
    if (task->stat >= 0)
        close(task->stat);
    if (task->status >= 0)
        close(task->status);
    task->stat = task->status = -1;
}

/* Reads the whole small file into `text`. False: it is gone. */
static bool read_again(int fd, char *text, size_t size)
{
    ssize_t got = pread(fd, text, size - 1, 0);

    if (got <= 0)
        return false;
    text[got] = '\0';
    return true;
}

/* The number after `fields` spaces. */
static unsigned long long field(const char *text, int fields)
{
    while (fields-- > 0 && text)
        text = strchr(text + 1, ' ');
    return text ? strtoull(text, NULL, 10) : 0;
}

static bool read_stat(struct kernel_task *task, struct kernel_sample *sample)
{
    static long ticks_per_second;
    static long page_kib;
    char text[1024];

    if (!read_again(task->stat, text, sizeof text))
        return false;
    /* The name is in parentheses and may hold anything; the third field, the
       state, comes after the last of them. */
    const char *rest = strrchr(text, ')');
    if (!rest || rest[1] != ' ' || !rest[2])
        return false;
    if (ticks_per_second == 0) {
        ticks_per_second = sysconf(_SC_CLK_TCK);
        page_kib = sysconf(_SC_PAGESIZE) / 1024;
    }
    const char *from_state = rest + 1; /* Field 3 is 0 spaces further. */
    unsigned long long ticks =
        field(from_state, 14 - 3) + field(from_state, 15 - 3);
    sample->state = rest[2];
    sample->cpu_ns = ticks * (1000000000U / (unsigned long)ticks_per_second);
    sample->rss_kib =
        (uint32_t)(field(from_state, 24 - 3) * (unsigned long)page_kib);
    sample->exit_status =
        sample->state == 'Z' ? (int32_t)field(from_state, 52 - 3) : -1;
    return true;
}

static void read_switches(struct kernel_task *task,
                          struct kernel_sample *sample)
{
    char text[4096];

    if (task->status < 0 || !read_again(task->status, text, sizeof text))
        return;
    const char *at = strstr(text, "\nvoluntary_ctxt_switches:");
    if (at)
        sample->voluntary = (uint32_t)strtoul(strchr(at, ':') + 1, NULL, 10);
    at = strstr(text, "\nnonvoluntary_ctxt_switches:");
    if (at)
        sample->involuntary = (uint32_t)strtoul(strchr(at, ':') + 1, NULL, 10);
}

bool kernel_look(struct kernel_task *task, struct kernel_sample *sample,
                 bool deep)
{
    if (task->stat < 0 || !read_stat(task, sample))
        return false;
    if (deep)
        read_switches(task, sample);
    return true;
}

bool kernel_look_once(pid_t pid, pid_t tid, struct kernel_sample *sample)
{
    struct kernel_task files = {-1, -1};
    bool found =
        kernel_open(&files, pid, tid) && kernel_look(&files, sample, false);

    kernel_close(&files);
    return found;
}

/* Of a line such as "Anonymous:    132 kB"; 0: there is none. */
static uint32_t pages_of(const char *text, const char *name)
{
    const char *at = strstr(text, name);
    unsigned long kib = at ? strtoul(at + strlen(name), NULL, 10) : 0;

    return (uint32_t)(kib * 1024 / (unsigned long)sysconf(_SC_PAGESIZE));
}

/* What is private and dirty is its own; but memory mapped as shared is not
   anonymous, and others may just not have come to it yet. */
bool kernel_look_at_memory(pid_t pid, struct kernel_memory *memory)
{
    char path[64];
    char text[4096];

    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    bool there = read_again(file, text, sizeof text);
    close(file);
    if (!there)
        return false;
    uint32_t all = pages_of(text, "\nAnonymous:");
    memory->own = pages_of(text, "\nPrivate_Dirty:");
    if (memory->own > all)
        memory->own = all;
    memory->shared = all - memory->own;
    return true;
}

/* Those that wait. */
static const char *name_of_call(long number)
{
    static const struct {
        long number;
        const char *name;
    } calls[] = {
        {SYS_read, "read"},
        {SYS_readv, "readv"},
        {SYS_write, "write"},
        {SYS_writev, "writev"},
        {SYS_recvfrom, "recvfrom"},
        {SYS_recvmsg, "recvmsg"},
        {SYS_sendto, "sendto"},
        {SYS_sendmsg, "sendmsg"},
        {SYS_accept, "accept"},
        {SYS_accept4, "accept4"},
        {SYS_connect, "connect"},
        {SYS_ppoll, "ppoll"},
        {SYS_pselect6, "pselect"},
        {SYS_epoll_pwait, "epoll_wait"},
        {SYS_futex, "futex"},
        {SYS_nanosleep, "nanosleep"},
        {SYS_clock_nanosleep, "clock_nanosleep"},
        {SYS_wait4, "wait4"},
        {SYS_waitid, "waitid"},
        {SYS_flock, "flock"},
        {SYS_fcntl, "fcntl"},
        {SYS_msgrcv, "msgrcv"},
        {SYS_msgsnd, "msgsnd"},
        {SYS_semop, "semop"},
        {SYS_semtimedop, "semtimedop"},
        {SYS_mq_timedsend, "mq_send"},
        {SYS_mq_timedreceive, "mq_receive"},
        {SYS_rt_sigtimedwait, "sigwait"},
        {SYS_rt_sigsuspend, "sigsuspend"},
        {SYS_io_getevents, "io_getevents"},
#ifdef SYS_poll
        {SYS_poll, "poll"},
        {SYS_select, "select"},
        {SYS_pause, "pause"},
        {SYS_epoll_wait, "epoll_wait"},
        {SYS_open, "open"},
#endif
        {SYS_openat, "openat"},
    };

    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        if (calls[i].number == number)
            return calls[i].name;
    }
    return NULL;
}

const char *kernel_call(pid_t pid, pid_t tid, char *text, size_t size)
{
    char path[64];
    char line[256] = "";
    char *end;

    *text = '\0';
    snprintf(path, sizeof path, "/proc/%d/task/%d/syscall", (int)pid, (int)tid);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return text;
    if (!read_again(file, line, sizeof line))
        *line = '\0';
    close(file);
    long number = strtol(line, &end, 10);
    const char *name = name_of_call(number);
    if (end == line || number < 0) /* "running". */
        return text;
    if (name)
        snprintf(text, size, "%s", name);
    else
        snprintf(text, size, "call %ld", number);
    return text;
}
