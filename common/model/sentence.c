/* sentence.c - what an event says: who did what. */
#include "model/words.h"

#include "words.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Past, as said of a task; in braces, parts of the event. */
static const struct {
    enum operation op;
    const char *did;
} phrases[] = {
    {OP_LOCK, N_("took {object}")},
    {OP_TIMED_LOCK, N_("took {object} in time")},
    {OP_TRY_LOCK, N_("tried {object} and took it")},
    {OP_UNLOCK, N_("released {object}")},
    {OP_CONSISTENT, N_("repaired {object}")},
    {OP_WAIT, N_("woke up on {object}")},
    {OP_TIMED_WAIT, N_("woke up on {object} in time")},
    {OP_SIGNAL, N_("signalled {object}")},
    {OP_BROADCAST, N_("signalled all on {object}")},
    {OP_FUTEX_WAIT, N_("was woken on {object}")},
    {OP_FUTEX_TIMED_WAIT, N_("was woken on {object} in time")},
    {OP_FUTEX_WAKE, N_("woke who waits on {object}")},
    {OP_READ_LOCK, N_("took {object} for reading")},
    {OP_TIMED_READ_LOCK, N_("took {object} for reading in time")},
    {OP_TRY_READ_LOCK, N_("tried {object} and took it for reading")},
    {OP_WRITE_LOCK, N_("took {object} for writing")},
    {OP_TIMED_WRITE_LOCK, N_("took {object} for writing in time")},
    {OP_TRY_WRITE_LOCK, N_("tried {object} and took it for writing")},
    {OP_RW_UNLOCK, N_("released {object}")},
    {OP_BARRIER_WAIT, N_("passed {object}")},
    {OP_SPIN_LOCK, N_("took {object}")},
    {OP_SPIN_TRY_LOCK, N_("tried {object} and took it")},
    {OP_SPIN_UNLOCK, N_("released {object}")},
    {OP_ONCE, N_("passed {object}")},
    {OP_SEMAPHORE_WAIT, N_("took one from {object}")},
    {OP_SEMAPHORE_TRY_WAIT, N_("tried {object} and took one")},
    {OP_SEMAPHORE_TIMED_WAIT, N_("took one from {object} in time")},
    {OP_SEMAPHORE_POST, N_("posted {object}")},
    {OP_SEMAPHORE_OPEN, N_("opened {object}")},
    {OP_SEMAPHORE_CLOSE, N_("closed {object}")},
    {OP_SEMAPHORE_UNLINK, N_("unlinked the semaphore {text}")},
    {OP_BEGIN, N_("begins")},
    {OP_END, N_("ends")},
    {OP_CREATE, N_("created {other}")},
    {OP_JOIN, N_("joined {other}")},
    {OP_TRY_JOIN, N_("joined {other}")},
    {OP_TIMED_JOIN, N_("joined {other} in time")},
    {OP_DETACH, N_("detached {other}")},
    {OP_CANCEL, N_("asked {other} to cancel")},
    {OP_NAME, N_("named {other} \"{text}\"")},
    {OP_SLEEP, N_("woke up")},
    {OP_PAUSE, N_("woke up")},
    {OP_YIELD, N_("offered the processor to others")},
    {OP_FENCE, N_("passed a fence")},
    {OP_FORK, N_("forked {other}")},
    {OP_SPAWN, N_("started {other}: {text}")},
    {OP_EXEC, N_("became the program {text}")},
    {OP_EXIT, N_("exits with status {value}")},
    {OP_WAIT_CHILD, N_("waited for {other}: {status}")},
    {OP_TRY_WAIT_CHILD, N_("waited for {other}: {status}")},
    {OP_KILL, N_("sent {signal} to {other}")},
    {OP_SIGNAL_THREAD, N_("sent {signal} to {other}")},
    {OP_SIGNAL_ACTION, N_("set a signal handler")},
    {OP_TIMER, N_("set a timer")},
    {OP_SIGNAL_WAIT, N_("received {signal}")},
    {OP_HANDLER_ENTER, N_("is interrupted by {signal}")},
    {OP_HANDLER_LEAVE, N_("returned from the handler of {signal}")},
    {OP_CRASH, N_("crashes: {signal}")},
    {OP_ASSERT, N_("fails an assertion: {text}")},
    {OP_PIPE, N_("made the pipe {object}")},
    {OP_SOCKET_PAIR, N_("made the socket pair {object}")},
    {OP_OPEN, N_("opened {object}")},
    {OP_CLOSE, N_("closed an end of {object}")},
    {OP_DUPLICATE, N_("duplicated an end of {object}")},
    {OP_READ, N_("read {bytes} from {object}")},
    {OP_WRITE, N_("wrote {bytes} to {object}")},
    {OP_ACCEPT, N_("accepted a connection on {object}")},
    {OP_CONNECT, N_("connected {object}")},
    {OP_POLL, N_("found {value} ready")},
    {OP_TIMED_POLL, N_("found {value} ready")},
    {OP_PRINT, N_("printed \"{text}\"")},
    {OP_FILE_LOCK, N_("locked {object}")},
    {OP_TRY_FILE_LOCK, N_("tried {object} and locked it")},
    {OP_FILE_SHARE, N_("locked {object} for reading")},
    {OP_TRY_FILE_SHARE, N_("tried {object} and locked it for reading")},
    {OP_FILE_UNLOCK, N_("unlocked {object}")},
    {OP_QUEUE_OPEN, N_("opened {object}")},
    {OP_QUEUE_CLOSE, N_("closed {object}")},
    {OP_QUEUE_UNLINK, N_("unlinked the queue {text}")},
    {OP_SEND, N_("sent a message to {object}")},
    {OP_TIMED_SEND, N_("sent a message to {object} in time")},
    {OP_RECEIVE, N_("received a message from {object}")},
    {OP_TIMED_RECEIVE, N_("received a message from {object} in time")},
    {OP_MEMORY_OPEN, N_("opened shared memory {object}")},
    {OP_MEMORY_UNLINK, N_("unlinked shared memory {text}")},
    {OP_MAP, N_("mapped {object}")},
    {OP_UNMAP, N_("unmapped {object}")},
    {OP_READ_VARIABLE, N_("read {object} ({text})")},
    {OP_WRITE_VARIABLE, N_("wrote {text} to {object}")},
    {OP_ATOMIC_READ, N_("read {object} ({text}) atomically")},
    {OP_ATOMIC_WRITE, N_("wrote {text} to {object} atomically")},
    {OP_ATOMIC_UPDATE, N_("changed {object} to {text} atomically")},
    {OP_WORKER, N_("is ready for jobs")},
    {OP_JOB_GIVEN, N_("gave the pool job {value}")},
    {OP_JOB_TAKEN, N_("took job {value}")},
    {OP_JOB_FINISHED, N_("finished job {value}")},
    {OP_JOB_DROPPED, N_("gave up job {value}")},
    {OP_SERVE, N_("serves clients")},
    {OP_KEEP, N_("now has {managed}")},
    {OP_DELETE, N_("deleted {managed}")},
    {OP_CALL, N_("asks the manager for {call}")},
    {OP_ANSWER, N_("has the manager's answer")},
};

