/* describe.c - sentences about tasks, objects and what they do. */
#include "model/describe.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

enum { NAME = 64 };

__attribute__((format(printf, 3, 4))) static void
append(char *text, size_t size, const char *format, ...)
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

const char *describe_object(const struct model *model, uint32_t id, char *text,
                            size_t size)
{
    const struct object *object = model_object(model, id);
    const struct process *owner =
        object ? model_process(model, object->process) : NULL;

    if (!object) {
        snprintf(text, size, "something");
        return text;
    }
    if (*object->name)
        snprintf(text, size, "%s", object->name);
    else
        snprintf(text, size, "%s %" PRIu32, kind_word(object->kind),
                 object->number);
    if (owner && owner->number > 0)
        append(text, size, " of P%" PRIu32, owner->number);
    return text;
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

static const char *signal_name(int number, char *text, size_t size)
{
    const char *known = sigabbrev_np(number);

    if (known)
        snprintf(text, size, "SIG%s", known);
    else
        snprintf(text, size, "signal %d", number);
    return text;
}

const char *describe_status(int status, char *text, size_t size)
{
    char name[NAME];

    if (status == -1)
        snprintf(text, size, "ended");
    else if (WIFEXITED(status))
        snprintf(text, size, "exit %d", WEXITSTATUS(status));
    else if (WIFSIGNALED(status))
        snprintf(text, size, "killed by %s",
                 signal_name(WTERMSIG(status), name, sizeof name));
    else
        snprintf(text, size, "status %d", status);
    return text;
}

/* ---- Who holds it. ---- */

/* Appends "T1", "T1 and T2", "T1, T2 and 3 more". */
static void append_tasks(const struct model *model, const uint32_t *tasks,
                         size_t count, char *text, size_t size)
{
    enum { NAMED = 3 };
    char name[NAME];

    for (size_t i = 0; i < count && i < NAMED; i++) {
        const char *between = i == 0 ? "" : i + 1 == count ? " and " : ", ";
        append(text, size, "%s%s", between,
               describe_task(model, tasks[i], name, sizeof name));
    }
    if (count > NAMED)
        append(text, size, " and %zu more", count - NAMED);
}

static void append_holders(const struct model *model, uint32_t id, char *text,
                           size_t size)
{
    const struct object *object = model_object(model, id);
    uint32_t holders[4];
    size_t count = model_holders(model, id, holders, 4);

    if (count > 0) {
        append(text, size, ", held by ");
        append_tasks(model, holders, count, text, size);
    } else if (object && object->left_held) {
        append(text, size, ", held by a thread that is gone");
    }
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
        append(text, size, ", whose only writing end it has open itself");
}

/* ---- What a task wants. ---- */

/* "lock left", "read from ends": the operation on its object. */
static void append_action(const struct model *model, enum operation op,
                          uint32_t object, uint32_t other, char *text,
                          size_t size)
{
    char name[NAME];
    enum kind kind = operation_kind(op);

    append(text, size, "%s", operation_word(op));
    if (object)
        append(text, size, " %s",
               describe_object(model, object, name, sizeof name));
    else if (other && kind == KIND_TASK)
        append(text, size, " %s",
               describe_task(model, other, name, sizeof name));
    else if (other && kind == KIND_PROCESS)
        append(text, size, " %s",
               describe_process(model, other, name, sizeof name));
}

static void append_duration(int64_t microseconds, char *text, size_t size)
{
    if (microseconds >= 1000000)
        append(text, size, "%.3g s", (double)microseconds / 1e6);
    else if (microseconds >= 1000)
        append(text, size, "%.3g ms", (double)microseconds / 1e3);
    else
        append(text, size, "%" PRId64 " us", microseconds);
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
        append(text, size, "waits for %s", name);
        append_holders(model, wait->object, text, size);
        break;
    case EFFECT_TAKE:
        append(text, size, "waits for %s to be posted (value 0)", name);
        break;
    case EFFECT_AWAIT:
        append(text, size, "waits on %s for a signal", name);
        break;
    case EFFECT_ARRIVE:
        append(text, size, "waits at %s for the others", name);
        break;
    case EFFECT_JOIN:
        append(text, size, "waits for %s to end",
               describe_task(model, wait->other, name, sizeof name));
        break;
    case EFFECT_REAP:
        append(text, size, "waits for %s to end",
               wait->other
                   ? describe_process(model, wait->other, name, sizeof name)
                   : "a child");
        break;
    case EFFECT_GET:
        append(text, size, "waits to read from %s (empty)", name);
        append_writers(model, id, wait->object, text, size);
        break;
    case EFFECT_PUT:
        append(text, size, "waits to write to %s (full)", name);
        break;
    default:
        append(text, size, "waits: ");
        append_action(model, wait->op, wait->object, wait->other, text, size);
        break;
    }
    if (operation_is_timed(wait->op))
        append(text, size, ", for a limited time");
}

