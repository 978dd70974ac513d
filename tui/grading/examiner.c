/* examiner.c - a check, watched for what it uses up. */
#include "tui/grading/examiner.h"

#include "must.h"
#include "tui/exercises/checking.h"
#include "tui/exercises/telling.h"
#include "tui/grading/sandbox.h"
#include "tui/grading/usage.h"
#include "words.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    TASKS_AT_A_TIME = 200,        /* Compilers and exercises have some ten. */
    TASKS_AT_MOST = 1500,         /* Started by a free run: it makes 600. */
    SEARCH_TASKS_AT_MOST = 50000, /* Started by a search; it makes thousands. */
    MEMORY_AT_MOST_MB = 512,      /* Of one process; */
    MEMORY_IN_ALL_MB = 1024,      /* of all at a time. */
    FILL_AT_MOST = 90,            /* Of 100. */
    LOOKS_MS = 5,
    LEFT_MS = 500 /* For what it left behind. */
};

/* What runs has used; and how much of that was used before. */
struct watched {
    double started;
    struct sandbox_used before;
    uint64_t tasks_at_most;   /* That may be started from then on. */
    enum check_answer answer; /* ANSWER_NONE: it has done nothing. */
    char text[2 * SENTENCE];
};

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

__attribute__((format(printf, 3, 4))) static void
note(struct watched *watched, enum check_answer answer, const char *format, ...)
{
    va_list arguments;

    if (watched->answer != ANSWER_NONE)
        return;
    watched->answer = answer;
    va_start(arguments, format);
    vsnprintf(watched->text, sizeof watched->text, format, arguments);
    va_end(arguments);
}

static void note_crowd(struct watched *watched)
{
    note(watched, ANSWER_GREEDY, "%s", _(CHECKING_CROWD));
}

static void note_memory(struct watched *watched)
{
    note(watched, ANSWER_GREEDY, _("it takes more than %d MB of memory"),
         MEMORY_AT_MOST_MB);
}

static void note_disk(struct watched *watched)
{
    note(watched, ANSWER_GREEDY, _("it fills its %d MB of disk"),
         SANDBOX_SCRATCH_MB);
}

/* Counted by the kernel, also what was there for a moment only: the same each
   time. */
static void look_at_used(struct watched *watched)
{
    struct sandbox_used used = sandbox_used();

    if (used.tasks - watched->before.tasks > watched->tasks_at_most)
        note_crowd(watched);
    if (used.memory > (uint64_t)MEMORY_AT_MOST_MB << 20)
        note_memory(watched);
    if (used.written - watched->before.written >
        (uint64_t)SANDBOX_SCRATCH_MB * FILL_AT_MOST / 100 << 20)
        note_disk(watched);
}

/* What goes on and on is ended before others suffer. */
static void look_at_present(struct watched *watched)
{
    struct usage usage = usage_below(getpid());

    if (usage.tasks > TASKS_AT_A_TIME)
        note_crowd(watched);
    if (usage.memory > (uint64_t)MEMORY_IN_ALL_MB << 20)
        note_memory(watched);
    if (sandbox_fill() > FILL_AT_MOST)
        note_disk(watched);
    if (now() - watched->started > EXAMINER_S)
        note(watched, ANSWER_SLOW, _("it has not come to its end after %d s"),
             EXAMINER_S);
}

/* ---- The check. ---- */

static void begin_search(void *context)
{
    struct watched *watched = context;

    sandbox_seal();
    watched->before = sandbox_used();
}

static void begin_freely(void *context)
{
    struct watched *watched = context;

    watched->before.tasks = sandbox_used().tasks;
    watched->tasks_at_most = TASKS_AT_MOST;
}

/* Whoever is still there is given a moment to do what it is there for. */
static void look_at_left(struct watched *watched)
{
    const struct timespec moment = {.tv_nsec = LOOKS_MS * 1000000};

    for (int waited = 0; waited < LEFT_MS && watched->answer == ANSWER_NONE &&
                         usage_below(getpid()).tasks > 0;
         waited += LOOKS_MS) {
        look_at_present(watched);
        look_at_used(watched);
        nanosleep(&moment, NULL);
    }
    usage_end_below(getpid());
    while (waitpid(-1, NULL, 0) > 0) /* Now they count. */
        continue;
    look_at_used(watched);
}

static json_t *simple(const struct exercise *exercise, const char *file,
                      enum check_answer answer, const char *message)
{
    struct check_result result = {.answer = answer, .wrong = answer};

    snprintf(result.message, sizeof result.message, "%s", message);
    return telling_json(exercise, &result, file);
}

static json_t *check(const struct exercise *exercise, const char *file)
{
    struct watched watched = {.started = now(),
                              .tasks_at_most = SEARCH_TASKS_AT_MOST};
    const struct checking_options options = {.exercise = exercise,
                                             .file = file,
                                             .folder = sandbox_bench(),
                                             .programs = sandbox_programs(),
                                             .answer_only = true,
                                             .compiled = begin_search,
                                             .freely = begin_freely,
                                             .context = &watched};
    char why[SENTENCE];
    struct checking *checking = checking_start(&options, why, sizeof why);

    if (!checking)
        return simple(exercise, file, ANSWER_UNAVAILABLE, why);
    while (checking_pump(checking, LOOKS_MS)) {
        look_at_present(&watched);
        look_at_used(&watched);
        if (watched.answer != ANSWER_NONE)
            checking_stop(checking);
    }
    json_t *json = telling_json(exercise, checking_result(checking), file);
    checking_free(checking);
    look_at_left(&watched);
    if (watched.answer != ANSWER_NONE) {
        json_decref(json);
        json = simple(exercise, file, watched.answer, watched.text);
    }
    return json;
}

static char *write_submission(const struct exercise *exercise, const char *text)
{
    char *path = must_print("%s/%s%s", sandbox_programs(), exercise->name,
                            exercise->ending);
    FILE *file = fopen(path, "w");
    bool well = file && fputs(text, file) >= 0;

    if (file && fclose(file) == 0 && well)
        return path;
    free(path);
    return NULL;
}

void examiner_judge(const struct exercise *exercise, const char *text, int out)
{
    char *file = write_submission(exercise, text);
    json_t *json;

    if (!file)
        json = simple(exercise, "", ANSWER_UNAVAILABLE,
                      _("there is no place for it"));
    else
        json = check(exercise, file);
    json_dumpfd(json, out, JSON_COMPACT);
    json_decref(json);
    free(file);
}
