/* watch.c - starting, following and ending a program. */
#include "watch/watch.h"

#include "must.h"
#include "watch/census.h"
#include "watch/collect.h"
#include "watch/keeper.h"
#include "watch/kernel.h"
#include "watch/launch.h"
#include "watch/translate.h"
#include "words.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define CENSUS_EVERY_NS UINT64_C(100000000)
#define STOP_AFTER_NS   UINT64_C(200000000)

enum {
    OUTPUT_KEPT = 1 << 20,   /* Bytes of output that go into the trace, */
    OUTPUT_AT_ONCE = 1 << 18 /* and that are read in one pump. */
};

struct watch {
    struct trace *trace;
    struct area *area;
    int area_descriptor;
    struct translator *translator;
    struct collector *collector;
    struct control *control; /* NULL: not controlled. */
    bool explores;           /* It is run many times. */
    struct census *census;
    struct keeper keeper;
    int terminal; /* The lab's side of the program's. */
    bool hung_up; /* Nobody has the program's side open any more. */

    enum watch_state state;
    pid_t program;
    int status;
    bool empty;  /* The keeper has nothing left to keep. */
    int refused; /* errno of a failed exec. */

    uint32_t pace_us;
    enum level level;
    bool paused;
    uint64_t paused_ns;
    uint64_t census_ns; /* When the next census is due. */
    uint64_t output;
    uint64_t output_kept;
    bool too_many;
    uint32_t unseen; /* Tasks without a slot, told of. */
    bool *stopped;   /* [process id - 1]: by us. */
    struct process_end {
        pid_t pid;
        int status;
        uint64_t time_ns; /* When it was reported. */
    } * ended;            /* Processes whose ends are still to be told. */
    size_t ended_count;
    uint32_t stopped_count;
};

/* ---- Starting. ---- */

/* Under control, times are numbers in a row. */
static bool is_timed(const struct watch_options *options)
{
    return options->timed && !options->count_only && !options->controlled &&
           !options->explore;
}

struct watch *watch_start(const struct watch_options *options,
                          struct trace *trace, char *why, size_t why_size)
{
    struct watch *watch = must_allocate(1, sizeof *watch);

    watch->trace = trace;
    watch->terminal = -1;
    watch->status = -1;
    watch->pace_us = options->pace_us;
    watch->level = options->count_only ? LEVEL_COUNT
                   : is_timed(options) ? LEVEL_TIMED
                                       : LEVEL_WATCH;
    watch->area = area_create(&watch->area_descriptor);
    if (!watch->area) {
        snprintf(why, why_size, _("no shared memory left for watching: %s"),
                 strerror(errno));
        free(watch);
        return NULL;
    }
    watch->translator = translator_new(watch->area, trace, options->source);
    if (options->explore) {
        watch->area->exploration = *options->explore;
        watch->area->scheduler.controls = true;
        watch->explores = true;
    }
    if (options->controlled)
        watch->control = control_new(watch->area, watch->translator,
                                     options->script, options->script_length);
    watch->area->deeds.wanted = options->judged;
    watch->collector = collector_new(watch->area, watch->translator);
    watch->census = census_new(watch->translator, trace);
    watch_set_pace(watch, options->pace_us);
    if (watch->level == LEVEL_TIMED)
        trace_append(trace, &(struct event){.type = EVENT_TIMED});
    if (!launch(&watch->keeper, options, watch->area_descriptor,
                &watch->terminal, why, why_size)) {
        watch_free(watch);
        return NULL;
    }
    return watch;
}

void watch_free(struct watch *watch)
{
    if (!watch)
        return;
    keeper_end(&watch->keeper);
    if (watch->terminal >= 0)
        close(watch->terminal);
    census_free(watch->census);
    control_free(watch->control);
    collector_free(watch->collector);
    translator_free(watch->translator);
    area_detach(watch->area);
    area_close(watch->area_descriptor);
    free(watch->stopped);
    free(watch->ended);
    free(watch);
}

/* ---- Following. ---- */

int watch_descriptors(const struct watch *watch, int descriptors[2])
{
    int count = 0;

    if (watch->terminal >= 0 && !watch->hung_up)
        descriptors[count++] = watch->terminal;
    if (watch->keeper.pid > 0)
        descriptors[count++] = watch->keeper.reports;
    return count;
}

static void tell_output(struct watch *watch, const char *text, size_t length)
{
    size_t kept = OUTPUT_KEPT - (size_t)watch->output_kept;

    watch->output += length;
    if (kept > length)
        kept = length;
    if (kept == 0)
        return;
    watch->output_kept += kept;
    if (watch->control) {
        translator_printed(watch->translator, text, kept);
        return;
    }
    struct event event = {.time_ns = collector_reached(watch->collector),
                          .type = EVENT_OUTPUT,
                          .output = {(uint32_t)kept, text}};
    translator_tell(watch->translator, &event);
}

