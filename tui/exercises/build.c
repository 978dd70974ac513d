/* build.c - what a compiler is told. */
#include "tui/exercises/build.h"

#include "must.h"
#include "tui/compile.h"

#include <stdlib.h>
#include <string.h>

/* The student's calls of these go through the check (check_freely.h). */
static const char *const wrapped[] = {
    "malloc", "calloc",    "realloc",  "strdup",   "free",   "sleep",
    "usleep", "nanosleep", "shm_open", "sem_open", "mq_open"};

struct list {
    char **items;
    size_t count;
};

static void add(struct list *list, char *item)
{
    list->items =
        must_resize(list->items, list->count + 2, sizeof *list->items);
    list->items[list->count++] = item;
    list->items[list->count] = NULL;
}

/* A file from elsewhere finds the headers beside the exercise, too. */
static void add_common(struct list *list, const struct exercise *exercise)
{
    const char *slash = strrchr(exercise->check, '/');

    add(list, must_copy("-std=c11"));
    add(list, must_copy("-D_GNU_SOURCE"));
    add(list, must_copy("-pthread"));
    add(list,
        must_print("-I%.*s", (int)(slash - exercise->check), exercise->check));
}

static void add_check(struct list *list, const struct exercise *exercise,
                      const char *file, const char *program)
{
    add_common(list, exercise);
    add(list, must_copy("-w")); /* Warnings were the first layer's matter. */
    add(list, must_copy("-DCHECK"));
    add(list, must_copy("-Dmain=exercise_main"));
    add(list, must_print("-DEXERCISE=\"%s\"", file));
    add(list, must_copy(exercise->check));
    add(list, must_copy("-o"));
    add(list, must_copy(program));
}

char **build_alone(const struct exercise *exercise, const char *file)
{
    struct list list = {0};

    add(&list, must_copy(compile_compiler()));
    add_common(&list, exercise);
    add(&list, must_copy("-Wall"));
    add(&list, must_copy("-Wextra"));
    add(&list, must_copy("-fsyntax-only"));
    add(&list, must_copy("-fdiagnostics-color=never"));
    add(&list, must_copy(file));
    return list.items;
}

char **build_freely(const struct exercise *exercise, const char *file,
                    const char *program)
{
    struct list list = {0};

    add(&list, must_copy(compile_compiler()));
    add(&list, must_copy("-g"));
    add(&list, must_copy("-DCHECK_FREELY"));
    add_check(&list, exercise, file, program);
    for (size_t i = 0; i < sizeof wrapped / sizeof *wrapped; i++)
        add(&list, must_print("-Wl,--wrap=%s", wrapped[i]));
    add(&list, must_copy("-lcmocka"));
    add(&list, must_copy("-lrt"));
    add(&list, must_copy("-lm"));
    return list.items;
}

char **build_searched(const struct exercise *exercise, const char *file,
                      const char *program)
{
    struct list list = {0};

    add_check(&list, exercise, file, program);
    add(&list, must_copy("-lrt"));
    add(&list, must_copy("-lm"));
    char **all = compile_arguments(list.items);
    compile_forget(list.items);
    return all;
}
