/* submission.c - whose file is it, and of which exercise? */
#include "tui/grading/submission.h"

#include "must.h"
#include "tui/compile.h"

#include <dirent.h>
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct search {
    struct submissions *into;
    const struct shelf *shelf;
    const struct exercise *given;
    size_t root; /* Length of the graded folder's path; 0: a file. */
};

static char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return must_copy(slash ? slash + 1 : path);
}

/* A program, or a schedule that breaks one. */
static const char *ending_of(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot ? dot : "";
}

static bool is_handed_in(const char *path)
{
    return compile_is_source(path) || strcmp(ending_of(path), ".sched") == 0;
}

/* The longest exercise's name that the file's begins with, as EXERCISE.c or
   EXERCISE-STUDENT.c. Of two chapters' that of the folder, if it names one. */
static const struct exercise *exercise_of(const struct shelf *shelf,
                                          const char *path)
{
    const char *nearest;
    char *name = file_name(path);
    char *dash = strchr(name, '-');
    const struct exercise *found;

    if (dash)
        memmove(dash, ending_of(name), strlen(ending_of(name)) + 1);
    char *folders = must_copy(path);
    char *whole = must_print("%s/%s", dirname(folders), name);
    found = shelf_find(shelf, whole, &nearest);
    if (!found)
        found = shelf_find(shelf, name, &nearest);
    free(whole);
    free(folders);
    free(name);
    return found;
}

static char *name_without_end(const char *name)
{
    return must_print("%.*s", (int)(strlen(name) - strlen(ending_of(name))),
                      name);
}

/* The folder that a file is in, by its name. */
static char *folder_of(const char *path)
{
    char resolved[PATH_MAX];
    char *folder = must_copy(path);

    if (!realpath(dirname(folder), resolved))
        strcpy(resolved, ".");
    free(folder);
    return file_name(resolved);
}

static char *student_of(const struct search *search, const char *path)
{
    char *name = file_name(path);
    const char *dash = strchr(name, '-');
    char *student;

    if (dash && !search->given) {
        student = name_without_end(dash + 1);
    } else if (search->root > 0 && strchr(path + search->root + 1, '/')) {
        const char *below = path + search->root + 1;

        student = must_print("%.*s", (int)strcspn(below, "/"), below);
    } else if (search->given) {
        student = name_without_end(name);
    } else {
        student = folder_of(path);
    }
    free(name);
    return student;
}

static void add_file(const struct search *search, const char *path)
{
    struct submissions *into = search->into;
    const struct exercise *exercise =
        search->given ? search->given : exercise_of(search->shelf, path);

    if (!exercise) {
        into->strangers = must_resize(into->strangers, into->stranger_count + 1,
                                      sizeof *into->strangers);
        into->strangers[into->stranger_count++] = must_copy(path);
        return;
    }
    into->items =
        must_resize(into->items, into->count + 1, sizeof *into->items);
    into->items[into->count++] = (struct submission){
        exercise, student_of(search, path), must_copy(path)};
}

static bool add_folder(const struct search *search, const char *path)
{
    DIR *directory = opendir(path);
    struct dirent *entry;
    struct stat status;

    if (!directory)
        return false;
    while ((entry = readdir(directory))) {
        if (*entry->d_name == '.')
            continue;
        char *inside = must_print("%s/%s", path, entry->d_name);
        if (lstat(inside, &status) == 0) {
            if (S_ISDIR(status.st_mode))
                add_folder(search, inside);
            else if (S_ISREG(status.st_mode) && is_handed_in(inside))
                add_file(search, inside);
        }
        free(inside);
    }
    closedir(directory);
    return true;
}

bool submissions_add(struct submissions *submissions, const struct shelf *shelf,
                     const struct exercise *given, const char *path)
{
    struct search search = {submissions, shelf, given, 0};
    struct stat status;

    if (stat(path, &status) != 0)
        return false;
    if (!S_ISDIR(status.st_mode)) {
        errno = EINVAL;
        if (!S_ISREG(status.st_mode) || !is_handed_in(path))
            return false;
        add_file(&search, path);
        return true;
    }
    char *folder = must_copy(path);
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/')
        folder[--length] = '\0';
    search.root = length;
    bool well = add_folder(&search, folder);
    free(folder);
    return well;
}

static int by_student(const void *a, const void *b)
{
    const struct submission *left = a;
    const struct submission *right = b;
    int order = strcmp(left->student, right->student);

    if (order == 0)
        order = strverscmp(left->exercise->folder, right->exercise->folder);
    if (order == 0)
        order = left->exercise->order - right->exercise->order;
    return order != 0 ? order : strcmp(left->path, right->path);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void submissions_sort(struct submissions *submissions)
{
    if (submissions->count > 0)
        qsort(submissions->items, submissions->count,
              sizeof *submissions->items, by_student);
    if (submissions->stranger_count > 0)
        qsort(submissions->strangers, submissions->stranger_count,
              sizeof *submissions->strangers, by_text);
}

void submissions_fini(struct submissions *submissions)
{
    for (size_t i = 0; i < submissions->count; i++) {
        free(submissions->items[i].student);
        free(submissions->items[i].path);
    }
    for (size_t i = 0; i < submissions->stranger_count; i++)
        free(submissions->strangers[i]);
    free(submissions->items);
    free(submissions->strangers);
}
