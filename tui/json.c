/* json.c - writing JSON with jansson. */
#include "tui/json.h"

#include "model/describe.h"
#include "model/judge.h"
#include "must.h"
#include "tui/json_panes.h"
#include "tui/json_text.h"
#include "tui/lessons/prediction.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static void print_value(json_t *value)
{
    json_dumpf(value, stdout, JSON_INDENT(2) | JSON_ENSURE_ASCII);
    putchar('\n');
    json_decref(value);
}

/* ---- Lessons and exercises. ---- */

static json_t *outcomes_of(const struct lesson *lesson)
{
    json_t *list = json_array();

    for (size_t i = 0; i < lesson->outcome_count; i++) {
        if (lesson->outcomes[i].possible)
            json_array_append_new(list, json_text(lesson->outcomes[i].text));
    }
    return list;
}

static json_t *lesson_value(const struct lesson *lesson,
                            const struct progress *progress)
{
    json_t *value = json_object();
    char *key = lesson_key(lesson);
    const struct progress_line *done = progress_find(progress, key);

    json_object_set_new(value, "lesson", json_text(key));
    json_object_set_new(value, "chapter", json_text(lesson->chapter));
    json_object_set_new(value, "name", json_text(lesson->name));
    json_object_set_new(value, "title", json_text(lesson->title));
    json_object_set_new(value, "goal", json_text(lesson->goal));
    json_object_set_new(value, "python", json_text(lesson->python));
    json_object_set_new(value, "question", json_text(lesson->question));
    json_object_set_new(value, "outcomes", outcomes_of(lesson));
    json_object_set_new(value, "source", json_text(lesson->source));
    json_object_set_new(value, "page", json_text(lesson->page));
    json_object_set_new(value, "predicted",
                        json_boolean(done && done->predicted));
    json_object_set_new(value, "runs", json_integer(done ? done->runs : 0));
    free(key);
    return value;
}

static json_t *exercise_value(const struct exercise *exercise,
                              const struct progress *progress)
{
    json_t *value = json_object();
    char *key = exercise_key(exercise);
    const struct exercise_line *done = progress_find_exercise(progress, key);

    json_object_set_new(value, "exercise", json_text(key));
    json_object_set_new(value, "chapter", json_text(exercise->chapter));
    json_object_set_new(value, "name", json_text(exercise->name));
    json_object_set_new(value, "title", json_text(exercise->title));
    json_object_set_new(value, "goal", json_text(exercise->goal));
    json_object_set_new(value, "of", json_text(exercise->lesson));
    json_object_set_new(value, "break", json_text(exercise->breaks));
    json_object_set_new(value, "source", json_text(exercise->stub));
    json_object_set_new(value, "page", json_text(exercise->page));
    json_object_set_new(value, "attempts",
                        json_integer(done ? done->attempts : 0));
    json_object_set_new(value, "hints", json_integer(done ? done->hints : 0));
    json_object_set_new(value, "passed", json_boolean(done && done->passed));
    json_object_set_new(value, "shown", json_boolean(done && done->shown));
    free(key);
    return value;
}

void json_list(const struct catalogue *catalogue, const struct shelf *shelf,
               const struct progress *progress)
{
    json_t *list = json_array();

    for (size_t i = 0; i < catalogue->count; i++)
        json_array_append_new(list,
                              lesson_value(&catalogue->lessons[i], progress));
    for (size_t i = 0; shelf && i < shelf->count; i++)
        json_array_append_new(list,
                              exercise_value(&shelf->exercises[i], progress));
    print_value(list);
}

/* ---- Runs. ---- */

static json_t *task_value(const struct model *model, uint32_t id)
{
    const struct task *task = model_task(model, id);
    json_t *value = json_object();
    char text[SENTENCE];

    json_object_set_new(value, "task",
                        json_text(describe_task(model, id, text, sizeof text)));
    json_object_set_new(value, "name", json_text(task->name));
    json_object_set_new(
        value, "process",
        json_text(describe_process(model, task->process, text, sizeof text)));
    json_object_set_new(value, "routine", json_text(task->routine));
    json_object_set_new(
        value, "state",
        json_text(describe_state(model, id, text, sizeof text)));
    json_object_set_new(value, "operations",
                        json_integer((json_int_t)task->operations));
    json_object_set_new(value, "lost", json_integer((json_int_t)task->lost));
    json_object_set_new(value, "most_passed_over",
                        json_integer(task->most_passes));
    json_object_set_new(value, "cpu_seconds",
                        json_real((double)task->cpu_ns / 1e9));
    json_object_set_new(value, "voluntary_switches",
                        json_integer(task->voluntary));
    json_object_set_new(value, "involuntary_switches",
                        json_integer(task->involuntary));
    return value;
}

static json_t *process_value(const struct model *model, uint32_t id)
{
    const struct process *process = model_process(model, id);
    json_t *value = json_object();
    char text[SENTENCE];

    json_object_set_new(
        value, "process",
        json_text(describe_process(model, id, text, sizeof text)));
    json_object_set_new(value, "parent",
                        process->parent
                            ? json_text(describe_process(model, process->parent,
                                                         text, sizeof text))
                            : json_null());
    json_object_set_new(value, "pid", json_integer(process->pid));
    json_object_set_new(value, "program", json_text(process->program));
    json_object_set_new(value, "own_pages",
                        process->measured ? json_integer(process->own_pages)
                                          : json_null());
    json_object_set_new(value, "shared_pages",
                        process->measured ? json_integer(process->shared_pages)
                                          : json_null());
    json_object_set_new(value, "fate",
                        json_text(describe_fate(model, id, text, sizeof text)));
    return value;
}

