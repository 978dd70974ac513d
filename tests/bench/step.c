/* step.c - what a turn costs, of two threads and of two processes: decided by
   the lab each time, and by a script that the tasks follow themselves. And what
   it costs to go back. */
#include "tui/control/step.h"
#include "must.h"
#include "tests/support/measure.h"
#include "tests/support/watched.h"
#include "tui/session.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROUNDS = 5, LOCKS = 5000, MOVES = 10000 };

static struct decision script[SCRIPT];
static uint32_t length;

static struct watch *start(const char *kind, struct trace *trace, bool follow)
{
    char path[PATH_MAX];
    char locks[16];
    char why[256];
    char *arguments[] = {path, (char *)(uintptr_t)kind, locks, NULL};
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);

    snprintf(path, sizeof path, "%s", watched_program("bench_turns"));
    snprintf(locks, sizeof locks, "%d", LOCKS);
    struct watch *watch = watch_start(
        &(struct watch_options){.runtime = watched_runtime(),
                                .path = path,
                                .arguments = arguments,
                                .input = nothing,
                                .controlled = true,
                                .script = script,
                                .script_length = follow ? length : 0,
                                .rows = 24,
                                .columns = 80},
        trace, why, sizeof why);
    close(nothing);
    if (!watch) {
        fprintf(stderr, "%s\n", why);
        exit(1);
    }
    return watch;
}

/* The next that can, after who moved last. */
static bool in_turn(struct control *control, struct decision *decision)
{
    struct choice choices[8];
    size_t count = control_choices(control, choices, 8);
    uint32_t last = decision->birth;

    decision->birth = 0;
    for (size_t i = 0; i < count; i++) {
        if (choices[i].readiness == CANNOT)
            continue;
        if (choices[i].birth > last) {
            decision->birth = choices[i].birth;
            return true;
        }
        if (decision->birth == 0)
            decision->birth = choices[i].birth;
    }
    return decision->birth != 0;
}

/* Operations in a second. */
static double run(const char *kind, bool follow)
{
    struct trace *trace = trace_new();
    struct watch *watch = start(kind, trace, follow);
    struct control *control = watch_control(watch);
    struct decision decision = {0, 0};
    enum standing standing;
    double from = 0;

    if (!follow)
        length = 0;
    while ((standing = control_settle(control, 20)) != NOBODY_LEFT) {
        if (from == 0)
            from = measure_now_ns();
        watch_pump(watch);
        if (standing != STANDS_STILL)
            continue;
        if (!in_turn(control, &decision) || !control_move(control, &decision))
            break;
        if (!follow && length < SCRIPT)
            script[length++] = decision;
    }
    watch_pump(watch);
    double ns = measure_now_ns() - from;
    double moves = (double)control_moves(control);
    watch_free(watch);
    trace_free(trace);
    return moves / ns * 1e9;
}

static void tell(const char *what, const struct rounds *rounds)
{
    printf("%-42s %10.0f  %4.0f %%\n", what, rounds_median(rounds),
           rounds_spread(rounds));
}

static void measure_turns(void)
{
    static const char *const kinds[] = {"threads", "processes"};
    struct rounds rounds[2][2] = {0};

    for (int round = 0; round < ROUNDS; round++) {
        for (int kind = 0; kind < 2; kind++) {
            rounds_add(&rounds[kind][0], run(kinds[kind], false));
            rounds_add(&rounds[kind][1], run(kinds[kind], true));
        }
    }
    printf("operations per second under the baton%16s\n", "spread");
    tell("two threads, the lab decides", &rounds[0][0]);
    tell("two threads, a script", &rounds[0][1]);
    tell("two processes, the lab decides", &rounds[1][0]);
    tell("two processes, a script", &rounds[1][1]);
}

static void settle(struct step *step)
{
    while (step_settle(step, 100) == STILL_MOVES)
        continue;
}

static void move_next(struct step *step)
{
    char why[160];
    struct decision decision = {step_next_in_turn(step), 0};

    MUST(decision.birth && step_move(step, &decision, why, sizeof why));
    settle(step);
}

/* A look one move further back from each of some places; then another move
   from there, for which the program runs again. */
static void measure_back(void)
{
    static const uint64_t places[] = {MOVES, MOVES - 37, MOVES / 2, 5013, 100};
    char path[PATH_MAX];
    char locks[] = "5000";
    char kind[] = "threads";
    char why[256];
    char *arguments[] = {path, kind, locks, NULL};
    struct rounds back = {0};
    struct rounds to_start = {0};
    struct rounds otherwise = {0};

    snprintf(path, sizeof path, "%s", watched_program("bench_turns"));
    MUST(watched_put_runtime_beside());
    struct session *session =
        session_watch(&(struct session_options){.program = path,
                                                .arguments = arguments,
                                                .input = -1,
                                                .controlled = true,
                                                .rows = 24,
                                                .columns = 80},
                      why, sizeof why);
    MUST(session != NULL);
    struct step *step = step_new(session);
    settle(step);
    for (int i = 0; i < MOVES; i++)
        move_next(step);
    for (int i = 0; i < 50; i++) {
        uint64_t place = places[i % 5] - (uint64_t)i / 5;

        step_look(step, place);
        double from = measure_now_ns();
        step_look(step, place - 1);
        rounds_add(&back, (measure_now_ns() - from) / 1e3);
    }
    for (int i = 0; i < 5; i++) {
        step_look(step, MOVES);
        double from = measure_now_ns();
        step_look(step, 0);
        rounds_add(&to_start, (measure_now_ns() - from) / 1e3);
    }
    uint64_t place = MOVES;
    while (otherwise.count < 5 && --place > 0) {
        step_look(step, place);
        struct decision other = {3 - step_decisions(step)[place].birth, 0};
        double from = measure_now_ns();
        if (!step_move(step, &other, why, sizeof why))
            continue; /* It waits for the lock there. */
        settle(step);
        rounds_add(&otherwise, (measure_now_ns() - from) / 1e3);
    }
    printf("\nin a run of %d operations%22s\n", MOVES, "us");
    tell("one step back", &back);
    tell("back to the start", &to_start);
    tell("another move from the past (runs again)", &otherwise);
    step_free(step);
    session_free(session);
}

int main(void)
{
    measure_turns();
    measure_back();
    return 0;
}
