/* census.c - looking at all tasks in /proc. */
#include "watch/census.h"

#include "must.h"
#include "watch/kernel.h"
#include "watch/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

enum {
    DEEP_EVERY = 4,       /* Looks, between looks at the context switches. */
    FILES_AT_MOST = 2048, /* Tasks whose files are kept open. */
    MEASURED_AT_MOST =
        32 /* Processes whose memory is looked at, in one look. */
};

struct looked_at {
    struct kernel_task files;
    struct kernel_sample told;
    bool open;
    bool gone;
    bool ending; /* It was a zombie, or gone, at the last look too. */
};

struct measured {
    struct kernel_memory told;
    bool any;
};

struct census {
    struct translator *translator;
    struct trace *trace;
    struct looked_at *tasks; /* [id - 1] */
    uint32_t count;
    struct measured *processes; /* [id - 1] */
    uint32_t process_count;
    uint32_t open;
    unsigned round;
};

struct census *census_new(struct translator *translator, struct trace *trace)
{
    struct census *census = must_allocate(1, sizeof *census);

    census->translator = translator;
    census->trace = trace;
    return census;
}

static void forget(struct census *census, struct looked_at *task)
{
    if (task->open) {
        kernel_close(&task->files);
        task->open = false;
        census->open--;
    }
    task->gone = true;
}

void census_free(struct census *census)
{
    if (!census)
        return;
    for (uint32_t i = 0; i < census->count; i++)
        forget(census, &census->tasks[i]);
    free(census->tasks);
    free(census->processes);
    free(census);
}

static void make_room(struct census *census, uint32_t count)
{
    if (count <= census->count)
        return;
    census->tasks = must_resize(census->tasks, count, sizeof *census->tasks);
    for (uint32_t i = census->count; i < count; i++)
        census->tasks[i] = (struct looked_at){.gone = false};
    census->count = count;
}

static void tell(struct census *census, uint32_t id,
                 const struct kernel_sample *now, uint64_t time_ns)
{
    struct kernel_sample *told = &census->tasks[id - 1].told;
    struct event event = {.time_ns = time_ns,
                          .type = EVENT_SAMPLE,
                          .task = id,
                          .sample = {now->state, now->rss_kib, now->cpu_ns,
                                     now->voluntary, now->involuntary}};

    if (now->state == told->state && now->cpu_ns == told->cpu_ns &&
        now->voluntary == told->voluntary &&
        now->involuntary == told->involuntary)
        return;
    *told = *now;
    translator_tell(census->translator, &event);
}

/* A first task that the kernel calls a zombie, or knows no more, is the end
   of its process only when its other threads have ended too. */
static void note_end(struct census *census, uint32_t id,
                     const struct kernel_sample *last, bool zombie,
                     uint64_t time_ns)
{
    struct translator *t = census->translator;
    uint32_t process_id = translator_task(t, id)->process;
    struct known_process *process = translator_process(t, process_id);
    uint32_t others = 0;

    if (process->main_task != id) {
        translator_task_ended(t, id, time_ns);
        return;
    }
    for (uint32_t i = 0; i < census->count; i++) {
        const struct known_task *other = translator_task(t, i + 1);

        others += i + 1 != id && other->process == process_id &&
                  !other->ended && !census->tasks[i].gone;
    }
    if (others > 0)
        return;
    if (!zombie || !process->ended)
        translator_process_ended(t, process_id, last->exit_status, zombie,
                                 time_ns);
}

static bool can_open(struct census *census, uint32_t id)
{
    struct looked_at *looked = &census->tasks[id - 1];
    const struct known_task *task = translator_task(census->translator, id);

    if (looked->open)
        return true;
    if (looked->gone || task->tid == 0 || census->open >= FILES_AT_MOST)
        return false;
    looked->open = kernel_open(&looked->files, task->pid, task->tid);
    census->open += looked->open;
    return looked->open;
}

/* A task that has ended: what it did last, and with what status its process
   ended, may still be on the way; at the next look they are not. */
static bool is_first_sign(struct looked_at *task)
{
    bool first = !task->ending;

    task->ending = true;
    return first;
}

static void look_at(struct census *census, uint32_t id, bool deep,
                    uint64_t time_ns)
{
    struct looked_at *looked = &census->tasks[id - 1];
    const struct known_process *process = translator_process(
        census->translator, translator_task(census->translator, id)->process);

    if (looked->gone)
        return;
    if (process->reaped) {
        forget(census, looked);
        return;
    }
    if (!can_open(census, id)) {
        /* No file for a task that runs: it is gone, or hidden from us. */
        if (translator_task(census->translator, id)->tid == 0 ||
            (errno != ENOENT && errno != ESRCH) || is_first_sign(looked))
            return;
        looked->gone = true;
        note_end(census, id, &(struct kernel_sample){.exit_status = -1}, false,
                 time_ns);
        return;
    }
    struct kernel_sample now = looked->told;
    bool there = kernel_look(&looked->files, &now, deep);
    if (there && now.state != 'Z' && now.state != 'X') {
        looked->ending = false;
        tell(census, id, &now, time_ns);
        return;
    }
    if (there)
        tell(census, id, &now, time_ns);
    if (is_first_sign(looked))
        return;
    if (!there)
        forget(census, looked);
    note_end(census, id,
             there ? &now : &(struct kernel_sample){.exit_status = -1}, there,
             time_ns);
}

static void measure(struct census *census, uint32_t id, uint64_t time_ns)
{
    struct measured *measured = &census->processes[id - 1];
    struct kernel_memory now;
    pid_t pid = translator_process(census->translator, id)->pid;

    if (!kernel_look_at_memory(pid, &now) ||
        (measured->any && now.own == measured->told.own &&
         now.shared == measured->told.shared))
        return;
    *measured = (struct measured){now, true};
    translator_tell(census->translator,
                    &(struct event){.time_ns = time_ns,
                                    .type = EVENT_MEMORY,
                                    .memory = {id, now.own, now.shared}});
}

/* One process alone shares nothing. Of very many only the newest are looked
   at: it is dear. */
static void measure_all(struct census *census, bool deep, uint64_t time_ns)
{
    uint32_t count = translator_process_count(census->translator);
    uint32_t looks = 0;

    if (count > census->process_count) {
        census->processes =
            must_resize(census->processes, count, sizeof *census->processes);
        for (uint32_t i = census->process_count; i < count; i++)
            census->processes[i] = (struct measured){.any = false};
        census->process_count = count;
    }
    for (uint32_t id = count; count > 1 && id > 0 && looks < MEASURED_AT_MOST;
         id--) {
        if (translator_process(census->translator, id)->ended ||
            (!deep && census->processes[id - 1].any))
            continue;
        measure(census, id, time_ns);
        looks++;
    }
}

void census_take(struct census *census, uint64_t time_ns)
{
    uint32_t count = translator_task_count(census->translator);
    bool deep = census->round++ % DEEP_EVERY == 0;

    size_t length = trace_length(census->trace);
    make_room(census, count);
    /* Later tasks first: a process's first task after its threads. */
    for (uint32_t id = count; id > 0; id--)
        look_at(census, id, deep, time_ns);
    measure_all(census, deep, time_ns);
    if (trace_length(census->trace) == length)
        translator_tell(
            census->translator,
            &(struct event){.time_ns = time_ns, .type = EVENT_TICK});
}

bool census_is_running(const struct census *census, uint32_t task)
{
    return task <= census->count && !census->tasks[task - 1].gone &&
           census->tasks[task - 1].told.state == 'R';
}
