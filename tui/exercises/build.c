/* build.c - what a compiler is told. */
#include "tui/exercises/build.h"

#include "must.h"
#include "tui/compile.h"
#include "tui/drawing/wordlist.h"

#include <stdlib.h>
#include <string.h>

/* The student's calls of these go through the check (check_freely.h). */
static const char *const wrapped[] = {
    "malloc",  "calloc", "realloc",        "strdup",      "free",
    "sleep",   "usleep", "nanosleep",      "shm_open",    "sem_open",
    "mq_open", "fork",   "pthread_create", "posix_spawn", "posix_spawnp"};

/* A file from elsewhere finds the headers beside the exercise, too. */
static void add_common(struct wordlist *list, const struct exercise *exercise)
{
    const char *slash = strrchr(exercise->check, '/');

    wordlist_add(list, must_copy("-std=c11"));
    wordlist_add(list, must_copy("-D_GNU_SOURCE"));
    wordlist_add(list, must_copy("-pthread"));
    wordlist_add(list, must_print("-I%.*s", (int)(slash - exercise->check),
                                  exercise->check));
}

static void add_check(struct wordlist *list, const struct exercise *exercise,
                      const char *file, const char *program)
{
    add_common(list, exercise);
    wordlist_add(list,
                 must_copy("-w")); /* Warnings were the first layer's matter. */
    wordlist_add(list, must_copy("-DCHECK"));
    wordlist_add(list, must_copy("-Dmain=exercise_main"));
    wordlist_add(list, must_print("-DEXERCISE=\"%s\"", file));
    wordlist_add(list, must_copy(exercise->check));
    wordlist_add(list, must_copy("-o"));
    wordlist_add(list, must_copy(program));
}

char **build_alone(const struct exercise *exercise, const char *file)
{
    struct wordlist list = {0};

    wordlist_add(&list, must_copy(compile_compiler()));
    add_common(&list, exercise);
    wordlist_add(&list, must_copy("-Wall"));
    wordlist_add(&list, must_copy("-Wextra"));
    wordlist_add(&list, must_copy("-fsyntax-only"));
    wordlist_add(&list, must_copy("-fdiagnostics-color=never"));
    wordlist_add(&list, must_copy(file));
    return list.words;
}

char **build_freely(const struct exercise *exercise, const char *file,
                    const char *program)
{
    struct wordlist list = {0};

    wordlist_add(&list, must_copy(compile_compiler()));
    wordlist_add(&list, must_copy("-g"));
    wordlist_add(&list, must_copy("-DCHECK_FREELY"));
    add_check(&list, exercise, file, program);
    for (size_t i = 0; i < sizeof wrapped / sizeof *wrapped; i++)
        wordlist_add(&list, must_print("-Wl,--wrap=%s", wrapped[i]));
    wordlist_add(&list, must_copy("-lcmocka"));
    wordlist_add(&list, must_copy("-lrt"));
    wordlist_add(&list, must_copy("-lm"));
    return list.words;
}

char **build_searched(const struct exercise *exercise, const char *file,
                      const char *program)
{
    struct wordlist list = {0};

    add_check(&list, exercise, file, program);
    wordlist_add(&list, must_copy("-lrt"));
    wordlist_add(&list, must_copy("-lm"));
    char **all = compile_arguments(list.words);
    wordlist_free(list.words);
    return all;
}

char **build_broken(const struct exercise *exercise, const char *program)
{
    struct wordlist list = {0};

    wordlist_add(&list, must_copy("-std=c11"));
    wordlist_add(&list, must_copy("-D_GNU_SOURCE"));
    wordlist_add(&list, must_copy("-pthread"));
    wordlist_add(&list, must_copy(exercise->program));
    wordlist_add(&list, must_copy("-o"));
    wordlist_add(&list, must_copy(program));
    wordlist_add(&list, must_copy("-lrt"));
    wordlist_add(&list, must_copy("-lm"));
    char **all = compile_arguments(list.words);
    wordlist_free(list.words);
    return all;
}
