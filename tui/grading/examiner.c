/* examiner.c - a check, watched for what it uses up. */
#include "tui/grading/examiner.h"

#include "must.h"
#include "tui/exercises/checking.h"
#include "tui/exercises/telling.h"
#include "tui/grading/sandbox.h"
#include "tui/grading/usage.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    TASKS_AT_MOST = 40, /* Compilers and exercises have some ten. */
    MEMORY_AT_MOST_MB = 512,
    FILL_AT_MOST = 90, /* Of 100. */
    LOOKS_MS = 5
};

/* What it did, apart from the check's answer. */
struct excess {
    enum check_answer answer; /* ANSWER_NONE: nothing. */
    char text[2 * SENTENCE];
};

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* False: it uses too much. */
static bool look(struct excess *excess, double started)
{
    struct usage usage = usage_below(getpid());
    size_t size = sizeof excess->text;

    excess->answer = ANSWER_GREEDY;
    if (usage.tasks > TASKS_AT_MOST)
        snprintf(excess->text, size,
                 _("it starts processes or threads without end"));
    else if (usage.memory > (uint64_t)MEMORY_AT_MOST_MB << 20)
        snprintf(excess->text, size, _("it takes more than %d MB of memory"),
                 MEMORY_AT_MOST_MB);
    else if (sandbox_fill() > FILL_AT_MOST)
        snprintf(excess->text, size, _("it fills its %d MB of disk"),
                 SANDBOX_SCRATCH_MB);
    else
        excess->answer = ANSWER_NONE;
    if (excess->answer == ANSWER_NONE && now() - started > EXAMINER_S) {
        excess->answer = ANSWER_SLOW;
        snprintf(excess->text, size, _("it has not come to its end after %d s"),
                 EXAMINER_S);
    }
    return excess->answer == ANSWER_NONE;
}

static void seal(void *context)
{
    (void)context;
    sandbox_seal();
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
    const struct checking_options options = {.exercise = exercise,
                                             .file = file,
                                             .folder = sandbox_bench(),
                                             .programs = sandbox_programs(),
                                             .answer_only = true,
                                             .compiled = seal};
    char why[SENTENCE];
    double started = now();
    struct excess excess = {.answer = ANSWER_NONE};
    struct checking *checking = checking_start(&options, why, sizeof why);
    json_t *json;

    if (!checking)
        return simple(exercise, file, ANSWER_UNAVAILABLE, why);
    while (checking_pump(checking, LOOKS_MS)) {
        if (excess.answer == ANSWER_NONE && !look(&excess, started))
            checking_stop(checking);
    }
    if (excess.answer == ANSWER_NONE)
        look(&excess, started); /* What it left behind. */
    if (excess.answer != ANSWER_NONE)
        json = simple(exercise, file, excess.answer, excess.text);
    else
        json = telling_json(exercise, checking_result(checking), file);
    checking_free(checking);
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
    usage_end_below(getpid());
}
