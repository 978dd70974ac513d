/* usage.c - /proc, read as a tree. */
#include "tui/grading/usage.h"

#include "must.h"

#include <ctype.h>
#include <dirent.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct process {
    pid_t pid;
    pid_t parent;
    unsigned threads;
    bool below;
    bool dead; /* A zombie. */
};

struct processes {
    struct process *items;
    size_t count;
};

static bool read_process(const char *name, struct process *process)
{
    char path[64];
    char line[1024];
    char state;
    long threads;

    snprintf(path, sizeof path, "/proc/%.20s/stat", name);
    FILE *file = fopen(path, "r");
    size_t length = file ? fread(line, 1, sizeof line - 1, file) : 0;
    if (file)
        fclose(file);
    line[length] = '\0';
    const char *behind = strrchr(line, ')'); /* A name may hold anything. */
    if (!behind ||
        sscanf(behind + 1,
               " %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d "
               "%*d %*d %ld",
               &state, &process->parent, &threads) != 3)
        return false;
    process->pid = atoi(name);
    process->threads = (unsigned)threads;
    process->dead = state == 'Z' || state == 'X';
    process->below = false;
    return true;
}

static struct processes read_all(void)
{
    struct processes all = {0};
    DIR *directory = opendir("/proc");
    struct dirent *entry;
    struct process process;

    while (directory && (entry = readdir(directory))) {
        if (!isdigit((unsigned char)*entry->d_name) ||
            !read_process(entry->d_name, &process))
            continue;
        all.items = must_resize(all.items, all.count + 1, sizeof *all.items);
        all.items[all.count++] = process;
    }
    if (directory)
        closedir(directory);
    return all;
}

/* Parents may stand behind their children: again, until none is added. */
static void mark_below(struct processes *all, pid_t first)
{
    for (bool added = true; added;) {
        added = false;
        for (size_t i = 0; i < all->count; i++) {
            struct process *process = &all->items[i];
            bool below = process->parent == first;

            for (size_t k = 0; !below && k < all->count; k++)
                below =
                    all->items[k].below && all->items[k].pid == process->parent;
            added = added || (below && !process->below);
            process->below = below;
        }
    }
}

/* Its own memory; and what it may share with others. */
static uint64_t memory_of(pid_t pid, uint64_t *shared)
{
    char path[64];
    unsigned long resident = 0;
    unsigned long common = 0;
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);

    snprintf(path, sizeof path, "/proc/%d/statm", (int)pid);
    FILE *file = fopen(path, "r");
    if (file && fscanf(file, "%*u %lu %lu", &resident, &common) != 2)
        resident = common = 0;
    if (file)
        fclose(file);
    *shared = common * page;
    return resident > common ? (resident - common) * page : 0;
}

struct usage usage_below(pid_t first)
{
    struct processes all = read_all();
    struct usage usage = {0};
    uint64_t most = 0;
    uint64_t shared;

    mark_below(&all, first);
    for (size_t i = 0; i < all.count; i++) {
        if (!all.items[i].below)
            continue;
        usage.tasks += all.items[i].threads;
        usage.memory += memory_of(all.items[i].pid, &shared);
        most = shared > most ? shared : most;
    }
    usage.memory += most;
    free(all.items);
    return usage;
}

/* What is killed may have started another meanwhile. */
void usage_end_below(pid_t first)
{
    bool living = true;

    for (int round = 0; living && round < 100; round++) {
        struct processes all = read_all();

        living = false;
        mark_below(&all, first);
        for (size_t i = 0; i < all.count; i++) {
            if (all.items[i].below && !all.items[i].dead) {
                kill(all.items[i].pid, SIGKILL);
                living = true;
            }
        }
        free(all.items);
    }
}