/* A file has no ends. */
static const char *phrase_for(enum operation op, enum kind kind)
{
    if (kind == KIND_FILE && op == OP_CLOSE)
        return N_("closed {object}");
    if (kind == KIND_FILE && op == OP_DUPLICATE)
        return N_("duplicated {object}");
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        if (phrases[i].op == op)
            return phrases[i].did;
    }
    switch (operation_effect(op)) {
    case EFFECT_INIT:
        return N_("made {object}");
    case EFFECT_DESTROY:
        return N_("destroyed {object}");
    default:
        return NULL;
    }
}

enum part {
    PART_OBJECT,
    PART_OTHER,
    PART_TEXT,
    PART_SIGNAL,
    PART_STATUS,
    PART_BYTES,
    PART_VALUE,
    PART_MANAGED,
    PART_CALL,
    PART_COUNT
};

static const char *const parts[PART_COUNT] = {
    [PART_OBJECT] = "{object}", [PART_OTHER] = "{other}",
    [PART_TEXT] = "{text}",     [PART_SIGNAL] = "{signal}",
    [PART_STATUS] = "{status}", [PART_BYTES] = "{bytes}",
    [PART_VALUE] = "{value}",   [PART_MANAGED] = "{managed}",
    [PART_CALL] = "{call}",
};

/* Which one a phrase goes on with; PART_COUNT: a letter. */
static enum part part_at(const char *phrase)
{
    int part = 0;

    while (part < PART_COUNT &&
           strncmp(phrase, parts[part], strlen(parts[part])) != 0)
        part++;
    return (enum part)part;
}

