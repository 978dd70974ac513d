/* stillness.c - what the kernel says of tasks: how often they were switched to,
   and in which call they are. */
#include "tui/exercises/stillness.h"

#include "tui/exercises/kin.h"

#include <ctype.h>
#include <dirent.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { TEXT = 4096 };

/* Of timers: who has a handler for one may be woken by it. */
static const uint64_t timers = 1ULL << (SIGALRM - 1) | 1ULL << (SIGVTALRM - 1) |
                               1ULL << (SIGPROF - 1) | 1ULL << (SIGIO - 1);
static const uint64_t real_time = ~0ULL << 33; /* The first two are libc's. */

static bool read_text(const char *path, char text[TEXT])
{
    FILE *file = fopen(path, "re");
    size_t length = file ? fread(text, 1, TEXT - 1, file) : 0;

    if (file)
        fclose(file);
    text[length] = '\0';
    return length > 0;
}

static uint64_t number_behind(const char *text, const char *key, int base)
{
    const char *at = strstr(text, key);

    return at ? strtoull(at + strlen(key), NULL, base) : 0;
}

static uint64_t mixed(uint64_t sum, uint64_t number)
{
    return (sum ^ number) * 0x100000001b3ULL;
}

/* ---- Waits that only another task can end. ---- */

static bool is_endless_futex(const unsigned long long arguments[6])
{
    int what = (int)arguments[1] & FUTEX_CMD_MASK;

    return arguments[3] == 0 &&
           (what == FUTEX_WAIT || /* No limit. */
            what == FUTEX_WAIT_BITSET || what == FUTEX_LOCK_PI);
}

/* What a timer, or a file's owner, makes readable is another matter. */
static bool is_between_tasks(pid_t pid, unsigned long long descriptor)
{
    char path[64];
    char what[32] = "";

    snprintf(path, sizeof path, "/proc/%d/fd/%llu", (int)pid, descriptor);
    return readlink(path, what, sizeof what - 1) > 0 &&
           (strncmp(what, "pipe:", strlen("pipe:")) == 0 ||
            strncmp(what, "socket:", strlen("socket:")) == 0);
}

/* "202 0x7f... 0x80 ...": the call, and what it was given. */
static bool is_endless_wait(pid_t pid, const char *line)
{
    unsigned long long a[6];
    long call;

    if (sscanf(line, "%ld %llx %llx %llx %llx %llx %llx", &call, &a[0], &a[1],
               &a[2], &a[3], &a[4], &a[5]) != 7)
        return false; /* "running", or not told. */
    switch (call) {
    case SYS_futex:
        return is_endless_futex(a);
    case SYS_mq_timedreceive:
    case SYS_mq_timedsend:
        return a[4] == 0;
    case SYS_read:
    case SYS_write:
        return is_between_tasks(pid, a[0]);
    case SYS_wait4:
    case SYS_waitid:
        return true;
    default:
        return false;
    }
}

/* ---- Looking. ---- */

/* Asleep, stopped, or dead: else it runs, or would if it came to it. */
static bool is_at_rest(const char *status)
{
    const char *state = strstr(status, "State:\t");

    return state && strchr("STtZX", state[strlen("State:\t")]);
}

static void look_at_task(struct stillness *now, pid_t pid, const char *task)
{
    char path[128];
    char text[TEXT];

    snprintf(path, sizeof path, "/proc/%d/task/%.20s/status", (int)pid, task);
    if (!read_text(path, text)) {
        now->waits = false;
        return;
    }
    now->runs = now->runs || !is_at_rest(text);
    uint64_t handled = number_behind(text, "SigCgt:", 16);
    now->seen = mixed(now->seen, strtoull(task, NULL, 10));
    now->seen =
        mixed(now->seen, number_behind(text, "\nvoluntary_ctxt_switches:", 10));
    now->seen = mixed(now->seen,
                      number_behind(text, "nonvoluntary_ctxt_switches:", 10));
    snprintf(path, sizeof path, "/proc/%d/task/%.20s/syscall", (int)pid, task);
    if ((handled & (timers | real_time)) || !read_text(path, text) ||
        !is_endless_wait(pid, text))
        now->waits = false;
}

static void look_at_process(struct stillness *now,
                            const struct kin_process *process)
{
    char path[64];
    struct dirent *entry;

    now->cpu_s += (double)process->ticks / (double)sysconf(_SC_CLK_TCK);
    if (process->state == 'Z')
        return;
    snprintf(path, sizeof path, "/proc/%d/task", (int)process->pid);
    DIR *tasks = opendir(path);
    if (!tasks)
        now->waits = false;
    while (tasks && (entry = readdir(tasks))) {
        if (isdigit((unsigned char)*entry->d_name))
            look_at_task(now, process->pid, entry->d_name);
    }
    if (tasks)
        closedir(tasks);
}

void stillness_look(struct stillness *stillness, pid_t pid, double now)
{
    struct stillness latest = {.seen = 1, .waits = true};
    struct kin kin = kin_read(pid);

    for (size_t i = 0; i < kin.count; i++)
        look_at_process(&latest, &kin.items[i]);
    bool same = stillness->since > 0 && latest.seen == stillness->seen &&
                !latest.runs && !stillness->runs;
    latest.for_ever = kin.count > 0 && same && latest.waits && stillness->waits;
    latest.since = same ? stillness->since : now;
    *stillness = latest;
    kin_fini(&kin);
}
