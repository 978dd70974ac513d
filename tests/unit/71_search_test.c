/* 71_search_test.c - the lab's search over common/parallel: small programs
   under all schedules, and mistakes planted in the library, which it finds.

   The programs are in tests/searched. All of the library that is between
   threads is compiled so that the search sees what it does. */
#include "tests/support/explored.h"
#include "tests/support/watched.h"

#include "must.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define FOLDER  "tests/searched/"
#define LIBRARY "common/parallel/"

enum { JOBS = 2, SOURCE_ROOM = 32768 };

static const char *const programs[] = {
    FOLDER "lock",  FOLDER "rlock",        FOLDER "semaphore",
    FOLDER "event", FOLDER "condition",    FOLDER "barrier",
    FOLDER "queue", FOLDER "queue_closed", FOLDER "joinable_queue",
    FOLDER "deque", FOLDER "thread_pool",
};

enum { PROGRAMS = sizeof programs / sizeof *programs };

static const struct exploring_options until_all = {
    .search = {.seed = 1, .strategy = STRATEGY_DPOR}, .seconds = 15};

/* A mistake somebody could make: where it says the one, it says the other. */
static const struct {
    const char *source;
    const char *program;
    const char *right;
    const char *wrong;
} mistakes[] = {
    {"lock", "lock", "return mutex_acquire(&lock->mutex, timeout_ms);",
     "int error = mutex_acquire(&lock->mutex, timeout_ms);"
     "return timeout_ms == 0 ? 0 : error;"},
    {"semaphore", "semaphore", "if (!error && semaphore->bounded)", "if (0)"},
    {"event", "event", "    atomic_store(&event->set, true);\n",
     "    bool nobody = atomic_load(&event->waiters) == 0;\n"
     "    atomic_store(&event->set, true); if (nobody) return 0;\n"},
    {"condition", "condition", "return most == 1 ? pthread_cond_signal",
     "return most == 1 ? 0 : most == 0 ? pthread_cond_signal"},
    {"barrier", "barrier", "        barrier->releases++;\n", ""},
    {"queue", "queue", "        room->woken--;", "        room->woken += 0;"},
    {"queue", "queue_closed",
     "    condition_notify_all(&queue->getters.changed);\n", ""},
    {"joinable_queue", "joinable_queue",
     "    condition_notify_all(&queue->all_done);\n", ""},
    {"ring_queue", "ring_queue",
     "        atomic_fetch_add(&room->asleep, 1);\n"
     "        bool closed = atomic_load(&queue->closed);\n"
     "        done = !(closed && put) && try(queue, put, get);\n",
     "        bool closed = atomic_load(&queue->closed);\n"
     "        done = !(closed && put) && try(queue, put, get);\n"
     "        atomic_fetch_add(&room->asleep, 1);\n"},
    {"thread_pool", "thread_pool",
     "    lock_acquire(&pool->lock, FOREVER);\n"
     "    bool queued = future->queued;\n",
     "    bool queued = future->queued;\n"
     "    lock_acquire(&pool->lock, FOREVER);\n"},
};

enum { MISTAKES = sizeof mistakes / sizeof *mistakes };

static const char *build_folder(void)
{
    const char *build = getenv("BUILD");

    return build ? build : "build";
}

static void says_ok_of_all_schedules(void **state)
{
    struct explored results[PROGRAMS];
    unsigned wrong = 0;

    (void)state;
    explored_run_all(programs, PROGRAMS, &until_all, JOBS, results);
    for (int i = 0; i < PROGRAMS; i++) {
        if (results[i].complete && !results[i].classes && results[i].runs > 1)
            continue;
        print_error("%s: %s, %llu runs%s\n", programs[i],
                    explored_classes(results[i].classes),
                    (unsigned long long)results[i].runs,
                    results[i].complete ? "" : ", not all");
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

/* The source with the mistake. False: it does not say what was right. */
static bool plant(int index, const char *path)
{
    static char text[SOURCE_ROOM];
    char *source = must_print(LIBRARY "%s.c", mistakes[index].source);
    const char *right = mistakes[index].right;
    FILE *file = fopen(source, "r");

    free(source);
    if (!file)
        return false;
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    char *at = strstr(text, right);
    if (!at)
        return false;
    file = fopen(path, "w");
    if (!file)
        return false;
    *at = '\0';
    fprintf(file, "%s%s%s", text, mistakes[index].wrong, at + strlen(right));
    return fclose(file) == 0;
}

/* What it is called below the build folder; NULL: it cannot be compiled. */
static char *compile_mistake(int index)
{
    const char *build = build_folder();
    char *name = must_print(FOLDER "planted_%d", index);
    char *path = must_print("%s/%s.c", build, name);
    char *command = must_print(
        "%s/interleave cc -w -std=c11 -D_GNU_SOURCE -Icommon -I. %s " FOLDER
        "%s.c %s/cc/libparallel.a -o %s/%s",
        build, path, mistakes[index].program, build, build, name);

    bool done = plant(index, path) && system(command) == 0;
    unlink(path);
    free(path);
    free(command);
    if (done)
        return name;
    free(name);
    return NULL;
}

static void finds_what_was_planted(void **state)
{
    char *names[MISTAKES];
    struct explored results[MISTAKES];
    unsigned missed = 0;

    (void)state;
    for (int i = 0; i < MISTAKES; i++) {
        names[i] = compile_mistake(i);
        if (!names[i])
            fail_msg("mistake %d in %s cannot be planted", i,
                     mistakes[i].source);
    }
    const struct exploring_options options = {
        .search = {.seed = 1, .strategy = STRATEGY_DPOR},
        .seconds = 1,
        .ends_at = ~0U & ~(1U << ENDED_EXIT),
        .flaws_end_at = ~0U};
    explored_run_all((const char *const *)names, MISTAKES, &options, JOBS,
                     results);
    for (int i = 0; i < MISTAKES; i++) {
        char *path = must_print("%s/%s", build_folder(), names[i]);

        if (!results[i].classes) {
            print_error("the mistake in %s is not found\n", mistakes[i].source);
            missed++;
        }
        unlink(path);
        free(path);
        free(names[i]);
    }
    assert_int_equal(missed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_ok_of_all_schedules),
        cmocka_unit_test(finds_what_was_planted),
    };

    MUST(watched_put_runtime_beside());
    return cmocka_run_group_tests(tests, NULL, NULL);
}
