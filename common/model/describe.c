/* describe.c - sentences about tasks, objects and what they do. */
#include "model/words.h"

#include "words.h"

#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

void append(char *text, size_t size, const char *format, ...)
{
    size_t used = strlen(text);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text + used, size - used, format, arguments);
    va_end(arguments);
}

/* ---- Names. ---- */

const char *describe_process(const struct model *model, uint32_t id, char *text,
                             size_t size)
{
    const struct process *process = model_process(model, id);

    if (!process)
        snprintf(text, size, "?");
    else if (process->number == 0)
        snprintf(text, size, "main");
    else
        snprintf(text, size, "P%" PRIu32, process->number);
    return text;
}

const char *describe_task(const struct model *model, uint32_t id, char *text,
                          size_t size)
{
    const struct task *task = model_task(model, id);
    const struct process *process =
        task ? model_process(model, task->process) : NULL;

    if (!process)
        snprintf(text, size, "?");
    else if (task->number == 0)
        describe_process(model, task->process, text, size);
    else if (process->number == 0)
        snprintf(text, size, "T%" PRIu32, task->number);
    else
        snprintf(text, size, "P%" PRIu32 ".T%" PRIu32, process->number,
                 task->number);
    return text;
}

/* In files names are not translated. */
static const char *name_object(const struct model *model, uint32_t id,
                               bool in_file, char *text, size_t size)
{
    const struct object *object = model_object(model, id);
    const struct process *owner =
        object ? model_process(model, object->process) : NULL;

    if (!object) {
        snprintf(text, size, "%s", in_file ? "something" : _("something"));
        return text;
    }
    if (*object->name)
        snprintf(text, size, "%s", object->name);
    else
        snprintf(text, size, "%s %" PRIu32,
                 in_file ? kind_word(object->kind) : _(kind_word(object->kind)),
                 object->number);
    if (owner && owner->number > 0)
        append(text, size, in_file ? " of P%" PRIu32 : _(" of P%" PRIu32),
               owner->number);
    return text;
}

const char *describe_object(const struct model *model, uint32_t id, char *text,
                            size_t size)
{
    return name_object(model, id, false, text, size);
}

const char *describe_site(const struct model *model, uint32_t id, char *text,
                          size_t size)
{
    const struct site *site = model_site(model, id);

    *text = '\0';
    if (!site)
        return text;
    const char *slash = strrchr(site->file, '/');
    if (site->line > 0)
        snprintf(text, size, "%s:%d", slash ? slash + 1 : site->file,
                 site->line);
    else
        snprintf(text, size, "%s", site->function);
    return text;
}

const char *describe_signal(int number, char *text, size_t size)
{
    const char *known = sigabbrev_np(number);

    if (known)
        snprintf(text, size, "SIG%s", known);
    else
        snprintf(text, size, _("signal %d"), number);
    return text;
}

int signal_number(const char *name)
{
    if (strncmp(name, "SIG", 3) == 0)
        name += 3;
    for (int number = 1; number < NSIG; number++) {
        const char *known = sigabbrev_np(number);

        if (known && strcmp(known, name) == 0)
            return number;
    }
    return 0;
}

const char *describe_status(int status, char *text, size_t size)
{
    char name[NAME];

    if (status == -1)
        snprintf(text, size, "%s", _("ended"));
    else if (WIFEXITED(status))
        snprintf(text, size, _("exit %d"), WEXITSTATUS(status));
    else if (WIFSIGNALED(status))
        snprintf(text, size, _("killed by %s"),
                 describe_signal(WTERMSIG(status), name, sizeof name));
    else if (WIFSTOPPED(status))
        snprintf(text, size, _("stopped by %s"),
                 describe_signal(WSTOPSIG(status), name, sizeof name));
    else if (WIFCONTINUED(status))
        snprintf(text, size, "%s", _("continued"));
    else
        snprintf(text, size, _("status %d"), status);
    return text;
}

/* ---- Who holds it. ---- */