static json_t *object_value(const struct model *model, uint32_t id)
{
    const struct object *object = model_object(model, id);
    json_t *value = json_object();
    char text[SENTENCE];

    json_object_set_new(
        value, "object",
        json_text(describe_object(model, id, text, sizeof text)));
    json_object_set_new(value, "kind", json_text(kind_word(object->kind)));
    json_object_set_new(value, "state",
                        json_text(describe_use(model, id, text, sizeof text)));
    json_object_set_new(value, "acquired",
                        json_integer((json_int_t)object->acquired));
    json_object_set_new(value, "waited_for",
                        json_integer((json_int_t)object->contended));
    json_object_set_new(value, "handovers",
                        json_integer((json_int_t)object->handovers));
    json_object_set_new(value, "owners", json_owners(model, id));
    return value;
}

static json_t *cycle_of(const struct model *model)
{
    json_t *list = json_array();

    for (unsigned i = 0; i < model->stuck.count; i++) {
        const struct stuck_edge *edge = &model->stuck.edges[i];
        const struct task *task = model_task(model, edge->from);
        json_t *value = json_object();
        char text[SENTENCE];

        json_object_set_new(
            value, "task",
            json_text(describe_task(model, edge->from, text, sizeof text)));
        json_object_set_new(value, "waits_for",
                            edge->object
                                ? json_text(describe_object(model, edge->object,
                                                            text, sizeof text))
                                : json_null());
        json_object_set_new(value, "held_by",
                            edge->to ? json_text(describe_task(
                                           model, edge->to, text, sizeof text))
                                     : json_null());
        json_object_set_new(
            value, "at",
            json_text(describe_site(model, task ? task->wait.site : 0, text,
                                    sizeof text)));
        json_array_append_new(list, value);
    }
    return list;
}

static json_t *findings_of(const struct model *model)
{
    json_t *list = json_array();
    char text[SENTENCE];

    for (unsigned i = 0; i < model->finding_count; i++)
        json_array_append_new(
            list, json_text(describe_finding(model, &model->findings[i], text,
                                             sizeof text)));
    return list;
}

typedef json_t *value_function(const struct model *, uint32_t);

static json_t *list_of(const struct model *model, uint32_t count,
                       value_function *value)
{
    json_t *list = json_array();

    for (uint32_t id = 1; id <= count; id++)
        json_array_append_new(list, value(model, id));
    return list;
}

static void set_status(json_t *value, const struct ending *ending)
{
    bool known = ending->status != -1;
    bool exited = known && WIFEXITED(ending->status);
    bool killed = known && WIFSIGNALED(ending->status);

    json_object_set_new(value, "exit",
                        exited ? json_integer(WEXITSTATUS(ending->status))
                               : json_null());
    json_object_set_new(value, "signal",
                        killed ? json_integer(WTERMSIG(ending->status))
                               : json_null());
    json_object_set_new(value, "cut_off", json_boolean(!ending->over));
    json_object_set_new(value, "ended_by_lab",
                        json_boolean(ending->ended_by_lab));
}

void json_run(struct session *session)
{
    const struct model *model = session_model(session);
    const struct lesson *lesson = session_lesson(session);
    struct ending ending = session_ending(session);
    int happened = lesson ? prediction_judge(lesson, &ending) : 0;
    char text[CYCLE * SENTENCE];
    json_t *value = json_object();

    json_object_set_new(value, "program", json_text(session_program(session)));
    json_object_set_new(value, "verdict",
                        json_text(verdict_name(ending.verdict)));
    json_object_set_new(
        value, "message",
        json_text(describe_stuck(session_stuck(session), text, sizeof text)));
    json_object_set_new(value, "outcome",
                        happened
                            ? json_text(lesson->outcomes[happened - 1].text)
                            : json_null());
    set_status(value, &ending);
    json_object_set_new(value, "seconds", json_real(ending.seconds));
    json_object_set_new(value, "operations",
                        json_integer((json_int_t)ending.operations));
    json_object_set_new(value, "lost", json_integer((json_int_t)ending.lost));
    json_object_set_new(value, "tasks_unseen",
                        json_integer(ending.tasks_unseen));
    json_object_set_new(value, "cycle", cycle_of(session_stuck(session)));
    json_object_set_new(value, "findings", findings_of(model));
    json_object_set_new(value, "processes",
                        list_of(model, model->process_count, process_value));
    json_object_set_new(value, "tasks",
                        list_of(model, model->task_count, task_value));
    json_object_set_new(value, "objects",
                        list_of(model, model->object_count, object_value));
    json_object_set_new(value, "workers", json_workers(model));
    json_object_set_new(value, "jobs_waiting", json_jobs_waiting(model));
    json_object_set_new(value, "clients", json_clients(model));
    json_object_set_new(value, "managed", json_managed(model));
    json_object_set_new(value, "output",
                        json_bytes(ending.output, ending.output_kept));
    json_object_set_new(value, "output_bytes",
                        json_integer((json_int_t)ending.output_bytes));
    print_value(value);
}
