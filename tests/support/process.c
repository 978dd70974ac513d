/* process.c - finding and ending what a test started. */
#include "tests/support/process.h"

#include "must.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* A file of /proc in a buffer, with a NUL behind. Its length; 0: gone. */
static size_t read_proc(pid_t process, const char *file, char *text,
                        size_t size)
{
    char path[64];
    size_t got = 0;
    ssize_t more;

    snprintf(path, sizeof path, "/proc/%ld/%s", (long)process, file);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    while (fd >= 0 && got + 1 < size &&
           (more = read(fd, text + got, size - 1 - got)) > 0)
        got += (size_t)more;
    if (fd >= 0)
        close(fd);
    text[got] = '\0';
    return got;
}

static bool has_mark(pid_t process, const char *mark)
{
    static char environment[65536];
    size_t length =
        read_proc(process, "environ", environment, sizeof environment);

    for (size_t at = 0; at < length; at += strlen(environment + at) + 1) {
        if (strcmp(environment + at, mark) == 0)
            return true;
    }
    return false;
}

static bool is_called(pid_t process, const char *name)
{
    char command[32];

    if (!name)
        return true;
    read_proc(process, "comm", command, sizeof command);
    command[strcspn(command, "\n")] = '\0';
    return strncmp(command, name, 15) == 0; /* All that the kernel keeps. */
}

char process_state(pid_t process)
{
    char stat[512];

    read_proc(process, "stat", stat, sizeof stat);
    const char *name_end = strrchr(stat, ')');
    return name_end && name_end[1] ? name_end[2] : '\0';
}

int process_find(const char *mark, const char *name, pid_t *processes, int room)
{
    DIR *all = opendir("/proc");
    struct dirent *entry;
    int count = 0;

    while (all && (entry = readdir(all))) {
        pid_t process = isdigit((unsigned char)*entry->d_name)
                            ? (pid_t)strtol(entry->d_name, NULL, 10)
                            : 0;

        if (process == 0 || process == getpid() || !has_mark(process, mark) ||
            !is_called(process, name) || process_state(process) == 'Z')
            continue;
        if (count < room)
            processes[count] = process;
        count++;
    }
    if (all)
        closedir(all);
    return count;
}

void process_end_all(const char *mark)
{
    pid_t found[64];

    for (int rounds = 0; rounds < 100; rounds++) {
        int count = process_find(mark, NULL, found, 64);

        if (count == 0)
            return;
        for (int i = 0; i < count && i < 64; i++)
            kill(found[i], SIGKILL);
        poll(NULL, 0, 10);
    }
}

long process_now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void process_mark(char *mark, int size)
{
    static int count;

    snprintf(mark, (size_t)size, "INTERLEAVE_TEST=%ld.%d.%ld", (long)getpid(),
             ++count, process_now_ms());
}

char *process_make_folder(void)
{
    const char *below = getenv("TMPDIR");
    char *path = must_print("%s/interleave-test-XXXXXX",
                            below && *below ? below : "/tmp");

    MUST(mkdtemp(path) != NULL);
    return path;
}

static int remove_one(const char *path, const struct stat *status, int type,
                      struct FTW *place)
{
    (void)status;
    (void)type;
    (void)place;
    remove(path);
    return 0;
}

void process_remove_folder(const char *path)
{
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
