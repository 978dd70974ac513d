/* 40_equivalence_test.c - a watched program gives the results it gives alone.

   Each program of tests/programs/equivalence_* is a table of cases, a line of
   output each: results, errno, what is left in what was passed. Carried in
   every way there is, it must print the same bytes; and where the lab records,
   each case must be seen (equivalence_expected.h). */
#include "tests/support/alone.h"
#include "tests/support/controlled.h"
#include "tests/support/watched.h"
#include "tests/unit/equivalence_expected.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- Carriers: ways to run a program. ---- */

struct outcome {
    char *output; /* May hold NUL bytes; has one more behind it. */
    size_t length;
    int status;
    bool in_time;
};

static struct outcome without_the_lab(bool preload, const char *program)
{
    char name[64];
    snprintf(name, sizeof name, "%s", program);
    struct alone alone = alone_run(preload, (char *[]){name, NULL});
    return (struct outcome){alone.output, alone.length, alone.status,
                            alone.in_time};
}

static struct outcome alone(const char *program)
{
    return without_the_lab(false, program);
}

static struct outcome inert(const char *program)
{
    return without_the_lab(true, program);
}

static struct outcome outcome_of(struct watched *w)
{
    struct outcome outcome = {w->output, w->output_length, w->status,
                              w->in_time};

    w->output = NULL;
    watched_free(w);
    return outcome;
}

static struct outcome counted(const char *program)
{
    return outcome_of(watched_run_with(
        &(struct watched_options){.program = program, .count_only = true}));
}

/* Every operation is announced, and waits a little. */
static struct outcome paced(const char *program)
{
    return outcome_of(watched_run_with(
        &(struct watched_options){.program = program, .pace_us = 50}));
}

/* One operation at a time, in virtual time; locks are modelled. */
static struct outcome stepped(const char *program)
{
    struct controlled *run = controlled_run(&(struct controlled_options){
        .program = program, .deadline_ms = 20000, .moves_at_most = 200000});
    struct outcome outcome = {run->output, run->output_length, run->status,
                              run->end == CONTROLLED_ENDED};

    run->output = NULL;
    controlled_free(run);
    return outcome;
}

static const struct {
    const char *name;
    struct outcome (*run)(const char *program);
} carriers[] = {
    {"alone again", alone},
    {"with the runtime, inert", inert},
    {"counted", counted},
    {"paced", paced},
};

/* ---- Comparing. ---- */

static size_t line_length(const char *text)
{
    return strcspn(text, "\n");
}

/* The first byte of the line that a place is in. */
static const char *line_at(const char *text, size_t place)
{
    while (place > 0 && text[place - 1] != '\n')
        place--;
    return text + place;
}

static void assert_same_bytes(const char *how, const struct outcome *expected,
                              const struct outcome *found)
{
    size_t same = 0;

    while (same < expected->length && same < found->length &&
           expected->output[same] == found->output[same])
        same++;
    if (same == expected->length && same == found->length)
        return;
    const char *ours = line_at(found->output, same);
    const char *theirs = line_at(expected->output, same);
    fail_msg("%s:\n  %.*s\nbut alone:\n  %.*s", how, (int)line_length(ours),
             ours, (int)line_length(theirs), theirs);
}

static void assert_same(const char *how, const struct outcome *expected,
                        const struct outcome *found)
{
    if (!found->in_time)
        print_error("%s: not in time\n", how);
    assert_same_bytes(how, expected, found);
    assert_int_equal(found->status, expected->status);
    assert_true(found->in_time);
}

/* ---- Seeing. ---- */

/* The case's operations are those between the line of the one before it and
   its own, each of which the first process's first task has printed. */
static bool ends_case(const struct event *event, const char *name)
{
    size_t length = strlen(name);

    return event->type == EVENT_OPERATION && event->operation.op == OP_PRINT &&
           event->operation.text &&
           strncmp(event->operation.text, name, length) == 0 &&
           event->operation.text[length] == ':';
}

static size_t seen_in_case(const struct watched *w, const char *output,
                           const struct expected *expected)
{
    size_t count = 0;
    const char *line = output;

    /* The lines of the output are the names of the cases, in order. */
    for (size_t i = 0; i < trace_length(w->trace); i++) {
        const struct event *event = trace_at(w->trace, i);
        char name[64];

        snprintf(name, sizeof name, "%.*s", (int)strcspn(line, ":\n"), line);
        if (ends_case(event, name)) {
            if (strcmp(name, expected->name) == 0)
                return count;
            count = 0;
            line += line_length(line);
            line += *line == '\n';
        } else if (event->type == EVENT_OPERATION &&
                   event->operation.op == expected->op &&
                   event->operation.stage == expected->stage) {
            count++;
        }
    }
    return 0;
}

static void assert_seen(const struct watched *w, const char *program)
{
    const char *family = strchr(program, '_') + 1;
    int missing = 0;

    for (const struct expected *e = expectations; e->family; e++) {
        if (strcmp(e->family, family) != 0)
            continue;
        size_t count = seen_in_case(w, w->output, e);
        if (count < e->count) {
            print_error("%s, %s: %zu of %zu seen: %s %s\n", family, e->name,
                        count, e->count, operation_name(e->op),
                        e->stage == STAGE_WANTS ? "wants"
                        : e->stage == STAGE_DID ? "did"
                                                : "failed");
            missing++;
        }
    }
    assert_int_equal(missing, 0);
}

/* The last line says how many there were. */
static int cases_in(const struct outcome *outcome)
{
    return outcome->length ? atoi(line_at(outcome->output, outcome->length - 1))
                           : 0;
}