static void read_output(struct watch *watch)
{
    char text[16384];
    size_t total = 0;

    while (watch->terminal >= 0 && total < OUTPUT_AT_ONCE) {
        ssize_t got = read(watch->terminal, text, sizeof text);

        if (got > 0) {
            tell_output(watch, text, (size_t)got);
            total += (size_t)got;
        } else if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
            return;
        } else {
            /* Closing our side would send the program a SIGHUP. */
            watch->hung_up = true;
            return;
        }
    }
}

/* What a process did last may not have been read yet: that it ended is told
   when all records from before then have been. */
static void tell_ended(struct watch *watch)
{
    uint64_t reached = collector_reached(watch->collector);
    size_t kept = 0;

    for (size_t i = 0; i < watch->ended_count; i++) {
        const struct process_end *ended = &watch->ended[i];
        uint32_t process = translator_process_of(watch->translator, ended->pid);

        if (ended->time_ns > reached) {
            watch->ended[kept++] = *ended;
            continue;
        }
        if (process)
            translator_process_ended(watch->translator, process, ended->status,
                                     false, reached);
        if (watch->control)
            control_was_told(watch->control, ended->pid);
    }
    watch->ended_count = kept;
}

/* Under control the census is not taken: that a child has ended is known. */
static void tell_zombies(struct watch *watch)
{
    pid_t pid;

    while (watch->control && (pid = control_take_dead(watch->control)) > 0) {
        uint32_t process = translator_process_of(watch->translator, pid);
        struct kernel_sample sample;
        bool zombie =
            kernel_look_once(pid, pid, &sample) && sample.state == 'Z';

        if (process)
            translator_process_ended(watch->translator, process,
                                     zombie ? sample.exit_status : -1, zombie,
                                     collector_reached(watch->collector));
    }
}

static void note_ended(struct watch *watch, pid_t pid, int status)
{
    watch->ended =
        must_resize(watch->ended, watch->ended_count + 1, sizeof *watch->ended);
    watch->ended[watch->ended_count++] =
        (struct process_end){pid, status, watch_now(watch)};
    if (pid == watch->program) {
        watch->status = status;
        watch->state = WATCH_LEFT_BEHIND;
    }
}

static void note_report(struct watch *watch, const struct report *report)
{
    switch (report->kind) {
    case REPORT_STARTED:
        watch->program = report->pid;
        break;
    case REPORT_REFUSED:
        watch->refused = report->status;
        watch->empty = true;
        watch->state = WATCH_LEFT_BEHIND;
        break;
    case REPORT_ENDED:
        note_ended(watch, report->pid, report->status);
        break;
    case REPORT_EMPTY:
        watch->empty = true;
        break;
    }
}

static void read_reports(struct watch *watch)
{
    struct report report;
    ssize_t got;

    if (watch->keeper.pid <= 0)
        return;
    while ((got = read(watch->keeper.reports, &report, sizeof report)) ==
           (ssize_t)sizeof report)
        note_report(watch, &report);
    if (got == 0) { /* The keeper is gone, and with it the program. */
        watch->empty = true;
        if (watch->state == WATCH_RUNNING)
            watch->state = WATCH_LEFT_BEHIND;
    }
}

static void tell_unseen(struct watch *watch)
{
    uint32_t unseen = atomic_load(&watch->area->unseen);
    uint32_t more = unseen - watch->unseen;

    if (more == 0 || more > WATCH_TASKS_AT_MOST * 16)
        return; /* None, or the program wrote over the number. */
    watch->unseen = unseen;
    struct event event = {.time_ns = collector_reached(watch->collector),
                          .type = EVENT_LOST,
                          .lost = {more}};
    translator_tell(watch->translator, &event);
}

/* A program may have scribbled over what it is told. */
static void say_again(struct watch *watch)
{
    atomic_store(&watch->area->level, watch->level);
    /* What is controlled stops at each operation, as if for a pace. */
    atomic_store(&watch->area->pace_us,
                 watch->control || watch->explores ? 1 : watch->pace_us);
    atomic_store(&watch->area->paused, watch->paused);
}