/* "list 2: 3 items", "list 2" */
static void append_managed(const struct model *model, const struct event *event,
                           char *text, size_t size)
{
    const struct managed *managed = managed_in(model, event);
    char name[NAME], contents[NAME];

    if (!managed)
        return;
    append(text, size, "%s", describe_managed(managed, name, sizeof name));
    if (!managed->deleted)
        append(text, size, ": %s",
               describe_contents(managed, contents, sizeof contents));
}

static void append_part(const struct model *model, const struct event *event,
                        enum part part, char *text, size_t size)
{
    char name[NAME + 40] = "";
    int64_t value = event->operation.value;
    uint32_t other = event->operation.other;

    switch (part) {
    case PART_OBJECT:
        describe_object(model, event->operation.object, name, sizeof name);
        break;
    case PART_OTHER:
        if (event->operation.op == OP_KILL && other == 0)
            snprintf(name, sizeof name, "%s", _("a whole group"));
        else if (operation_kind(event->operation.op) == KIND_PROCESS)
            describe_process(model, other, name, sizeof name);
        else
            describe_task(model, other, name, sizeof name);
        break;
    case PART_TEXT:
        append(text, size, "%s",
               event->operation.text ? event->operation.text : "");
        break;
    case PART_MANAGED:
        append_managed(model, event, text, size);
        return;
    case PART_CALL:
        describe_call(model, &model_task(model, event->task)->call, name,
                      sizeof name);
        break;
    case PART_SIGNAL:
        describe_signal((int)value, name, sizeof name);
        break;
    case PART_STATUS:
        describe_status((int)value, name, sizeof name);
        break;
    case PART_BYTES:
        snprintf(name, sizeof name,
                 ngettext("%" PRId64 " byte", "%" PRId64 " bytes",
                          (unsigned long)value),
                 value);
        break;
    default:
        snprintf(name, sizeof name, "%" PRId64, value);
        break;
    }
    append(text, size, "%s", name);
}

static void append_phrase(const struct model *model, const struct event *event,
                          const char *phrase, char *text, size_t size)
{
    while (*phrase) {
        enum part part = part_at(phrase);

        if (part < PART_COUNT) {
            append_part(model, event, part, text, size);
            phrase += strlen(parts[part]);
        } else {
            append(text, size, "%c", *phrase++);
        }
    }
}

/* It woke up from a wait that nobody ended. */
static bool is_roused(const struct model *model, const struct event *event)
{
    const struct task *task = model_task(model, event->task);

    return task && task->roused &&
           operation_effect(event->operation.op) == EFFECT_AWAIT;
}

/* What it does not know of: the newest store. */
static void append_newer(const struct model *model, const struct event *event,
                         bool reads, char *text, size_t size)
{
    const struct object *object = model_object(model, event->operation.object);
    char name[NAME];

    if (!object || !object->writer || !object->shown)
        append(text, size, "%s",
               reads ? _(", an older value") : _(", and a newer one stays"));
    else
        append(text, size,
               reads ? _(", an older value: what %s wrote (%s) need not be "
                         "visible yet")
                     : _(", and what %s wrote (%s) stays the newest"),
               describe_task(model, object->writer, name, sizeof name),
               object->shown);
}

/* Of what has no value that people could read. */
static const char *phrase_without_value(const struct event *event)
{
    if (event->operation.text)
        return NULL;
    switch (event->operation.op) {
    case OP_READ_VARIABLE:
        return N_("read {object}");
    case OP_WRITE_VARIABLE:
        return N_("changed {object}");
    default:
        return NULL;
    }
}

static void append_did(const struct model *model, const struct event *event,
                       char *text, size_t size)
{
    const struct object *object = model_object(model, event->operation.object);
    const char *phrase = phrase_without_value(event);

    if (!phrase)
        phrase =
            phrase_for(event->operation.op, object ? object->kind : KIND_NONE);
    if (is_roused(model, event))
        phrase = N_("woke up on {object} though nobody signalled it "
                    "(a spurious wake-up)");
    if (!phrase) {
        append_action(model, event->operation.op, event->operation.object,
                      event->operation.other, text, size);
        return;
    }
    append_phrase(model, event, _(phrase), text, size);

    if (variable_is_older(model, event))
        append_newer(model, event, event->operation.op == OP_ATOMIC_READ, text,
                     size);
    if (event->operation.op == OP_READ && event->operation.value == 0)
        append(text, size, "%s", _(": end of file"));
    else if (operation_effect(event->operation.op) == EFFECT_ACQUIRE &&
             event->operation.value == EOWNERDEAD)
        append(text, size, "%s", _(", whose owner died with it"));
}

