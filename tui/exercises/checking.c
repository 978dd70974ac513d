/* checking.c - compiling, running freely and exploring, side by side. */
#include "tui/exercises/checking.h"

#include "must.h"
#include "tui/compile.h"
#include "tui/drawing/wordlist.h"
#include "tui/exercises/build.h"
#include "tui/exercises/inside.h"
#include "words.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    COMPILER_S = 60,   /* Deadlines against what hangs; not what decides. */
    FREE_CPU_S = 3,    /* A free run takes milliseconds, if nothing hangs, */
    FREE_RUN_S = 20,   /* but others may use the processors, too. */
    FREE_STILL_S = 2,  /* So long it may do nothing. */
    SEARCH_S = 20,     /* The number of schedules ends it long before. */
    RUNS_AFTER = 5000, /* The first that fails: one may be simpler. */
    STOP_S = 2,        /* For telling what it has found, when it is stopped. */
    RUN_MOVES = 1000,  /* Of one schedule: a scenario takes some tens. */
};
#define LOOKS_S       0.05 /* How often the free run is looked at. */
#define LAST_CHANCE_S 0.5  /* Of the free run, once the search has failed it. */

const char *layer_name(const struct exercise *exercise, enum layer layer)
{
    static const char *const names[LAYER_COUNT] = {
        [LAYER_COMPILES] = N_("compiles"),
        [LAYER_FREELY] = N_("runs freely"),
        [LAYER_SCHEDULES] = N_("all schedules"),
        [LAYER_POINT] = N_("keeps the point"),
    };
    static const char *const breaking[LAYER_COUNT] = {
        [LAYER_COMPILES] = N_("is a schedule"),
        [LAYER_FREELY] = N_("fits the program"),
        [LAYER_SCHEDULES] = N_("breaks it"),
        [LAYER_POINT] = N_("number of moves"),
    };

    if (layer >= LAYER_COUNT)
        layer = LAYER_POINT;
    return *exercise->breaks ? _(breaking[layer]) : _(names[layer]);
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* ---- What checks leave in the folder. ---- */

static bool ends_in(const char *name, const char *suffix)
{
    size_t length = strlen(name);
    size_t end = strlen(suffix);

    return length > end && strcmp(name + length - end, suffix) == 0;
}

/* One that was ended leaves its temporary files. */
static bool is_of_compiler(const char *name)
{
    return strncmp(name, "cc", 2) == 0 &&
           (ends_in(name, ".s") || ends_in(name, ".o") ||
            ends_in(name, ".res") || ends_in(name, ".c") ||
            ends_in(name, ".le") || ends_in(name, ".ld"));
}

static void remove_left(const struct exercise *exercise, const char *folder)
{
    DIR *directory = opendir(folder);
    struct dirent *entry;

    while (directory && (entry = readdir(directory))) {
        const char *name = entry->d_name;
        char *path = must_print("%s/%s", folder, name);

        if (strcmp(name, exercise->name) == 0 || strcmp(name, "freely") == 0 ||
            ends_in(name, ".txt") || ends_in(name, ".sched") ||
            is_of_compiler(name))
            unlink(path);
        free(path);
    }
    if (directory)
        closedir(directory);
}

void checking_clean(const struct exercise *exercise, const char *folder)
{
    remove_left(exercise, folder);
    rmdir(folder);
}

/* ---- Starting. ---- */

static bool start_compiler(struct checking *checking, enum compiled which,
                           char **arguments)
{
    bool started =
        job_start(&checking->compilers[which], arguments, NULL,
                  checking->outputs[which], checking->folder, COMPILER_S);

    wordlist_free(arguments);
    return started;
}

static bool compile_freely(struct checking *checking)
{
    return start_compiler(checking, FREELY,
                          build_freely(checking->exercise, checking->file,
                                       checking->programs[FREELY]));
}

static bool start_compilers(struct checking *checking)
{
    const struct exercise *exercise = checking->exercise;
    const char *file = checking->file;

    if (is_breaking(checking))
        return start_compiler(
            checking, SEARCHED,
            build_broken(exercise, checking->programs[SEARCHED]));
    return start_compiler(checking, ALONE, build_alone(exercise, file)) &&
           start_compiler(
               checking, SEARCHED,
               build_searched(exercise, file, checking->programs[SEARCHED])) &&
           ((checking->answer_only && !checking->compiled) ||
            compile_freely(checking));
}

static void make_token(char token[TOKEN])
{
    unsigned char bytes[TOKEN / 2];

    MUST(getrandom(bytes, sizeof bytes, 0) == sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(token + 2 * i, 3, "%02x", bytes[i]);
}

struct checking *checking_start(const struct checking_options *options,
                                char *why, size_t why_size)
{
    char *file = realpath(options->file, NULL);

    if (!file || access(file, R_OK) != 0) {
        snprintf(why, why_size, _("%s: cannot be read: %s"), options->file,
                 strerror(errno));
        free(file);
        return NULL;
    }
    struct checking *checking = must_allocate(1, sizeof *checking);
    const char *folder = options->folder;
    const char *programs = options->programs ? options->programs : folder;
    *checking = (struct checking){
        .exercise = options->exercise,
        .file = file,
        .folder = must_copy(folder),
        .programs = {[FREELY] = must_print("%s/freely", programs),
                     [SEARCHED] = must_print("%s/%s", programs,
                                             options->exercise->name)},
        .outputs = {[ALONE] = must_print("%s/alone.txt", programs),
                    [FREELY] = must_print("%s/freely.txt", programs),
                    [SEARCHED] = must_print("%s/searched.txt", programs)},
        .printed = must_print("%s/printed.txt", folder),
        .started = now(),
        .answer_only = options->answer_only,
        .compiled = options->compiled,
        .freely = options->freely,
        .context = options->context};
    make_token(checking->token);
    remove_left(checking->exercise, folder);
    checking->arguments[0] = checking->programs[SEARCHED];
    checking->result.program = checking->programs[SEARCHED];
    if (start_compilers(checking))
        return checking;
    snprintf(why, why_size, _("%s: cannot be written to: %s"), folder,
             strerror(errno));
    checking_free(checking);
    return NULL;
}

void checking_free(struct checking *checking)
{
    if (!checking)
        return;
    for (int i = 0; i < COMPILED; i++) {
        job_end(&checking->compilers[i]);
        free(checking->programs[i]);
        free(checking->outputs[i]);
    }
    job_end(&checking->free_run);
    verdicts_free(checking->verdicts);
    exploring_free(checking->exploring);
    free(checking->printed);
    free(checking->folder);
    free(checking->file);
    free(checking);
}

/* ---- Going on. ---- */

static bool went_well(const struct job *job)
{
    return job->over && WIFEXITED(job->status) && WEXITSTATUS(job->status) == 0;
}

/* False: it does not compile. */
static bool compile_on(struct checking *checking)
{
    for (int i = 0; i < COMPILED; i++)
        job_poll(&checking->compilers[i]);
    struct check_layer *layer = &checking->result.layers[LAYER_COMPILES];
    if (layer->state == LAYER_PENDING && checking->compilers[ALONE].over &&
        checking->compilers[SEARCHED].over)
        judge_compiled(checking);
    return layer->state == LAYER_PENDING || layer->state == LAYER_GOOD;
}

/* False: not all that it waits for is compiled. */
static bool seal(struct checking *checking)
{
    if (!checking->compiled || checking->sealed)
        return true;
    for (int i = 0; i < COMPILED; i++) {
        if (checking->compilers[i].pid != 0 && !checking->compilers[i].over)
            return false;
    }
    checking->sealed = true;
    checking->compiled(checking->context);
    return true;
}

static enum free_end end_of_free_run(const struct checking *checking,
                                     double time)
{
    const struct stillness *stillness = &checking->stillness;

    if (stillness->for_ever)
        return FREE_STUCK;
    if (checking->free_until > 0 && time > checking->free_until)
        return FREE_GIVEN_UP;
    if (stillness->since > 0 && time - stillness->since > FREE_STILL_S)
        return FREE_STILL;
    if (stillness->cpu_s > FREE_CPU_S)
        return FREE_COMPUTES;
    return time - checking->free_run.started > FREE_RUN_S ? FREE_LASTS
                                                          : FREE_GOES_ON;
}

/* What hangs is ended; by what it does, and not by the time that it takes where
   others take the processor. */
static void look_at_free_run(struct checking *checking)
{
    struct job *run = &checking->free_run;
    double time = now();

    if (job_poll(run) || time - checking->looked < LOOKS_S)
        return;
    checking->looked = time;
    stillness_look(&checking->stillness, run->pid, time);
    checking->free_end = end_of_free_run(checking, time);
    if (checking->free_end != FREE_GOES_ON)
        job_end(run);
}

static void free_run_on(struct checking *checking)
{
    struct job *run = &checking->free_run;
    char *arguments[] = {checking->programs[FREELY], NULL};
    const struct check_layer *layers = checking->result.layers;

    if (checking->answer_only && layers[LAYER_SCHEDULES].state != LAYER_GOOD)
        return;
    if (checking->compilers[FREELY].pid == 0)
        compile_freely(checking);
    if (checking->result.layers[LAYER_FREELY].state != LAYER_PENDING ||
        checking->compilers[FREELY].pid == 0 ||
        !checking->compilers[FREELY].over)
        return;
    if (run->pid == 0 && checking->freely)
        checking->freely(checking->context);
    if (run->pid == 0 && went_well(&checking->compilers[FREELY]))
        job_start(run, arguments, checking->token, checking->printed, NULL,
                  2.0 * FREE_RUN_S);
    if (run->pid != 0)
        look_at_free_run(checking);
    if (run->pid == 0 || run->over)
        judge_freely(checking);
}

static void start_search(struct checking *checking)
{
    const struct exploring_options options = {
        /* With processes there is no time for samples beside the tree. */
        .search = {.strategy = checking->exercise->processes ? STRATEGY_DPOR
                                                             : STRATEGY_AUTO,
                   .seed = 1,
                   .runs = checking->exercise->schedules,
                   .moves = RUN_MOVES},
        .seconds = SEARCH_S,
        .runs_after = RUNS_AFTER,
        .ends_at = 1U << ENDED_SPIN | 1U << ENDED_COMPUTES}; /* No end. */
    char why[SENTENCE];

    checking->exploring =
        exploring_start(checking->programs[SEARCHED], checking->arguments,
                        &options, why, sizeof why);
    if (!checking->exploring)
        judge_schedules(checking);
}

/* Of several of one kind the simplest is told: it stands first. */
static void tell_on(struct checking *checking, int patience_ms)
{
    if (checking->verdicts->count > 0 &&
        verdicts_retell(checking->verdicts, 0, patience_ms))
        return;
    judge_schedules(checking);
    if (checking->result.layers[LAYER_SCHEDULES].state != LAYER_GOOD)
        checking->free_until = now() + LAST_CHANCE_S;
}

/* It should have ended by itself: complete, or with all the schedules. */
static void end_search(struct checking *checking)
{
    const struct search_state *state =
        &exploring_report(checking->exploring)->state;

    checking->out_of_time =
        !state->complete && exploring_seconds(checking->exploring) >= SEARCH_S;
    checking->verdicts =
        verdicts_new(checking->exploring, NULL, checking->folder);
}

/* What is known when it is stopped: a failure, or so many schedules. */
static void stop_search(struct checking *checking)
{
    double until = now() + STOP_S;

    if (checking->answer_only || !checking->exploring ||
        checking->result.layers[LAYER_SCHEDULES].state != LAYER_PENDING)
        return;
    if (!checking->verdicts)
        end_search(checking);
    while (checking->verdicts->count > 0 && now() < until &&
           verdicts_retell(checking->verdicts, 0, 50))
        continue;
    judge_schedules(checking);
}

static void search_on(struct checking *checking, int patience_ms)
{
    if (checking->result.layers[LAYER_SCHEDULES].state != LAYER_PENDING ||
        !checking->compilers[SEARCHED].over)
        return;
    if (!checking->exploring)
        start_search(checking);
    else if (checking->verdicts)
        tell_on(checking, patience_ms);
    else if (!exploring_pump(checking->exploring, patience_ms))
        end_search(checking);
}

static bool finish(struct checking *checking)
{
    if (!is_breaking(checking) &&
        checking->result.layers[LAYER_SCHEDULES].state != LAYER_PENDING &&
        checking->result.layers[LAYER_FREELY].state != LAYER_PENDING)
        judge_point(checking);
    judge_all(checking);
    checking->result.seconds = now() - checking->started;
    return false;
}

/* Nothing can change the answer any more. */
static bool is_answered(const struct checking *checking)
{
    enum layer_state schedules = checking->result.layers[LAYER_SCHEDULES].state;
    enum layer_state freely = checking->result.layers[LAYER_FREELY].state;

    if (schedules != LAYER_PENDING && freely != LAYER_PENDING)
        return true;
    return checking->answer_only && schedules != LAYER_PENDING &&
           schedules != LAYER_GOOD;
}

bool checking_pump(struct checking *checking, int patience_ms)
{
    const struct timespec moment = {.tv_nsec = 1000000};
    const struct check_layer *layers = checking->result.layers;
    double until = now() + patience_ms / 1000.0;

    if (checking->result.answer != ANSWER_NONE)
        return false;
    while (!checking->stopped && now() < until) {
        if (is_breaking(checking)) {
            if (job_poll(&checking->compilers[SEARCHED]) && seal(checking)) {
                judge_breaking(checking);
                return finish(checking);
            }
            nanosleep(&moment, NULL);
            continue;
        }
        if (!compile_on(checking))
            return finish(checking);
        if (layers[LAYER_COMPILES].state == LAYER_GOOD && seal(checking)) {
            free_run_on(checking);
            search_on(checking, 5);
        }
        if (is_answered(checking))
            return finish(checking);
        nanosleep(&moment, NULL);
    }
    if (checking->exploring) {
        checking->result.schedules =
            exploring_report(checking->exploring)->state.runs;
        checking->result.seconds = now() - checking->started;
    }
    if (!checking->stopped)
        return true;
    stop_search(checking);
    return finish(checking);
}

void checking_stop(struct checking *checking)
{
    checking->stopped = true;
}

const struct check_result *checking_result(const struct checking *checking)
{
    return &checking->result;
}