void append_tasks(const struct model *model, const uint32_t *tasks,
                  size_t count, char *text, size_t size)
{
    enum { NAMED = 3 };
    char name[NAME];

    for (size_t i = 0; i < count && i < NAMED; i++) {
        const char *between = i == 0 ? "" : i + 1 == count ? _(" and ") : ", ";
        append(text, size, "%s%s%s", between,
               describe_task(model, tasks[i], name, sizeof name),
               task_is_alive(model_task(model, tasks[i])) ? "" : _(" (ended)"));
    }
    if (count > NAMED)
        append(text, size, _(" and %zu more"), count - NAMED);
}

bool list_holders(const struct model *model, uint32_t id, char *text,
                  size_t size)
{
    const struct object *object = model_object(model, id);
    uint32_t holders[4];
    size_t count = model_holders(model, id, holders, 4);

    *text = '\0';
    if (count > 0)
        append_tasks(model, holders, count, text, size);
    else if (object && object->left_held)
        append(text, size, "%s", _("a thread that is gone"));
    return *text;
}

void append_holders(const struct model *model, uint32_t id, char *text,
                    size_t size)
{
    char holders[SENTENCE];

    if (list_holders(model, id, holders, sizeof holders))
        append(text, size, _(", held by %s"), holders);
}

/* Whose writing would end a read: ", only itself could write", and so on. */
static void append_writers(const struct model *model, uint32_t task,
                           uint32_t id, char *text, size_t size)
{
    const struct object *object = model_object(model, id);
    uint32_t own = model_task(model, task)->process;
    bool others = false;
    bool itself = false;

    if (!object || object->kind != KIND_PIPE || !object->made_here)
        return;
    for (uint32_t i = 1; i <= model->process_count; i++) {
        if (process_has_end(&model->processes[i - 1], id, END_WRITE)) {
            others |= i != own;
            itself |= i == own;
        }
    }
    if (itself && !others)
        append(text, size, "%s",
               _(", whose only writing end it has open itself"));
}

/* ---- What a task wants. ---- */

/* What is between an operation's word and its object's name, so that the one
   comes before the other: "wait on done". */
static const char *preposition(enum operation op)
{
    if (operation_kind(op) == KIND_VARIABLE)
        return "";
    switch (operation_effect(op)) {
    case EFFECT_AWAIT:
        return N_("on ");
    case EFFECT_ARRIVE:
        return N_("at ");
    case EFFECT_GET:
    case EFFECT_TAKE:
        return N_("from ");
    case EFFECT_PUT:
    case EFFECT_GIVE:
        return N_("to ");
    default:
        return "";
    }
}

/* "lock left", "read from ends": the operation on its object. */
static void name_action(const struct model *model, enum operation op,
                        uint32_t object, uint32_t other, bool in_file,
                        char *text, size_t size)
{
    char name[NAME];
    enum kind kind = operation_kind(op);
    const char *word = operation_word(op);
    const char *between = preposition(op);

    append(text, size, "%s", in_file ? word : _(word));
    if (object)
        append(text, size, " %s%s", in_file || !*between ? between : _(between),
               name_object(model, object, in_file, name, sizeof name));
    else if (other && kind == KIND_TASK)
        append(text, size, " %s",
               describe_task(model, other, name, sizeof name));
    else if (other && kind == KIND_PROCESS)
        append(text, size, " %s",
               describe_process(model, other, name, sizeof name));
}

void append_action(const struct model *model, enum operation op,
                   uint32_t object, uint32_t other, char *text, size_t size)
{
    name_action(model, op, object, other, false, text, size);
}

void append_duration(int64_t microseconds, char *text, size_t size)
{
    if (microseconds < 0)
        append(text, size, "%s", _("until a set time"));
    else if (microseconds >= 1000000)
        append(text, size, _("%.3g s"), (double)microseconds / 1e6);
    else if (microseconds >= 1000)
        append(text, size, _("%.3g ms"), (double)microseconds / 1e3);
    else
        append(text, size, _("%" PRId64 " us"), microseconds);
}

