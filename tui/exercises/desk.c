/* desk.c - copying exercises, and finding the copy again. */
#include "tui/exercises/desk.h"

#include "must.h"
#include "tui/drawing/text.h"
#include "tui/keeping/place.h"
#include "tui/keeping/whole.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_there(const char *path)
{
    return access(path, R_OK) == 0;
}

static bool is_same(const char *one, const char *other)
{
    struct stat a;
    struct stat b;

    return stat(one, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

/* ---- Where it is. ---- */

char *desk_folder(void)
{
    const char *state = place_state();
    char *path = state ? must_print("%s/exercises", state) : NULL;
    char *folder = path ? text_of_file(path) : NULL;

    free(path);
    if (folder)
        folder[strcspn(folder, "\n")] = '\0';
    if (folder && *folder && is_there(folder))
        return folder;
    free(folder);
    return NULL;
}

/* The exercise in a folder; NULL: it is not there, or is the original. */
static char *in_folder(const char *folder, const struct exercise *exercise)
{
    char *path = must_print("%s/%s/%s%s", folder, exercise->folder,
                            exercise->name, exercise->ending);

    if (is_there(path) && !is_same(path, exercise->stub))
        return path;
    free(path);
    return NULL;
}

char *desk_file(const struct exercise *exercise)
{
    static const char *const near[] = {".", "..", "exercises"};
    char *folder = desk_folder();
    char *found = NULL;

    for (size_t i = 0; i < sizeof near / sizeof *near && !found; i++)
        found = in_folder(near[i], exercise);
    if (!found && folder)
        found = in_folder(folder, exercise);
    free(folder);
    return found ? found : must_copy(exercise->stub);
}

static bool make_folder(const char *path)
{
    return mkdir(path, 0755) == 0 || errno == EEXIST;
}

char *desk_bench(const struct exercise *exercise)
{
    const char *state = place_state();
    char *checks = state ? must_print("%s/checks", state) : NULL;
    char *bench = NULL;

    if (checks && make_folder(checks)) {
        bench =
            must_print("%s/%s.%s", checks, exercise->chapter, exercise->name);
        if (!make_folder(bench)) {
            free(bench);
            bench = NULL;
        }
    }
    free(checks);
    return bench;
}

/* ---- Copying. ---- */

static bool copy(const char *from, const char *to)
{
    char *text = text_of_file(from);
    bool well = text && whole_write(to, text, 0644);

    free(text);
    return well;
}

static bool copy_new(const char *from, const char *to, unsigned *copied,
                     unsigned *kept)
{
    if (is_there(to)) {
        ++*kept;
        return true;
    }
    ++*copied;
    return copy(from, to);
}

static bool copy_exercise(const struct exercise *exercise, const char *folder,
                          unsigned *copied, unsigned *kept)
{
    char *chapter = must_print("%s/%s", folder, exercise->folder);
    char *file =
        must_print("%s/%s%s", chapter, exercise->name, exercise->ending);
    char *program = must_print("%s/%s.c", chapter, exercise->name);
    bool well = make_folder(chapter) &&
                copy_new(exercise->stub, file, copied, kept) &&
                (!exercise->own_program || is_there(program) ||
                 copy(exercise->program, program));

    free(program);
    free(file);
    free(chapter);
    return well;
}

static bool copy_header(const char *name, const char *folder)
{
    char *from = must_print("%s/%s", place_exercises(), name);
    char *to = must_print("%s/%s", folder, name);
    bool well = is_there(to) || copy(from, to);

    free(to);
    free(from);
    return well;
}

static bool remember(const char *folder)
{
    const char *state = place_state();
    char *real = realpath(folder, NULL);
    char *path = state ? must_print("%s/exercises", state) : NULL;
    char *line = real ? must_print("%s\n", real) : NULL;
    bool well = path && line && whole_write(path, line, 0644);

    free(line);
    free(path);
    free(real);
    return well;
}

bool desk_make(const struct shelf *shelf, const char *folder, unsigned *copied,
               unsigned *kept)
{
    *copied = *kept = 0;
    if (!make_folder(folder) || !copy_header("must.h", folder) ||
        !copy_header("work.h", folder))
        return false;
    for (size_t i = 0; i < shelf->count; i++) {
        if (!copy_exercise(&shelf->exercises[i], folder, copied, kept))
            return false;
    }
    return remember(folder);
}

bool desk_reset(const struct exercise *exercise, const char *file,
                char **backup)
{
    *backup = must_print("%s.bak", file);
    for (int i = 2; is_there(*backup); i++) {
        free(*backup);
        *backup = must_print("%s.bak%d", file, i);
    }
    return copy(file, *backup) && copy(exercise->stub, file);
}
