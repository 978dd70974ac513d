/* kin.c - /proc, read as a tree. */
#include "tui/exercises/kin.h"

#include "must.h"

#include <ctype.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool read_process(const char *name, struct kin_process *process)
{
    char path[64];
    char line[1024];
    unsigned long times[4];
    long threads;

    snprintf(path, sizeof path, "/proc/%.20s/stat", name);
    FILE *file = fopen(path, "re");
    size_t length = file ? fread(line, 1, sizeof line - 1, file) : 0;
    if (file)
        fclose(file);
    line[length] = '\0';
    const char *behind = strrchr(line, ')'); /* A name may hold anything. */
    if (!behind ||
        sscanf(behind + 1,
               " %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %lu %lu "
               "%*d %*d %ld",
               &process->state, &process->parent, &times[0], &times[1],
               &times[2], &times[3], &threads) != 7)
        return false;
    process->pid = atoi(name);
    process->threads = (unsigned)threads;
    process->ticks = times[0] + times[1] + times[2] + times[3];
    return true;
}

static struct kin read_all(void)
{
    struct kin all = {0};
    DIR *directory = opendir("/proc");
    struct dirent *entry;
    struct kin_process process;

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

static bool is_of(const struct kin_process *items, size_t count, pid_t pid)
{
    for (size_t i = 0; i < count; i++) {
        if (items[i].pid == pid)
            return true;
    }
    return false;
}

static void to_front(struct kin *all, size_t from, size_t to)
{
    struct kin_process process = all->items[from];

    all->items[from] = all->items[to];
    all->items[to] = process;
}

/* Parents may stand behind their children: again, until none is added. */
struct kin kin_read(pid_t first)
{
    struct kin all = read_all();
    size_t count = 0;

    for (bool added = true; added;) {
        added = false;
        for (size_t i = count; i < all.count; i++) {
            const struct kin_process *process = &all.items[i];

            if (process->pid != first &&
                !is_of(all.items, count, process->parent))
                continue;
            to_front(&all, i, count++);
            added = true;
        }
    }
    all.count = count;
    return all;
}

void kin_fini(struct kin *kin)
{
    free(kin->items);
}
