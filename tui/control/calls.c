/* calls.c - which moves belong together. */
#include "tui/control/calls.h"

#include "model/model.h"
#include "must.h"

#include <stdlib.h>

struct moved {
    uint32_t task;
    enum operation op;
    uint32_t inside; /* Its site, if that is inside the library. */
};

static uint32_t site_inside(const struct model *model, uint32_t site)
{
    return site_is_of_library(model_site(model, site)) ? site : 0;
}

static bool begins_somebody(enum operation op)
{
    return operation_effect(op) == EFFECT_CREATE ||
           operation_effect(op) == EFFECT_FORK;
}

/* Whether an operation belongs to the call; if so, it is noted. */
static bool belongs(struct library_call *call, struct moved next)
{
    if (!next.inside || next.inside == call->entered ||
        (begins_somebody(next.op) && call->began))
        return false;
    if (!call->entered)
        call->entered = next.inside;
    call->began |= begins_somebody(next.op);
    return true;
}

static struct library_call begun_by(struct moved first)
{
    return (struct library_call){first.task, first.inside,
                                 begins_somebody(first.op)};
}

static struct moved next_of(const struct model *model, uint32_t id)
{
    const struct task *task = model_task(model, id);

    if (!task)
        return (struct moved){.task = id};
    return (struct moved){id, task->wait.op,
                          site_inside(model, task->wait.site)};
}

struct library_call call_begin(const struct model *model, uint32_t task)
{
    return begun_by(next_of(model, task));
}

bool call_goes_on(struct library_call *call, const struct model *model,
                  const struct choice *choice)
{
    return choice && choice->readiness == CAN && choice->alternatives <= 1 &&
           belongs(call, next_of(model, call->task));
}

/* ---- What was done. ---- */

struct history {
    struct moved *moves;
    size_t count;
};

/* Of each move the first operation is the one that it was made for. */
static struct history history_of(const struct trace *trace)
{
    struct history history = {.moves = NULL};
    struct model *model = model_new();
    bool told = true;

    for (size_t i = 0; i < trace_length(trace); i++) {
        const struct event *event = trace_at(trace, i);

        if (event->type == EVENT_SITE) {
            model_apply(model, event);
        } else if (event->type == EVENT_MOVE) {
            history.moves = must_resize(history.moves, history.count + 1,
                                        sizeof *history.moves);
            history.moves[history.count++] =
                (struct moved){.task = event->task};
            told = false;
        } else if (event->type == EVENT_OPERATION && !told &&
                   event->task == history.moves[history.count - 1].task) {
            history.moves[history.count - 1] =
                (struct moved){event->task, event->operation.op,
                               site_inside(model, event->operation.site)};
            told = true;
        }
    }
    model_free(model);
    return history;
}

/* Where what belongs together ends that begins at move `from`. */
static size_t end_of(const struct history *history, size_t from)
{
    struct library_call call = begun_by(history->moves[from]);
    size_t at = from + 1;

    while (at < history->count && history->moves[at].task == call.task &&
           belongs(&call, history->moves[at]))
        at++;
    return at;
}

uint64_t calls_before(const struct trace *trace, uint64_t moves)
{
    struct history history = history_of(trace);
    size_t at = 0;

    for (size_t end; at < history.count; at = end) {
        end = end_of(&history, at);
        if (end >= moves)
            break;
    }
    free(history.moves);
    return at;
}

uint64_t calls_after(const struct trace *trace, uint64_t moves)
{
    struct history history = history_of(trace);
    size_t end = 0;

    while (end < history.count && end <= moves)
        end = end_of(&history, end);
    free(history.moves);
    return end > moves ? end : moves + 1;
}

bool calls_are_made(const struct model *model)
{
    for (uint32_t id = 1; id <= model->site_count; id++) {
        if (site_inside(model, id))
            return true;
    }
    return false;
}
