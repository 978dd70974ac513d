/* snapshot.c - a model, field by field. */
#include "tests/support/snapshot.h"

#include "must.h"

#include <inttypes.h>
#include <stdio.h>

#define N "%" PRIu64 " "

static void put_wait(FILE *to, const struct wait *wait)
{
    fprintf(to, "(%d %u %u %u %" PRId64 " " N "%u)", wait->op, wait->object,
            wait->other, wait->site, wait->value, wait->since_ns, wait->passes);
}

static void put_spans(FILE *to, const struct task *task)
{
    fprintf(to, " spans " N, task->span_count);
    for (uint64_t i = 0; i < task->span_count; i++) {
        const struct span *span = task_span(task, i);

        if (span)
            fprintf(to, "[" N N "%u %u %d %d %d %d]", span->from_ns,
                    span->from_event, span->object, span->other, span->state,
                    span->op, span->stage, span->holding);
    }
}

static void put_task(FILE *to, const struct task *task)
{
    fprintf(to, "task %u %u %u %d '%s' '%s' state %d ", task->process,
            task->creator, task->number, task->tid, task->routine, task->name,
            task->state);
    put_wait(to, &task->wait);
    for (unsigned i = 0; i < task->handlers; i++)
        put_wait(to, &task->interrupted[i]);
    fprintf(to, " %u %u %d " N "%d %d %d", task->handlers, task->site,
            task->latest, task->latest_ns, task->joined, task->detached,
            task->uncertain);
    for (unsigned i = 0; i < task->hold_count; i++)
        fprintf(to, " holds %u %u %u %d " N, task->holds[i].object,
                task->holds[i].count, task->holds[i].site,
                task->holds[i].shared, task->holds[i].since_ns);
    for (unsigned i = 0; i < task->tenure_count; i++)
        fprintf(to, " had %u %u %u " N, task->tenures[i].object,
                task->tenures[i].times, task->tenures[i].requests,
                task->tenures[i].ns);
    fprintf(to, " job %d %d " N N, task->job.works, task->job.in_hand,
            task->job.number, task->job.finished);
    fprintf(to, " call %d %d '%s' " N "%u " N, task->call.client,
            task->call.in_hand, task->call.text ? task->call.text : "",
            task->call.object, task->call.server, task->call.answered);
    fprintf(to, " " N N "%u %u %u %d %u " N N N "%u %u", task->operations,
            task->lost, task->failed_tries, task->yields, task->most_passes,
            task->kernel_state, task->rss_kib, task->cpu_ns, task->sampled_ns,
            task->idle_cpu_ns, task->voluntary, task->involuntary);
    put_spans(to, task);
    fputc('\n', to);
}

static void put_process(FILE *to, const struct process *process)
{
    fprintf(to, "process %u %d %u %u '%s' %d %d %d %d %u %d %d %u %u '%s'",
            process->parent, process->pid, process->main_task, process->number,
            process->program, process->state, process->status, process->orphan,
            process->crash_signal, process->crash_site, process->timers,
            process->measured, process->own_pages, process->shared_pages,
            process->serves ? process->serves : "");
    for (unsigned i = 0; i < process->descriptor_count; i++)
        fprintf(to, " (%d %u %d)", process->descriptors[i].fd,
                process->descriptors[i].object, process->descriptors[i].end);
    fputc('\n', to);
}

static void put_object(FILE *to, const struct object *object)
{
    fprintf(to,
            "object %d %u %u %u '%s' %" PRId64 " %" PRId64 " %u %u %u " N N N N
            "%d %d %d %d %u %d %u %u " N "%u " N N N "%u %u\n",
            object->kind, object->process, object->origin, object->number,
            object->name, object->value, object->capacity, object->holders,
            object->wanted, object->peer, object->acquired, object->contended,
            object->signals, object->signals_lost, object->used,
            object->destroyed, object->made_here, object->left_held,
            object->inherited, object->inherited_shared, object->owner,
            object->last_owner, object->owned_since_ns, object->left_by,
            object->left_ns, object->handovers, object->requests,
            object->partner, object->signaller);
}

static void put_findings(FILE *to, const struct model *model)
{
    fprintf(to, "stuck %d " N, model->stuck.verdict, model->stuck.since_ns);
    for (unsigned i = 0; i < model->stuck.count; i++)
        fprintf(to, "(%u %u %u)", model->stuck.edges[i].from,
                model->stuck.edges[i].object, model->stuck.edges[i].to);
    fputc('\n', to);
    for (unsigned i = 0; i < model->finding_count; i++) {
        const struct finding *found = &model->findings[i];

        fprintf(to, "found %d " N "%u %u %u %u %d %" PRId64 " '%s'\n",
                found->verdict, found->time_ns, found->task, found->object,
                found->other, found->site, found->op, found->value,
                found->text);
    }
}

static void put_rest(FILE *to, const struct model *model)
{
    for (uint32_t i = 0; i < model->site_count; i++)
        fprintf(to, "site '%s' '%s' %d\n", model->sites[i].file,
                model->sites[i].function, model->sites[i].line);
    for (size_t i = 0; i < model->source_count; i++)
        fprintf(to, "source '%s' '%s'\n", model->sources[i].file,
                model->sources[i].text);
    for (uint64_t i = 0; i < model->output_count && i < OUTPUTS; i++)
        fprintf(to, "output %u " N "%.*s\n", model->outputs[i].length,
                model->outputs[i].time_ns, (int)model->outputs[i].length,
                model->outputs[i].text);
    for (size_t i = 0; i < model->managed_count; i++) {
        const struct managed *managed = &model->managed[i];

        fprintf(to, "managed %u " N "'%s' " N N "%d\n", managed->server,
                managed->number, managed->text, managed->count,
                managed->references, managed->deleted);
    }
    fprintf(to, "jobs %u %u %d\n", model_jobs_waiting(model), model->jobs.giver,
            model->jobs.uncounted);
    fprintf(to, "timed %d " N N N N N N N N "latest %d %u\n", model->timed,
            model->time_ns, model->events, model->operation_events,
            model->steps, model->output_count, model->lost, model->unseen,
            model->quiet_ns, model->latest.operation.op, model->latest.task);
}

char *snapshot_of(const struct model *model)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);

    MUST(to);
    for (uint32_t i = 0; i < model->task_count; i++)
        put_task(to, &model->tasks[i]);
    for (uint32_t i = 0; i < model->process_count; i++)
        put_process(to, &model->processes[i]);
    for (uint32_t i = 0; i < model->object_count; i++)
        put_object(to, &model->objects[i]);
    put_findings(to, model);
    put_rest(to, model);
    MUST(fclose(to) == 0);
    return text;
}