/* "waits for right, held by T2": a wait that depends on others. */
static void append_wait(const struct model *model, uint32_t id,
                        const struct wait *wait, char *text, size_t size)
{
    char name[NAME] = "";

    describe_object(model, wait->object, name, sizeof name);
    switch (operation_effect(wait->op)) {
    case EFFECT_ACQUIRE:
    case EFFECT_SHARE:
        append(text, size, _("waits for %s"), name);
        append_holders(model, wait->object, text, size);
        break;
    case EFFECT_TAKE:
        append(text, size, _("waits for %s to be posted (value 0)"), name);
        break;
    case EFFECT_AWAIT:
        append(text, size,
               operation_kind(wait->op) == KIND_FUTEX
                   ? _("waits on %s to be woken")
                   : _("waits on %s for a signal"),
               name);
        break;
    case EFFECT_ARRIVE:
        append(text, size, _("waits at %s for the others"), name);
        break;
    case EFFECT_JOIN:
        append(text, size, _("waits for %s to end"),
               describe_task(model, wait->other, name, sizeof name));
        break;
    case EFFECT_REAP:
        append(text, size, _("waits for %s to end"),
               wait->other
                   ? describe_process(model, wait->other, name, sizeof name)
                   : _("a child"));
        break;
    case EFFECT_GET:
        append(text, size, _("waits to read from %s (empty)"), name);
        append_writers(model, id, wait->object, text, size);
        break;
    case EFFECT_PUT:
        append(text, size, _("waits to write to %s (full)"), name);
        break;
    default:
        append(text, size, "%s", _("waits: "));
        append_action(model, wait->op, wait->object, wait->other, text, size);
        break;
    }
    if (operation_is_timed(wait->op))
        append(text, size, "%s", _(", for a limited time"));
}

void append_value(const struct model *model, const struct wait *wait,
                  char *text, size_t size)
{
    const struct object *object = model_object(model, wait->object);

    if (object && object->kind == KIND_VARIABLE && object->shown &&
        operation_effect(wait->op) == EFFECT_LOOK)
        append(text, size, " (%s)", object->shown);
}

const char *describe_want(const struct model *model, uint32_t id, char *text,
                          size_t size)
{
    const struct task *task = model_task(model, id);

    *text = '\0';
    if (!task || task->wait.op == OP_NONE) {
        append(text, size, "begin");
        return text;
    }
    const struct site *site = model_site(model, task->wait.site);
    name_action(model, task->wait.op, task->wait.object, task->wait.other, true,
                text, size);
    if (site && site->line > 0)
        append(text, size, ", line %" PRId32, site->line);
    return text;
}

void append_begun(const struct model *model, uint32_t id, enum task_state state,
                  const struct wait *wait, char *text, size_t size)
{
    char part[SENTENCE] = "";

    if (state == TASK_SLEEPS) {
        append_duration(wait->value, part, sizeof part);
        append(text, size, _("sleeps %s"), part);
    } else if (state == TASK_WAITS) {
        append_wait(model, id, wait, text, size);
    } else {
        append_action(model, wait->op, wait->object, wait->other, part,
                      sizeof part);
        append(text, size, _("is about to %s"), part);
        append_value(model, wait, text, size);
    }
}

const char *describe_state(const struct model *model, uint32_t id, char *text,
                           size_t size)
{
    const struct task *task = model_task(model, id);

    *text = '\0';
    if (!task)
        return text;
    if (task->handlers > 0 && task->state != TASK_ENDED)
        append(text, size, "%s", _("in a signal handler: "));
    switch (task->state) {
    case TASK_NEW:
        append(text, size, "%s", _("created, has not run yet"));
        break;
    case TASK_RUNNING:
        append(text, size, "%s", _("running"));
        break;
    case TASK_WANTS:
    case TASK_WAITS:
    case TASK_SLEEPS:
        append_begun(model, id, task->state, &task->wait, text, size);
        break;
    case TASK_ENDED:
        if (task->number == 0 || task->joined)
            append(text, size, "%s", _("ended"));
        else
            append(text, size, "%s",
                   task->detached ? _("ended, detached")
                                  : _("ended, not joined yet"));
        break;
    }
    return text;
}
