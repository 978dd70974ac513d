/* sentence.c - what an event says: who did what. */
#include "model/words.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Past, as said of a task: what comes before and after the object's name. */
static const struct {
    enum operation op;
    const char *did;
} phrases[] = {
    {OP_LOCK, "took %o"},
    {OP_TIMED_LOCK, "took %o in time"},
    {OP_TRY_LOCK, "tried %o and took it"},
    {OP_UNLOCK, "released %o"},
    {OP_CONSISTENT, "repaired %o"},
    {OP_WAIT, "woke up on %o"},
    {OP_TIMED_WAIT, "woke up on %o in time"},
    {OP_SIGNAL, "signalled %o"},
    {OP_BROADCAST, "signalled all on %o"},
    {OP_FUTEX_WAIT, "was woken on %o"},
    {OP_FUTEX_TIMED_WAIT, "was woken on %o in time"},
    {OP_FUTEX_WAKE, "woke who waits on %o"},
    {OP_READ_LOCK, "took %o for reading"},
    {OP_TIMED_READ_LOCK, "took %o for reading in time"},
    {OP_TRY_READ_LOCK, "tried %o and took it for reading"},
    {OP_WRITE_LOCK, "took %o for writing"},
    {OP_TIMED_WRITE_LOCK, "took %o for writing in time"},
    {OP_TRY_WRITE_LOCK, "tried %o and took it for writing"},
    {OP_RW_UNLOCK, "released %o"},
    {OP_BARRIER_WAIT, "passed %o"},
    {OP_SPIN_LOCK, "took %o"},
    {OP_SPIN_TRY_LOCK, "tried %o and took it"},
    {OP_SPIN_UNLOCK, "released %o"},
    {OP_ONCE, "passed %o"},
    {OP_SEMAPHORE_WAIT, "took one from %o"},
    {OP_SEMAPHORE_TRY_WAIT, "tried %o and took one"},
    {OP_SEMAPHORE_TIMED_WAIT, "took one from %o in time"},
    {OP_SEMAPHORE_POST, "posted %o"},
    {OP_SEMAPHORE_OPEN, "opened %o"},
    {OP_SEMAPHORE_CLOSE, "closed %o"},
    {OP_SEMAPHORE_UNLINK, "unlinked the semaphore %s"},
    {OP_BEGIN, "begins"},
    {OP_END, "ends"},
    {OP_CREATE, "created %x"},
    {OP_JOIN, "joined %x"},
    {OP_TRY_JOIN, "joined %x"},
    {OP_TIMED_JOIN, "joined %x in time"},
    {OP_DETACH, "detached %x"},
    {OP_CANCEL, "asked %x to cancel"},
    {OP_NAME, "named %x \"%s\""},
    {OP_SLEEP, "woke up"},
    {OP_PAUSE, "woke up"},
    {OP_YIELD, "offered the processor to others"},
    {OP_FORK, "forked %x"},
    {OP_SPAWN, "started %x: %s"},
    {OP_EXEC, "became the program %s"},
    {OP_EXIT, "exits with status %v"},
    {OP_WAIT_CHILD, "waited for %x: %w"},
    {OP_TRY_WAIT_CHILD, "waited for %x: %w"},
    {OP_KILL, "sent %n to %x"},
    {OP_SIGNAL_THREAD, "sent %n to %x"},
    {OP_SIGNAL_ACTION, "set a signal handler"},
    {OP_TIMER, "set a timer"},
    {OP_SIGNAL_WAIT, "received %n"},
    {OP_HANDLER_ENTER, "is interrupted by %n"},
    {OP_HANDLER_LEAVE, "returned from the handler of %n"},
    {OP_CRASH, "crashes: %n"},
    {OP_ASSERT, "fails an assertion: %s"},
    {OP_PIPE, "made the pipe %o"},
    {OP_SOCKET_PAIR, "made the socket pair %o"},
    {OP_OPEN, "opened %o"},
    {OP_CLOSE, "closed an end of %o"},
    {OP_DUPLICATE, "duplicated an end of %o"},
    {OP_READ, "read %b from %o"},
    {OP_WRITE, "wrote %b to %o"},
    {OP_ACCEPT, "accepted a connection on %o"},
    {OP_CONNECT, "connected %o"},
    {OP_POLL, "found %v ready"},
    {OP_TIMED_POLL, "found %v ready"},
    {OP_PRINT, "printed \"%s\""},
    {OP_FILE_LOCK, "locked %o"},
    {OP_TRY_FILE_LOCK, "tried %o and locked it"},
    {OP_FILE_SHARE, "locked %o for reading"},
    {OP_TRY_FILE_SHARE, "tried %o and locked it for reading"},
    {OP_FILE_UNLOCK, "unlocked %o"},
    {OP_QUEUE_OPEN, "opened %o"},
    {OP_QUEUE_CLOSE, "closed %o"},
    {OP_QUEUE_UNLINK, "unlinked the queue %s"},
    {OP_SEND, "sent a message to %o"},
    {OP_TIMED_SEND, "sent a message to %o in time"},
    {OP_RECEIVE, "received a message from %o"},
    {OP_TIMED_RECEIVE, "received a message from %o in time"},
    {OP_MEMORY_OPEN, "opened shared memory %o"},
    {OP_MEMORY_UNLINK, "unlinked shared memory %s"},
    {OP_MAP, "mapped %o"},
    {OP_UNMAP, "unmapped %o"},
    {OP_READ_VARIABLE, "read %o (%s)"},
    {OP_WRITE_VARIABLE, "wrote %s to %o"},
    {OP_ATOMIC_READ, "read %o (%s) atomically"},
    {OP_ATOMIC_WRITE, "wrote %s to %o atomically"},
    {OP_ATOMIC_UPDATE, "changed %o to %s atomically"},
};