static void same_however_it_is_carried(const char *program)
{
    struct outcome first = alone(program);

    assert_true(first.in_time);
    assert_int_equal(first.status, 0);
    assert_true(cases_in(&first) > 0);
    for (size_t i = 0; i < sizeof carriers / sizeof *carriers; i++) {
        struct outcome found = carriers[i].run(program);

        assert_same(carriers[i].name, &first, &found);
        free(found.output);
    }
    struct watched *w = watched_run(program, NULL);
    assert_non_null(w->watch);
    assert_same(
        "watched", &first,
        &(struct outcome){w->output, w->output_length, w->status, w->in_time});
    assert_int_equal(w->counts.lost, 0);
    assert_seen(w, program);
    assert_string_equal(watched_flaw(w) ? watched_flaw(w) : "", "");
    print_message("%s: %d cases\n", program, cases_in(&first));
    watched_free(w);
    free(first.output);
}

#define FAMILY(name)                                                           \
    static void name##_calls_give_the_same_results(void **state)               \
    {                                                                          \
        (void)state;                                                           \
        same_however_it_is_carried("equivalence_" #name);                      \
    }

FAMILY(mutex)
FAMILY(condition)
FAMILY(rwlock)
FAMILY(meeting)
FAMILY(thread)
FAMILY(cancel)
FAMILY(semaphore)
FAMILY(process)
FAMILY(jobs)
FAMILY(atomic)
FAMILY(exec)
FAMILY(signal)
FAMILY(pipe)
FAMILY(poll)
FAMILY(queue)
FAMILY(memory)
FAMILY(heap)
FAMILY(time)
FAMILY(c11)
FAMILY(input)
FAMILY(syscall)
FAMILY(hidden)

/* What it prints is not lines of cases alone: seen is that it is the same. */
FAMILY(print)

/* ---- Nothing is left out. ---- */

static void read_symbols(const char *which, const char *file, char *text,
                         size_t size)
{
    char command[600];
    size_t length = strlen(text);

    snprintf(command, sizeof command,
             "nm -D %s '%s' | sed 's/@.*//; s/.* /:/; s/$/:/'", which, file);
    FILE *symbols = popen(command, "r");
    assert_non_null(symbols);
    length += fread(text + length, 1, size - 1 - length, symbols);
    text[length] = '\0';
    assert_int_equal(pclose(symbols), 0);
}

static const char *const families[] = {
    "mutex",     "condition", "rwlock",  "meeting", "thread", "cancel",
    "semaphore", "process",   "jobs",    "atomic",  "exec",   "signal",
    "pipe",      "poll",      "queue",   "memory",  "heap",   "time",
    "c11",       "input",     "syscall", "hidden",  "print"};
enum { FAMILIES = sizeof families / sizeof *families };

/* In virtual time and in turns, built with memory visible. */
static void same_when_stepped(const char *suffix)
{
    char program[64];
    char built[80];

    for (size_t i = 0; i < FAMILIES; i++) {
        snprintf(program, sizeof program, "equivalence_%s", families[i]);
        snprintf(built, sizeof built, "%s%s", program, suffix);
        struct outcome first = alone(program);
        struct outcome found = stepped(built);
        assert_same(built, &first, &found);
        free(first.output);
        free(found.output);
    }
}

static void stepped_calls_give_the_same_results(void **state)
{
    (void)state;
    same_when_stepped(".step");
}

static void stepped_calls_of_clang_do_too(void **state)
{
    (void)state;
    if (access(watched_program("equivalence_mutex.clang"), X_OK) != 0)
        skip(); /* There is none here. */
    same_when_stepped(".clang");
}

static void every_function_of_the_runtime_is_called(void **state)
{
    enum { SIZE = 1 << 17 };
    char *ours = calloc(1, SIZE);
    char *theirs = calloc(1, SIZE);
    char program[64];
    int missing = 0;

    (void)state;
    read_symbols("--defined-only", watched_runtime(), ours, SIZE);
    for (size_t i = 0; i < FAMILIES; i++) {
        snprintf(program, sizeof program, "equivalence_%s", families[i]);
        read_symbols("--undefined-only", watched_program(program), theirs,
                     SIZE);
    }
    assert_non_null(strstr(ours, ":pthread_mutex_lock:"));
    char *rest = ours;
    for (char *name; (name = strsep(&rest, "\n"));) {
        /* The compiler calls these, where a program is built to be stepped. */
        if (strncmp(name, ":__tsan_", 8) == 0 ||
            strncmp(name, ":__isoc23_", 10) == 0 || /* Of newer libcs. */
            strncmp(name, ":__wrap_", 8) == 0 ||
            strncmp(name, ":interleave_", 12) == 0) /* Ours alone. */
            continue;
        if (*name && !strstr(theirs, name)) {
            print_error("no program calls %s\n", name);
            missing++;
        }
    }
    assert_int_equal(missing, 0);
    free(ours);
    free(theirs);
}

int main(void)
{
#define TEST(name) cmocka_unit_test(name##_calls_give_the_same_results)
    const struct CMUnitTest tests[] = {
        TEST(mutex),
        TEST(condition),
        TEST(rwlock),
        TEST(meeting),
        TEST(thread),
        TEST(cancel),
        TEST(semaphore),
        TEST(process),
        TEST(jobs),
        TEST(exec),
        TEST(atomic),
        TEST(signal),
        TEST(pipe),
        TEST(poll),
        TEST(queue),
        TEST(memory),
        TEST(heap),
        TEST(time),
        TEST(c11),
        TEST(input),
        TEST(syscall),
        TEST(hidden),
        TEST(print),
        cmocka_unit_test(stepped_calls_give_the_same_results),
        cmocka_unit_test(stepped_calls_of_clang_do_too),
        cmocka_unit_test(every_function_of_the_runtime_is_called),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
