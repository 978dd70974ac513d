/* use.c - sentences about what becomes of objects and processes. */
#include "model/words.h"

#include "words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void append_depth(const struct object *object, char *text, size_t size)
{
    if (object->kind == KIND_MESSAGE_QUEUE && object->capacity > 0)
        append(text, size,
               ngettext("%" PRId64 " of %" PRId64 " message",
                        "%" PRId64 " of %" PRId64 " messages",
                        (unsigned long)object->capacity),
               object->value, object->capacity);
    else if (object->kind == KIND_MESSAGE_QUEUE)
        append(text, size,
               ngettext("%" PRId64 " message", "%" PRId64 " messages",
                        (unsigned long)object->value),
               object->value);
    else
        append(text, size,
               ngettext("%" PRId64 " byte", "%" PRId64 " bytes",
                        (unsigned long)object->value),
               object->value);
}

static void append_holder_list(const struct model *model, uint32_t id,
                               char *text, size_t size)
{
    char names[SENTENCE];
    uint32_t holder;
    const struct hold *hold = model_holders(model, id, &holder, 1) > 0
                                  ? task_hold(model_task(model, holder), id)
                                  : NULL;

    if (!list_holders(model, id, names, sizeof names))
        append(text, size, "%s", _("free"));
    else
        append(text, size,
               hold && hold->shared ? _("read by %s") : _("held by %s"), names);
    if (hold && hold->count > 1)
        append(
            text, size,
            ngettext(", %" PRIu32 " time", ", %" PRIu32 " times", hold->count),
            hold->count);
}

static void append_waiters(const struct model *model, uint32_t id, char *text,
                           size_t size)
{
    uint32_t waiters[4];
    size_t count = model_waiters(model, id, waiters, 4);

    if (count == 0)
        return;
    append(text, size, "%s%s", *text ? "; " : "", _("queue: "));

    append_tasks(model, waiters, count, text, size);
}

const char *describe_use(const struct model *model, uint32_t id, char *text,
                         size_t size)
{
    const struct object *object = model_object(model, id);

    *text = '\0';
    if (!object)
        return text;
    switch (object->kind) {
    case KIND_MUTEX:
    case KIND_RWLOCK:
    case KIND_SPINLOCK:
    case KIND_FILE:
        append_holder_list(model, id, text, size);
        break;
    case KIND_SEMAPHORE:
        append(text, size, _("value %" PRId64), object->value);
        break;
    case KIND_BARRIER:
        append(text, size, _("%" PRId64 " of %" PRId64 " have come"),
               object->value, object->capacity);
        break;
    case KIND_CONDITION:
    case KIND_FUTEX:
        append(text, size,
               object->kind == KIND_FUTEX
                   ? ngettext("%" PRIu64 " wake", "%" PRIu64 " wakes",
                              object->signals)
                   : ngettext("%" PRIu64 " signal", "%" PRIu64 " signals",
                              object->signals),
               object->signals);
        if (object->signals_lost)
            append(text, size, _(", %" PRIu64 " to nobody"),
                   object->signals_lost);
        break;
    case KIND_VARIABLE:
        append(text, size, "%s", object->shown ? object->shown : "");
        break;
    case KIND_PIPE:
    case KIND_SOCKET:
    case KIND_MESSAGE_QUEUE:
        append_depth(object, text, size);
        break;
    default:
        break;
    }
    if (object->destroyed)
        append(text, size, "%s%s", *text ? ", " : "", _("destroyed"));
    append_waiters(model, id, text, size);
    return text;
}

/* ---- What a manager's server owns. ---- */

static bool is_kind(const struct managed *managed, const char *kind)
{
    size_t length = strlen(kind);

    return strncmp(managed->text, kind, length) == 0 &&
           (managed->text[length] == '\0' || managed->text[length] == ' ');
}

/* Its name where it has one: "list results". */
const char *describe_managed(const struct managed *managed, char *text,
                             size_t size)
{
    snprintf(text, size, "%s", managed->text);
    if (!strchr(managed->text, ' '))
        append(text, size, " %" PRIu64, managed->number);
    return text;
}

const char *describe_contents(const struct managed *managed, char *text,
                              size_t size)
{
    unsigned long count = managed->count, references = managed->references;

    if (managed->deleted)
        snprintf(text, size, "%s", _("deleted"));
    else if (is_kind(managed, "lock") || is_kind(managed, "rlock"))
        snprintf(text, size, "%s", count > 0 ? _("held") : _("free"));
    else if (is_kind(managed, "value"))
        snprintf(text, size, "%s", count > 0 ? _("set") : _("nothing yet"));
    else
        snprintf(text, size, ngettext("%lu item", "%lu items", count), count);
    if (references > 0 && !managed->deleted)
        append(text, size,
               ngettext(", %lu a proxy", ", %lu proxies", references),
               references);
    return text;
}

const char *describe_call(const struct model *model, const struct call *call,
                          char *text, size_t size)
{
    const struct managed *managed =
        model_managed(model, call->server, call->object);
    int length = call->text ? (int)strcspn(call->text, " ") : 0;

    if (call->object == 0) {
        snprintf(text, size, _("a new %.*s"), length, call->text);
        return text;
    }
    if (managed)
        describe_managed(managed, text, size);
    else
        snprintf(text, size, _("object %lu"), (unsigned long)call->object);
    append(text, size, ": %.*s", length, call->text);
    return text;
}

const char *describe_fate(const struct model *model, uint32_t id, char *text,
                          size_t size)
{
    const struct process *process = model_process(model, id);
    char status[NAME];

    *text = '\0';
    if (!process)
        return text;
    describe_status(process->status, status, sizeof status);
    switch (process->state) {
    case PROCESS_RUNNING:
        snprintf(text, size, "%s", _("running"));
        break;
    case PROCESS_EXITING:
        snprintf(text, size, _("exiting, %s"), status);
        break;
    case PROCESS_ZOMBIE:
        snprintf(text, size, _("zombie, %s"), status);
        break;
    case PROCESS_ENDED:
        snprintf(text, size, "%s", status);
        break;
    }
    if (process->orphan && process->state != PROCESS_ENDED)
        append(text, size, "%s", _(", orphan"));
    return text;
}
