/* json_panes.c - what panes show of pools, managers and locks, as JSON. */
#include "tui/json_panes.h"

#include "model/describe.h"
#include "tui/json_text.h"

static void set_number(json_t *value, const char *key, uint64_t number)
{
    json_object_set_new(value, key, json_integer((json_int_t)number));
}

/* ---- Pools. ---- */

static json_t *worker_value(const struct model *model, uint32_t id)
{
    const struct task *task = model_task(model, id);
    json_t *value = json_object();
    char text[SENTENCE];

    json_object_set_new(value, "task",
                        json_text(describe_task(model, id, text, sizeof text)));
    json_object_set_new(value, "job_in_hand",
                        task->job.in_hand
                            ? json_integer((json_int_t)task->job.number)
                            : json_null());
    set_number(value, "jobs_finished", task->job.finished);
    json_object_set_new(value, "ended", json_boolean(!task_is_alive(task)));
    return value;
}

json_t *json_workers(const struct model *model)
{
    json_t *list = json_array();

    for (uint32_t id = 1; id <= model->task_count; id++) {
        if (model_task(model, id)->job.works)
            json_array_append_new(list, worker_value(model, id));
    }
    return list;
}

json_t *json_jobs_waiting(const struct model *model)
{
    return model->jobs.giver && model_knows_jobs(model)
               ? json_integer(model_jobs_waiting(model))
               : json_null();
}

/* ---- Managers. ---- */

static json_t *client_value(const struct model *model, uint32_t id)
{
    const struct call *call = &model_task(model, id)->call;
    json_t *value = json_object();
    char text[SENTENCE];

    json_object_set_new(value, "task",
                        json_text(describe_task(model, id, text, sizeof text)));
    json_object_set_new(value, "server",
                        call->server
                            ? json_text(describe_process(model, call->server,
                                                         text, sizeof text))
                            : json_null());
    json_object_set_new(
        value, "asks",
        call->in_hand ? json_text(describe_call(model, call, text, sizeof text))
                      : json_null());
    set_number(value, "answered", call->answered);
    return value;
}

json_t *json_clients(const struct model *model)
{
    json_t *list = json_array();

    for (uint32_t id = 1; id <= model->task_count; id++) {
        if (model_task(model, id)->call.client)
            json_array_append_new(list, client_value(model, id));
    }
    return list;
}

json_t *json_managed(const struct model *model)
{
    json_t *list = json_array();
    char text[SENTENCE];

    for (size_t i = 0; i < model->managed_count; i++) {
        const struct managed *managed = &model->managed[i];
        json_t *value = json_object();

        json_object_set_new(value, "server",
                            json_text(describe_process(model, managed->server,
                                                       text, sizeof text)));
        json_object_set_new(
            value, "object",
            json_text(describe_managed(managed, text, sizeof text)));
        set_number(value, "count", managed->count);
        set_number(value, "proxies", managed->references);
        json_object_set_new(value, "deleted", json_boolean(managed->deleted));
        json_array_append_new(list, value);
    }
    return list;
}

/* ---- Locks. ---- */

json_t *json_owners(const struct model *model, uint32_t lock)
{
    json_t *list = json_array();
    char text[SENTENCE];

    for (uint32_t id = 1; id <= model->task_count; id++) {
        const struct tenure *tenure = task_tenure(model_task(model, id), lock);
        json_t *value;

        if (!tenure || tenure->times == 0)
            continue;
        value = json_object();
        json_object_set_new(
            value, "task",
            json_text(describe_task(model, id, text, sizeof text)));
        set_number(value, "times", tenure->times);
        set_number(value, "asked", tenure->requests);
        json_object_set_new(
            value, "seconds",
            model_knows_tenures(model)
                ? json_real((double)task_owned_ns(model, id, lock) / 1e9)
                : json_null());
        json_array_append_new(list, value);
    }
    return list;
}