/* What is no error, but an answer; NULL: it is one. */
static const char *phrase_for_failed(const struct event *event)
{
    enum operation op = event->operation.op;
    enum effect effect = operation_effect(op);

    if (op == OP_ATOMIC_UPDATE)
        return N_("found {object} to be {text}, and left it");
    if (operation_is_timed(op) && event->operation.value == ETIMEDOUT)
        return effect == EFFECT_AWAIT
                   ? N_("waited on {object} until its time was up")
                   : NULL;
    if (!operation_tries(op))
        return NULL;
    switch (effect) {
    case EFFECT_ACQUIRE:
    case EFFECT_SHARE:
        return N_("tried {object} and did not get it");
    case EFFECT_TAKE:
        return N_("tried {object} and got none");
    case EFFECT_REAP:
        return event->operation.other
                   ? N_("looked at {other}, which had not ended")
                   : N_("looked for a child that had ended: there was none");
    default:
        return NULL;
    }
}

static void append_failed(const struct model *model, const struct event *event,
                          char *text, size_t size)
{
    const char *error = strerrorname_np((int)event->operation.value);
    bool late = operation_is_timed(event->operation.op) &&
                event->operation.value == ETIMEDOUT;
    const char *phrase = phrase_for_failed(event);
    char action[SENTENCE] = "";

    if (phrase) {
        append_phrase(model, event, _(phrase), text, size);
        if (operation_tries(event->operation.op))
            append_holders(model, event->operation.object, text, size);
        if (variable_is_older(model, event))
            append_newer(model, event, true, text, size);
        return;
    }
    append_action(model, event->operation.op, event->operation.object,
                  event->operation.other, action, sizeof action);
    append(text, size, late ? _("could not %s in time") : _("could not %s"),
           action);
    if (!late)
        append(text, size, ": %s", error ? error : _("refused"));
}

const char *describe_doing(const struct model *model, const struct event *event,
                           char *text, size_t size)
{
    const struct task *task = model_task(model, event->task);
    struct wait begun = {.op = event->operation.op,
                         .object = event->operation.object,
                         .other = event->operation.other,
                         .value = event->operation.value};

    *text = '\0';
    if (!task)
        return text;
    switch (event->operation.stage) {
    case STAGE_WANTS:
        append_begun(model, event->task, task->state, &begun, text, size);
        break;
    case STAGE_DID:
        append_did(model, event, text, size);
        break;
    default:
        append_failed(model, event, text, size);
        break;
    }
    return text;
}

static const char *describe_operation(const struct model *model,
                                      const struct event *event, char *text,
                                      size_t size)
{
    char deed[SENTENCE];
    char site[NAME];

    if (!model_task(model, event->task))
        return text;
    describe_task(model, event->task, text, size);
    append(text, size, " %s", describe_doing(model, event, deed, sizeof deed));
    if (*describe_site(model, event->operation.site, site, sizeof site) &&
        model_site(model, event->operation.site)->line > 0)
        append(text, size, " (%s)", site);
    return text;
}

const char *describe_event(const struct model *model, const struct event *event,
                           char *text, size_t size)
{
    char name[NAME];
    char status[NAME];

    *text = '\0';
    switch (event->type) {
    case EVENT_OPERATION:
        return describe_operation(model, event, text, size);
    case EVENT_LOST:
        if (event->task)
            snprintf(text, size,
                     ngettext("%s did %" PRIu64 " operation too fast to record",
                              "%s did %" PRIu64
                              " operations too fast to record",
                              event->lost.count),
                     describe_task(model, event->task, name, sizeof name),
                     event->lost.count);
        else
            snprintf(text, size,
                     ngettext("%" PRIu64 " task could not be watched",
                              "%" PRIu64 " tasks could not be watched",
                              event->lost.count),
                     event->lost.count);
        break;
    case EVENT_ENDED:
        describe_process(model, event->ended.process, name, sizeof name);
        describe_status(event->ended.status, status, sizeof status);
        snprintf(text, size,
                 event->ended.zombie
                     ? _("process %s ended: %s; a zombie until it is waited "
                         "for")
                     : _("process %s ended: %s"),
                 name, status);
        break;
    default:
        break;
    }
    return text;
}
