/* usage.c - what all that was started uses, added up. */
#include "tui/grading/usage.h"

#include "tui/exercises/kin.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

/* Its own memory; and what it may share with others. */
static uint64_t memory_of(pid_t pid, uint64_t *shared)
{
    char path[64];
    unsigned long resident = 0;
    unsigned long common = 0;
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);

    snprintf(path, sizeof path, "/proc/%d/statm", (int)pid);
    FILE *file = fopen(path, "re");
    if (file && fscanf(file, "%*u %lu %lu", &resident, &common) != 2)
        resident = common = 0;
    if (file)
        fclose(file);
    *shared = common * page;
    return resident > common ? (resident - common) * page : 0;
}

struct usage usage_below(pid_t first)
{
    struct kin kin = kin_read(first);
    struct usage usage = {0};
    uint64_t most = 0;
    uint64_t shared;

    for (size_t i = 0; i < kin.count; i++) {
        if (kin.items[i].pid == first)
            continue;
        usage.tasks += kin.items[i].threads;
        usage.memory += memory_of(kin.items[i].pid, &shared);
        most = shared > most ? shared : most;
    }
    usage.memory += most;
    kin_fini(&kin);
    return usage;
}

/* What is killed may have started another meanwhile. */
void usage_end_below(pid_t first)
{
    bool living = true;

    for (int round = 0; living && round < 100; round++) {
        struct kin kin = kin_read(first);

        living = false;
        for (size_t i = 0; i < kin.count; i++) {
            const struct kin_process *process = &kin.items[i];

            if (process->pid != first && process->state != 'Z' &&
                process->state != 'X') {
                kill(process->pid, SIGKILL);
                living = true;
            }
        }
        kin_fini(&kin);
    }
}
