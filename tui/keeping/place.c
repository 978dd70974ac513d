/* place.c - finding the lab's files. */
#include "tui/keeping/place.h"

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

enum { LEVELS = 4 }; /* Folders above the program that are looked in. */

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

/* A path of the checkout that this program was built in: `file` in its own
   folder, or in one above it. NULL: it is not in a checkout. */
static char *in_checkout(const char *file)
{
    char *folder = must_copy(own_folder());
    char *found = NULL;

    for (int up = 0; up < LEVELS && !found && *folder; up++) {
        found = must_print("%s/%s", folder, file);
        if (!is_there(found)) {
            free(found);
            found = NULL;
        }
        char *slash = strrchr(folder, '/');
        *(slash ? slash : folder) = '\0';
    }
    free(folder);
    return found;
}

static char *installed(const char *file)
{
    char *path = must_print("%s/../%s", own_folder(), file);

    if (is_there(path))
        return path;
    free(path);
    return must_print("%s/%s", PREFIX, file);
}

/* The build folder holds the runtime beside the program. */
static bool is_built_here(void)
{
    char *beside = must_print("%s/libinterleave.so", own_folder());
    bool there = is_there(beside);

    free(beside);
    return there;
}

/* Found once: they never move while the lab runs. */
const char *place_runtime(void)
{
    static const char *found;

    if (!found)
        found = is_built_here()
                    ? must_print("%s/libinterleave.so", own_folder())
                    : installed("lib/interleave/libinterleave.so");
    return found;
}

/* By place_give_lessons; NULL: none were. */
static char *given_lessons;
static char *given_programs;

const char *place_lessons(void)
{
    return given_lessons ? given_lessons : place_own_lessons();
}

const char *place_own_lessons(void)
{
    static char *found;

    if (found)
        return found;
    found = is_built_here() ? in_checkout("lessons/must.h") : NULL;
    if (found)
        *strrchr(found, '/') = '\0';
    else
        found = installed("share/interleave/lessons");
    return found;
}

/* Exercises and solutions are folders beside that of the lessons. */
static const char *beside_lessons(const char *name)
{
    const char *lessons = place_own_lessons();

    return must_print("%.*s/%s", (int)(strrchr(lessons, '/') - lessons),
                      lessons, name);
}

const char *place_exercises(void)
{
    static const char *found;

    if (!found)
        found = beside_lessons("exercises");
    return found;
}

const char *place_solutions(void)
{
    static const char *found;

    if (!found)
        found = beside_lessons("solutions");
    return found;
}

const char *place_programs(void)
{
    static const char *found;

    if (given_programs)
        return given_programs;
    if (!found)
        found = is_built_here() ? must_print("%s/lessons", own_folder())
                                : installed("lib/interleave/lessons");
    return found;
}

const char *place_words(void)
{
    static const char *found;

    if (!found)
        found = is_built_here() ? must_print("%s/locale", own_folder())
                                : installed("share/locale");
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

bool place_make_folder(const char *path)
{
    char *copy = must_copy(path);
    bool made = make_folder(copy) == 0;

    free(copy);
    return made;
}

/* A folder of ours, by the variable that names where such are, or in HOME. */
static char *own_place(const char *variable, const char *usual)
{
    const char *base = getenv(variable);
    const char *home = getenv("HOME");

    if (base && *base == '/')
        return must_print("%s/interleave", base);
    return must_print("%s/%s/interleave", home && *home ? home : "/nonexistent",
                      usual);
}

bool place_give_lessons(const char *folder)
{
    struct stat status;
    char *real = realpath(folder, NULL);

    if (!real || stat(real, &status) != 0 || !S_ISDIR(status.st_mode)) {
        free(real);
        return false;
    }
    char *cache = own_place("XDG_CACHE_HOME", ".cache");
    free(given_lessons);
    free(given_programs);
    given_lessons = real;
    given_programs = must_print("%s/programs%s", cache, real);
    free(cache);
    return true;
}

bool place_lessons_are_given(void)
{
    return given_lessons != NULL;
}

const char *place_state(void)
{
    static char *folder;

    if (!folder)
        folder = own_place("XDG_STATE_HOME", ".local/state");
    return make_folder(folder) == 0 ? folder : NULL;
}

const char *place_schedules(void)
{
    static char *folder;
    const char *state = place_state();

    if (!state)
        return NULL;
    if (!folder)
        folder = must_print("%s/schedules", state);
    return make_folder(folder) == 0 ? folder : NULL;
}
