/* place.c - finding the lab's files. */
#include "tui/place.h"

#include "must.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef PREFIX
#define PREFIX "/usr/local"
#endif

/* The folder that the running program is in. */
static const char *own_folder(void)
{
    static char folder[PATH_MAX];
    char path[PATH_MAX];

    if (*folder)
        return folder;
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    path[length > 0 ? length : 0] = '\0';
    snprintf(folder, sizeof folder, "%s", dirname(path));
    return folder;
}

static bool is_there(const char *path)
{
    return access(path, R_OK) == 0;
}

/* Where a checkout was built: `beside` is next to the program, or (lessons)
   one folder up. Else below the folder that bin/ is in; else below PREFIX. */
static const char *find(const char *beside, const char *installed)
{
    char *path = must_print("%s/%s", own_folder(), beside);

    if (is_there(path))
        return path;
    free(path);
    path = must_print("%s/../%s", own_folder(), installed);
    if (is_there(path))
        return path;
    free(path);
    return must_print("%s/%s", PREFIX, installed);
}

/* Found once: the three of them never move while the lab runs. */
const char *place_runtime(void)
{
    static const char *found;

    if (!found)
        found = find("libinterleave.so", "lib/interleave/libinterleave.so");
    return found;
}

/* The checkout's build folder has lessons/ too, of programs: so the sources
   are looked for above it. */
const char *place_lessons(void)
{
    static const char *found;

    if (!found) {
        char *beside = must_print("%s/libinterleave.so", own_folder());

        found = is_there(beside) ? find("../lessons", "lessons")
                                 : find("none", "share/interleave/lessons");
        free(beside);
    }
    return found;
}

const char *place_programs(void)
{
    static const char *found;

    if (!found)
        found = find("lessons", "lib/interleave/lessons");
    return found;
}

static int make_folder(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(path, 0700) != 0 && errno != EEXIST)
            return -1;
        *slash = '/';
    }
    return mkdir(path, 0700) == 0 || errno == EEXIST ? 0 : -1;
}

const char *place_state(void)
{
    static char *folder;
    const char *base = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");

    if (!folder) {
        if (base && *base == '/')
            folder = must_print("%s/interleave", base);
        else
            folder = must_print("%s/.local/state/interleave",
                                home && *home ? home : "/nonexistent");
    }
    return make_folder(folder) == 0 ? folder : NULL;
}
