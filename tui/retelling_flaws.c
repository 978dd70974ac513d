/* retelling_flaws.c - what went wrong without ending the run, told. */
#include "tui/retelling_inside.h"

#include "tui/leftovers.h"

#include <stdio.h>
#include <string.h>

static uint32_t task_born(const struct teller *teller, uint32_t birth)
{
    struct control *control = session_control(teller->session);
    const struct model *model = model_of(teller);

    for (uint32_t id = 1; control && id <= model->task_count; id++) {
        if (control_birth(control, id) == birth)
            return id;
    }
    return 0;
}

/* The latest access of a task to an object: what it has done, not what it
   stands before. */
static const struct event *access_of(const struct teller *teller, uint32_t task,
                                     uint32_t object, enum operation op)
{
    const struct trace *trace = session_trace(teller->session);

    for (size_t i = trace_length(trace); i-- > 0;) {
        const struct event *event = trace_at(trace, i);

        if (event->type == EVENT_OPERATION && event->task == task &&
            event->operation.op == op &&
            event->operation.stage != STAGE_WANTS &&
            (object == 0 || event->operation.object == object))
            return event;
    }
    return NULL;
}

static const char *verb(enum operation op)
{
    return operation_effect(op) == EFFECT_CHANGE ? "writes" : "reads";
}

void retelling_tell_race(struct teller *teller)
{
    const struct flaw_report *flaw = teller->wanted.flaw;
    const struct model *model = model_of(teller);
    struct retelling *retelling = teller->retelling;
    uint32_t one = task_born(teller, flaw->first_birth);
    uint32_t other = task_born(teller, flaw->second_birth);
    const struct event *second =
        access_of(teller, other, 0, (enum operation)flaw->second_op);
    uint32_t object = second ? second->operation.object : 0;
    const struct event *first =
        access_of(teller, one, object, (enum operation)flaw->first_op);
    char names[3][SENTENCE] = {"", "", "memory"};
    char sites[2][SENTENCE] = {"", ""};

    describe_task(model, one, names[0], SENTENCE);
    describe_task(model, other, names[1], SENTENCE);
    if (object)
        describe_object(model, object, names[2], SENTENCE);
    if (first)
        describe_site(model, first->operation.site, sites[0], SENTENCE);
    if (second)
        describe_site(model, second->operation.site, sites[1], SENTENCE);
    snprintf(retelling->message, sizeof retelling->message,
             "%.40s %s %.60s%s%.60s%s and %.40s %s it%s%.60s%s: nothing orders "
             "these two.",
             names[0], verb((enum operation)flaw->first_op), names[2],
             *sites[0] ? " (" : "", sites[0], *sites[0] ? ")" : "", names[1],
             verb((enum operation)flaw->second_op), *sites[1] ? " (" : "",
             sites[1], *sites[1] ? ")" : "");
    retelling_tell_events(teller);
    retelling_add(retelling, "No lock, join or atomic comes between the two "
                             "accesses: either could be first.");
}

void retelling_tell_misuse(struct teller *teller)
{
    static const char *const what[MISUSE_COUNT] = {
        [MISUSE_UNLOCKS_UNHELD] = "unlocks what it does not hold",
        [MISUSE_DESTROYS_IN_USE] = "destroys what is in use",
        [MISUSE_WAITS_UNLOCKED] =
            "waits on a condition without holding the mutex",
        [MISUSE_LOCKS_AGAIN] = "locks again what it holds already",
        [MISUSE_USES_FREED] = "uses memory that was given back",
        [MISUSE_USES_DESTROYED] = "uses what was destroyed",
        [MISUSE_USES_UNMADE] = "uses what was never initialised",
        [MISUSE_MAKES_AGAIN] = "initialises again what is in use",
        [MISUSE_TWO_MUTEXES] =
            "waits on a condition on which another waits with another mutex",
        [MISUSE_JOINS_AGAIN] = "joins or detaches a thread for the second time",
    };
    static const char *const reasons[MISUSE_COUNT] = {
        [MISUSE_UNLOCKS_UNHELD] = "Only the task that locked it may unlock it.",
        [MISUSE_DESTROYS_IN_USE] =
            "It may be destroyed only when nobody holds it or waits for it.",
        [MISUSE_WAITS_UNLOCKED] =
            "Waiting releases the mutex, so the task must hold it then.",
        [MISUSE_LOCKS_AGAIN] = "A task that asks again for what it holds would "
                               "wait for itself.",
        [MISUSE_USES_FREED] = "After free, the memory may already be "
                              "somebody else's.",
        [MISUSE_USES_DESTROYED] = "After its destruction it is none any more.",
        [MISUSE_USES_UNMADE] = "It must be initialised before anybody uses it.",
        [MISUSE_MAKES_AGAIN] = "Whoever uses it now loses hold of it.",
        [MISUSE_TWO_MUTEXES] = "All who wait on one condition at a time must "
                               "use the same mutex.",
        [MISUSE_JOINS_AGAIN] = "After a join or a detach the thread's handle "
                               "is nobody's: it may name another.",
    };
    const struct flaw_report *flaw = teller->wanted.flaw;
    const struct model *model = model_of(teller);
    uint32_t task = task_born(teller, flaw->first_birth);
    const struct event *event =
        access_of(teller, task, 0, (enum operation)flaw->first_op);
    char name[SENTENCE];
    char object[SENTENCE] = "";
    char site[SENTENCE] = "";

    if (event) {
        if (event->operation.object)
            describe_object(model, event->operation.object, object,
                            sizeof object);
        describe_site(model, event->operation.site, site, sizeof site);
    }
    enum misuse misuse = flaw->misuse < MISUSE_COUNT ? flaw->misuse : 0;
    snprintf(teller->retelling->message, sizeof teller->retelling->message,
             "%.60s %s%s%.80s%s%.80s%s.",
             describe_task(model, task, name, sizeof name), what[misuse],
             *object ? ": " : "", object, *site ? " (" : "", site,
             *site ? ")" : "");
    retelling_tell_events(teller);
    if (reasons[misuse])
        retelling_add(teller->retelling, "%s", reasons[misuse]);
}

void retelling_tell_leak(struct teller *teller)
{
    const struct flaw_report *flaw = teller->wanted.flaw;
    const struct model *model = model_of(teller);
    uint32_t task = task_born(teller, flaw->first_birth);
    char *message = teller->retelling->message;
    size_t size = sizeof teller->retelling->message;
    const char *left = leftovers_name(session_trace(teller->session));
    char name[SENTENCE];

    describe_task(model, task, name, sizeof name);
    switch (flaw->leak) {
    case LEAK_THREAD:
        snprintf(message, size,
                 "%.60s has ended, and nobody joined or detached it: what is "
                 "left of it stays until the process ends.",
                 name);
        break;
    case LEAK_CHILD:
        describe_process(model,
                         leftovers_zombie(session_trace(teller->session)), name,
                         sizeof name);
        snprintf(message, size,
                 "%.60s has ended, and its parent never waited for it: it "
                 "stays a zombie as long as the parent runs.",
                 name);
        break;
    case LEAK_NAME:
        snprintf(message, size,
                 "%.80s is still there when the program has ended: nobody "
                 "unlinked the name.",
                 left ? left : "An object");
        break;
    default:
        snprintf(message, size,
                 "%.60s ends with a lock that it never released.", name);
        break;
    }
    retelling_tell_events(teller);
    retelling_add(teller->retelling, "%s", message);
}
