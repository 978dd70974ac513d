/* kernel.c - reading /proc/PID/task/TID. */
#include "watch/kernel.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