static const char *phrase_for(enum operation op)
{
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        if (phrases[i].op == op)
            return phrases[i].did;
    }
    switch (operation_effect(op)) {
    case EFFECT_INIT:
        return "made %o";
    case EFFECT_DESTROY:
        return "destroyed %o";
    default:
        return NULL;
    }
}

/* Appends what a letter after '%' in a phrase stands for. */
static void append_part(const struct model *model, const struct event *event,
                        char letter, char *text, size_t size)
{
    char name[NAME + 40] = "";
    int64_t value = event->operation.value;
    uint32_t other = event->operation.other;

    switch (letter) {
    case 'o':
        describe_object(model, event->operation.object, name, sizeof name);
        break;
    case 'x':
        if (event->operation.op == OP_KILL && other == 0)
            snprintf(name, sizeof name, "a whole group");
        else if (operation_kind(event->operation.op) == KIND_PROCESS)
            describe_process(model, other, name, sizeof name);
        else
            describe_task(model, other, name, sizeof name);
        break;
    case 's':
        append(text, size, "%s",
               event->operation.text ? event->operation.text : "");
        break;
    case 'n':
        describe_signal((int)value, name, sizeof name);
        break;
    case 'w':
        describe_status((int)value, name, sizeof name);
        break;
    case 'b':
        snprintf(name, sizeof name, "%" PRId64 " byte%s", value,
                 value == 1 ? "" : "s");
        break;
    default:
        snprintf(name, sizeof name, "%" PRId64, value);
        break;
    }
    append(text, size, "%s", name);
}

static void append_did(const struct model *model, const struct event *event,
                       char *text, size_t size)
{
    const char *phrase = phrase_for(event->operation.op);

    if (!phrase) {
        append_action(model, event->operation.op, event->operation.object,
                      event->operation.other, text, size);
        return;
    }
    for (; *phrase; phrase++) {
        if (*phrase == '%')
            append_part(model, event, *++phrase, text, size);
        else
            append(text, size, "%c", *phrase);
    }
    if (event->operation.op == OP_READ && event->operation.value == 0)
        append(text, size, ": end of file");
    else if (operation_effect(event->operation.op) == EFFECT_ACQUIRE &&
             event->operation.value == EOWNERDEAD)
        append(text, size, ", whose owner died with it");
}

static void append_failed(const struct model *model, const struct event *event,
                          char *text, size_t size)
{
    const char *error = strerrorname_np((int)event->operation.value);

    if (event->operation.op == OP_ATOMIC_UPDATE) {
        append(text, size, "found ");
        append_part(model, event, 'o', text, size);
        append(text, size, " to be ");
        append_part(model, event, 's', text, size);
        append(text, size, ", and left it");
        return;
    }
    append(text, size, "could not ");
    append_action(model, event->operation.op, event->operation.object,
                  event->operation.other, text, size);
    if (operation_tries(event->operation.op))
        append_holders(model, event->operation.object, text, size);
    else
        append(text, size, ": %s", error ? error : "refused");
}

static const char *describe_operation(const struct model *model,
                                      const struct event *event, char *text,
                                      size_t size)
{
    const struct task *task = model_task(model, event->task);
    char site[NAME];
    struct wait begun = {.op = event->operation.op,
                         .object = event->operation.object,
                         .other = event->operation.other,
                         .value = event->operation.value};

    if (!task)
        return text;
    describe_task(model, event->task, text, size);
    append(text, size, " ");
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
                     "%s did %" PRIu64 " operations too fast to "
                     "record",
                     describe_task(model, event->task, name, sizeof name),
                     event->lost.count);
        else
            snprintf(text, size, "%" PRIu64 " tasks could not be watched",
                     event->lost.count);
        break;
    case EVENT_ENDED:
        describe_process(model, event->ended.process, name, sizeof name);
        describe_status(event->ended.status, status, sizeof status);
        snprintf(text, size, "process %s ended: %s%s", name, status,
                 event->ended.zombie ? "; a zombie until it is waited for"
                                     : "");
        break;
    default:
        break;
    }
    return text;
}