static void append_begun(const struct model *model, uint32_t id,
                         enum task_state state, const struct wait *wait,
                         char *text, size_t size)
{
    if (state == TASK_SLEEPS) {
        append(text, size, "sleeps ");
        append_duration(wait->value, text, size);
    } else if (state == TASK_WAITS) {
        append_wait(model, id, wait, text, size);
    } else {
        append(text, size, "is about to ");
        append_action(model, wait->op, wait->object, wait->other, text, size);
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
        append(text, size, "in a signal handler: ");
    switch (task->state) {
    case TASK_NEW:
        append(text, size, "created, has not run yet");
        break;
    case TASK_RUNNING:
        append(text, size, "running");
        break;
    case TASK_WANTS:
    case TASK_WAITS:
    case TASK_SLEEPS:
        append_begun(model, id, task->state, &task->wait, text, size);
        break;
    case TASK_ENDED:
        append(text, size, "ended");
        if (task->number > 0 && !task->joined)
            append(text, size,
                   task->detached ? ", detached" : ", not joined yet");
        break;
    }
    return text;
}

/* ---- What happened. ---- */

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
    {OP_MAP, "mapped shared memory %o"},
    {OP_UNMAP, "unmapped %o"},
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
        if (operation_kind(event->operation.op) == KIND_PROCESS)
            describe_process(model, other, name, sizeof name);
        else
            describe_task(model, other, name, sizeof name);
        break;
    case 's':
        append(text, size, "%s",
               event->operation.text ? event->operation.text : "");
        break;
    case 'n':
        signal_name((int)value, name, sizeof name);
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
}

static void append_failed(const struct model *model, const struct event *event,
                          char *text, size_t size)
{
    const char *error = strerrorname_np((int)event->operation.value);

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

/* ---- Objects and processes. ---- */

static void append_depth(const struct object *object, char *text, size_t size)
{
    if (object->kind == KIND_MESSAGE_QUEUE)
        append(text, size, "%" PRId64 " message%s", object->value,
               object->value == 1 ? "" : "s");
    else
        append(text, size, "%" PRId64 " byte%s", object->value,
               object->value == 1 ? "" : "s");
}

static void append_holder_list(const struct model *model, uint32_t id,
                               char *text, size_t size)
{
    const struct object *object = model_object(model, id);
    uint32_t holders[4];
    size_t count = model_holders(model, id, holders, 4);

    if (count > 0) {
        const struct hold *hold = task_hold(model_task(model, holders[0]), id);

        append(text, size, hold->shared ? "read by " : "held by ");
        append_tasks(model, holders, count, text, size);
        if (hold->count > 1)
            append(text, size, ", %" PRIu32 " times", hold->count);
    } else {
        append(text, size,
               object->left_held ? "held by a thread that is gone" : "free");
    }
}

static void append_waiters(const struct model *model, uint32_t id, char *text,
                           size_t size)
{
    uint32_t waiters[4];
    size_t count = model_waiters(model, id, waiters, 4);

    if (count == 0)
        return;
    append(text, size, "%squeue: ", *text ? "; " : "");
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
        append(text, size, "value %" PRId64, object->value);
        break;
    case KIND_BARRIER:
        append(text, size, "%" PRId64 " of %" PRId64 " have come",
               object->value, object->capacity);
        break;
    case KIND_CONDITION:
        append(text, size, "%" PRIu64 " signal%s", object->signals,
               object->signals == 1 ? "" : "s");
        if (object->signals_lost)
            append(text, size, ", %" PRIu64 " to nobody", object->signals_lost);
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
        append(text, size, "%sdestroyed", *text ? ", " : "");
    append_waiters(model, id, text, size);
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
        snprintf(text, size, "running");
        break;
    case PROCESS_EXITING:
        snprintf(text, size, "exiting, %s", status);
        break;
    case PROCESS_ZOMBIE:
        snprintf(text, size, "zombie, %s", status);
        break;
    case PROCESS_ENDED:
        snprintf(text, size, "%s", status);
        break;
    }
    if (process->orphan && process->state != PROCESS_ENDED)
        append(text, size, ", orphan");
    return text;
}

