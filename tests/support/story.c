/* story.c - traces written by hand. */
#include "tests/support/story.h"

#include "must.h"

#include <stdlib.h>

struct story *story_new(void)
{
    struct story *s = must_allocate(1, sizeof *s);

    s->trace = trace_new();
    s->model = model_new();
    story_process(s, 0);
    return s;
}

void story_free(struct story *s)
{
    model_free(s->model);
    trace_free(s->trace);
    free(s);
}

static void tell_at(struct story *s, uint64_t time_ns, struct event event)
{
    s->now_ns = time_ns;
    event.time_ns = time_ns;
    trace_append(s->trace, &event);
    model_apply(s->model, trace_at(s->trace, trace_length(s->trace) - 1));
}

void story_event(struct story *s, struct event event)
{
    tell_at(s, s->now_ns + STORY_STEP_NS, event);
}

/* ---- Who there is. ---- */

static uint32_t add_task(struct story *s, uint32_t process, uint32_t creator)
{
    uint32_t id = s->model->task_count + 1;
    uint32_t number = 0;

    for (uint32_t i = 1; i < id; i++)
        number += model_task(s->model, i)->process == process;
    story_event(s, (struct event){.type = EVENT_TASK,
                                  .task = id,
                                  .defined = {process, creator, number,
                                              (int32_t)(1000 + id),
                                              number ? "worker" : "main"}});
    return id;
}

static uint32_t add_process(struct story *s, uint32_t parent, uint32_t creator)
{
    uint32_t id = s->model->process_count + 1;

    story_event(s, (struct event){.type = EVENT_PROCESS,
                                  .process = {id, parent, (int32_t)(1000 + id),
                                              "program"}});
    uint32_t task = add_task(s, id, creator);
    story_did(s, task, OP_BEGIN, 0);
    return task;
}

uint32_t story_process(struct story *s, uint32_t parent)
{
    return add_process(s, parent, 0);
}

uint32_t story_thread(struct story *s, uint32_t creator)
{
    uint32_t id = add_task(s, story_process_of(s, creator), creator);

    story_did(s, id, OP_BEGIN, 0);
    return id;
}

uint32_t story_fork(struct story *s, uint32_t task)
{
    return add_process(s, story_process_of(s, task), task);
}

uint32_t story_process_of(const struct story *s, uint32_t task)
{
    return model_task(s->model, task)->process;
}

static uint32_t add_object(struct story *s, enum kind kind, uint32_t process,
                           const char *name)
{
    uint32_t id = s->model->object_count + 1;

    story_event(s, (struct event){.type = EVENT_OBJECT,
                                  .object = {id, kind, process, 0, id, name}});
    return id;
}

uint32_t story_object(struct story *s, enum kind kind, const char *name)
{
    return add_object(s, kind, 1, name);
}

uint32_t story_shared(struct story *s, enum kind kind, const char *name)
{
    return add_object(s, kind, 0, name);
}

uint32_t story_copy(struct story *s, uint32_t object, uint32_t process)
{
    uint32_t id = s->model->object_count + 1;
    uint32_t child = model_process(s->model, process)->main_task;

    story_event(s, (struct event){.type = EVENT_OBJECT,
                                  .task = story_task(s, child)->creator,
                                  .object = {id, story_seen(s, object)->kind,
                                             process, object, 0, ""}});
    return id;
}

/* ---- What they do. ---- */

void story_about(struct story *s, uint32_t task, enum operation op,
                 enum stage stage, uint32_t object, uint32_t other,
                 int64_t value)
{
    story_event(s, (struct event){.type = EVENT_OPERATION,
                                  .task = task,
                                  .operation = {.op = op,
                                                .stage = stage,
                                                .object = object,
                                                .other = other,
                                                .value = value}});
}

void story_wants(struct story *s, uint32_t task, enum operation op,
                 uint32_t object)
{
    story_about(s, task, op, STAGE_WANTS, object, 0, 0);
}

void story_did(struct story *s, uint32_t task, enum operation op,
               uint32_t object)
{
    story_about(s, task, op, STAGE_DID, object, 0, 0);
}

void story_failed(struct story *s, uint32_t task, enum operation op,
                  uint32_t object, int error)
{
    story_about(s, task, op, STAGE_FAILED, object, 0, error);
}

void story_did_value(struct story *s, uint32_t task, enum operation op,
                     uint32_t object, int64_t value)
{
    story_about(s, task, op, STAGE_DID, object, 0, value);
}

void story_wants_type(struct story *s, uint32_t task, uint32_t mutex,
                      int64_t type)
{
    story_about(s, task, OP_LOCK, STAGE_WANTS, mutex, 0, type);
}

void story_awaits(struct story *s, uint32_t task, uint32_t condition,
                  uint32_t mutex)
{
    story_did(s, task, OP_LOCK, mutex);
    story_about(s, task, OP_WAIT, STAGE_WANTS, condition, mutex, 0);
}

void story_passes(struct story *s, unsigned ms)
{
    tell_at(s, s->now_ns + ms * UINT64_C(1000000),
            (struct event){.type = EVENT_TICK});
}

void story_lost(struct story *s, uint32_t task, uint64_t count)
{
    story_event(
        s, (struct event){.type = EVENT_LOST, .task = task, .lost = {count}});
}

void story_holds(struct story *s, uint32_t task, uint32_t object)
{
    story_event(s, (struct event){
                       .type = EVENT_HOLDS, .task = task, .holds = {object}});
}

void story_sample(struct story *s, uint32_t task, char state, uint64_t cpu_ns)
{
    story_event(s,
                (struct event){.type = EVENT_SAMPLE,
                               .task = task,
                               .sample = {.state = state, .cpu_ns = cpu_ns}});
}

void story_ended(struct story *s, uint32_t process, int status, bool zombie)
{
    story_event(s, (struct event){.type = EVENT_ENDED,
                                  .ended = {process, status, zombie}});
}

/* ---- Asking. ---- */

static char *next_text(void)
{
    static char texts[4][SENTENCE];
    static unsigned at;

    return texts[at++ % 4];
}

const struct task *story_task(const struct story *s, uint32_t task)
{
    return model_task(s->model, task);
}

const struct object *story_seen(const struct story *s, uint32_t object)
{
    return model_object(s->model, object);
}

bool story_has(const struct story *s, uint32_t task, uint32_t object)
{
    return task_hold(story_task(s, task), object) != NULL;
}

bool story_waits(const struct story *s, uint32_t task)
{
    return story_task(s, task)->state == TASK_WAITS;
}

const char *story_state(const struct story *s, uint32_t task)
{
    return describe_state(s->model, task, next_text(), SENTENCE);
}

const char *story_use(const struct story *s, uint32_t object)
{
    return describe_use(s->model, object, next_text(), SENTENCE);
}

const char *story_fate(const struct story *s, uint32_t process)
{
    return describe_fate(s->model, process, next_text(), SENTENCE);
}

const char *story_stuck(const struct story *s)
{
    return describe_stuck(s->model, next_text(), SENTENCE);
}

const char *story_sentence(const struct story *s)
{
    const struct event *newest = trace_at(s->trace, trace_length(s->trace) - 1);

    return describe_event(s->model, newest, next_text(), SENTENCE);
}