/* While paused: stops processes that do not come to an operation. */
static void stop_runners(struct watch *watch)
{
    struct translator *t = watch->translator;
    uint32_t count = translator_process_count(t);

    if (!watch->paused || watch_now(watch) - watch->paused_ns < STOP_AFTER_NS)
        return;
    if (count > watch->stopped_count) {
        watch->stopped =
            must_resize(watch->stopped, count, sizeof *watch->stopped);
        for (uint32_t i = watch->stopped_count; i < count; i++)
            watch->stopped[i] = false;
        watch->stopped_count = count;
    }
    for (uint32_t id = 1; id <= translator_task_count(t); id++) {
        uint32_t process = translator_task(t, id)->process;

        if (!watch->stopped[process - 1] &&
            census_is_running(watch->census, id)) {
            kill(translator_process(t, process)->pid, SIGSTOP);
            watch->stopped[process - 1] = true;
        }
    }
}

/* Tasks that could not be watched count only when all slots are taken: else
   the program has written over the number. */
static void limit_tasks(struct watch *watch)
{
    uint32_t living = 0;

    for (uint32_t id = 1; id <= translator_process_count(watch->translator);
         id++)
        living += translator_process(watch->translator, id)->tasks;
    if (living >= AREA_SLOTS * 9 / 10)
        living += atomic_load(&watch->area->unseen);
    if (living <= WATCH_TASKS_AT_MOST || watch->too_many)
        return;
    watch->too_many = true;
    watch_pause(watch, true); /* Holds what still multiplies. */
    watch_end(watch);
}

static void take_census(struct watch *watch)
{
    uint64_t now = watch_now(watch);

    if (now < watch->census_ns)
        return;
    watch->census_ns = now + CENSUS_EVERY_NS;
    if (!watch->area->scheduler
             .controls) /* The kernel's samples differ from run to run. */
        census_take(watch->census, collector_reached(watch->collector));
    stop_runners(watch);
}

void watch_pump(struct watch *watch)
{
    if (watch->state == WATCH_OVER)
        return;
    say_again(watch);
    read_output(watch);
    collector_poll(watch->collector, false);
    translator_tell_printed(watch->translator);
    tell_zombies(watch);
    tell_ended(watch);
    tell_unseen(watch);
    limit_tasks(watch);
    take_census(watch);
    read_reports(watch);
    if (watch->empty) {
        collector_poll(watch->collector, true);
        tell_ended(watch);
        read_output(watch);
        translator_tell_printed(watch->translator);
        keeper_end(&watch->keeper);
        watch->state = WATCH_OVER;
    }
}

void watch_end(struct watch *watch)
{
    if (watch->state == WATCH_OVER)
        return;
    collector_poll(watch->collector, false);
    close(watch->keeper.orders);
    watch->keeper.orders = -1;
    /* The keeper tells how each ended, and closes its end when it is done. */
    for (int waited = 0; waited < 1000 && !watch->empty; waited++) {
        const struct timespec moment = {.tv_nsec = 1000000};

        read_output(watch);
        read_reports(watch);
        nanosleep(&moment, NULL);
    }
    watch->empty = true;
    watch_pump(watch);
}

const struct exploration *watch_exploration(const struct watch *watch)
{
    return &watch->area->exploration;
}

void watch_stop_exploring(struct watch *watch)
{
    atomic_store(&watch->area->exploration.stop, 1);
}

struct control *watch_control(struct watch *watch)
{
    return watch->control;
}

enum watch_state watch_state(const struct watch *watch)
{
    return watch->state;
}

int watch_status(const struct watch *watch)
{
    return watch->status;
}

int watch_refused(const struct watch *watch)
{
    return watch->refused;
}

/* ---- Control. ---- */

void watch_set_pace(struct watch *watch, uint32_t pace_us)
{
    watch->pace_us = pace_us;
    say_again(watch);
}

static void continue_stopped(struct watch *watch)
{
    for (uint32_t i = 0; i < watch->stopped_count; i++) {
        if (watch->stopped[i])
            kill(translator_process(watch->translator, i + 1)->pid, SIGCONT);
        watch->stopped[i] = false;
    }
}

void watch_pause(struct watch *watch, bool paused)
{
    if (watch->paused == paused)
        return;
    watch->paused = paused;
    watch->paused_ns = watch_now(watch);
    say_again(watch);
    if (!paused) {
        syscall(SYS_futex, &watch->area->paused, FUTEX_WAKE, INT_MAX, NULL,
                NULL, 0);
        continue_stopped(watch);
    }
}

struct watch_counts watch_counts(const struct watch *watch)
{
    struct collector_counts counts = collector_counts(watch->collector);

    return (struct watch_counts){
        .operations = counts.operations,
        .lost = counts.lost,
        .output = watch->output,
        .output_kept = watch->output_kept,
        .tasks_unseen = watch->unseen,
        .too_many = watch->too_many,
        .damaged = counts.damaged,
    };
}

uint64_t watch_now(const struct watch *watch)
{
    return collector_now(watch->collector);
}