/* ---- What went wrong. ---- */

const char *verdict_word(enum verdict verdict)
{
    static const char *const words[VERDICT_COUNT] = {
        [VERDICT_NONE] = "ok",
        [VERDICT_DEADLOCK] = "deadlock",
        [VERDICT_LOST_WAKEUP] = "lost wakeup",
        [VERDICT_LIVELOCK] = "livelock",
        [VERDICT_STARVATION] = "starvation",
        [VERDICT_ASSERTION] = "assertion",
        [VERDICT_CRASH] = "crash",
        [VERDICT_MISUSE] = "misuse",
        [VERDICT_LEAK] = "leak",
    };

    return words[verdict < VERDICT_COUNT ? verdict : VERDICT_NONE];
}

const char *verdict_name(enum verdict verdict)
{
    return verdict == VERDICT_LOST_WAKEUP ? "lost-wakeup"
                                          : verdict_word(verdict);
}

const char *describe_stuck(const struct model *model, char *text, size_t size)
{
    const struct stuck *stuck = &model->stuck;

    *text = '\0';
    if (stuck->verdict == VERDICT_NONE)
        return text;
    append(text, size,
           stuck->verdict == VERDICT_DEADLOCK ? "Deadlock: " : "Lost wakeup: ");
    for (unsigned i = 0; i < stuck->count; i++) {
        char name[NAME];
        char state[SENTENCE];

        append(
            text, size, "%s%s %s", i ? "; " : "",
            describe_task(model, stuck->edges[i].from, name, sizeof name),
            describe_state(model, stuck->edges[i].from, state, sizeof state));
    }
    append(text, size, ".");
    return text;
}

const char *describe_finding(const struct model *model,
                             const struct finding *finding, char *text,
                             size_t size)
{
    char task[NAME];
    char object[NAME];
    char other[NAME];
    char site[NAME];

    describe_task(model, finding->task, task, sizeof task);
    describe_object(model, finding->object, object, sizeof object);
    describe_task(model, finding->other, other, sizeof other);
    describe_site(model, finding->site, site, sizeof site);
    snprintf(text, size, "%s: %s ", verdict_word(finding->verdict), task);
    switch (finding->verdict) {
    case VERDICT_MISUSE:
        append(text, size, "tried to %s %s", operation_word(finding->op),
               object);
        if (finding->other)
            append(text, size, ", held by %s", other);
        else if (finding->value > 0 && strerrorname_np((int)finding->value))
            append(text, size, ": %s", strerrorname_np((int)finding->value));
        break;
    case VERDICT_LEAK:
        append(text, size,
               finding->op == OP_END ? "ended and left %s locked"
                                     : "got %s from an owner that died",
               object);
        break;
    case VERDICT_ASSERTION:
        append(text, size, "failed: %s", finding->text);
        break;
    case VERDICT_CRASH: {
        char name[NAME];

        append(text, size, "died of %s",
               signal_name((int)finding->value, name, sizeof name));
        break;
    }
    default:
        break;
    }
    if (*site)
        append(text, size, " (%s)", site);
    return text;
}
