/* retelling_flaws.c - what went wrong without ending the run, told. */
#include "tui/searching/retelling_inside.h"

#include "tui/leftovers.h"
#include "words.h"

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

static const char *verb(uint32_t op, uint32_t act)
{
    if (act == ACT_FREES)
        return _("frees");
    if (act == ACT_RETURNS)
        return _("ends the lifetime of");
    if (operation_kind((enum operation)op) != KIND_VARIABLE)
        return _("uses");
    return operation_effect((enum operation)op) == EFFECT_CHANGE ? _("writes")
                                                                 : _("reads");
}

/* One of the two sides of a flaw. */
struct side {
    uint32_t task;
    const struct event *event; /* NULL: what it did is no event. */
    const char *verb;
    char name[SENTENCE];
    char site[SENTENCE + 4]; /* " (deadlock.c:24)", or "". */
};

static void look_at_side(const struct teller *teller, struct side *side,
                         uint32_t birth, uint32_t op, uint32_t act,
                         uint64_t where)
{
    struct control *control = session_control(teller->session);
    char site[SENTENCE] = "";

    side->task = task_born(teller, birth);
    side->verb = verb(op, act);
    side->event = act == ACT_ACCESSES
                      ? access_of(teller, side->task, 0, (enum operation)op)
                      : NULL;
    describe_task(model_of(teller), side->task, side->name, SENTENCE);
    if (control)
        translator_place(control_translator(control), side->task, where, site,
                         sizeof site);
    snprintf(side->site, sizeof side->site, *site ? " (%s)" : "%s", site);
}

static void look_at_sides(const struct teller *teller, struct side *first,
                          struct side *second)
{
    const struct flaw_report *flaw = teller->wanted.flaw;

    look_at_side(teller, first, flaw->first_birth, flaw->first_op,
                 flaw->first_act, flaw->first);
    look_at_side(teller, second, flaw->second_birth, flaw->second_op,
                 flaw->second_act, flaw->second);
    if (first->event && second->event) /* Both are about the same. */
        first->event =
            access_of(teller, first->task, second->event->operation.object,
                      (enum operation)flaw->first_op);
}

/* What both are about. The second was the latest that was done. */
static const char *name_of_memory(const struct teller *teller,
                                  const struct side *first,
                                  const struct side *second,
                                  char name[SENTENCE])
{
    const struct flaw_report *flaw = teller->wanted.flaw;
    struct control *control = session_control(teller->session);
    const struct event *event = second->event ? second->event : first->event;

    *name = '\0';
    if (control && flaw->function)
        translator_local(control_translator(control), second->task,
                         flaw->function, flaw->offset, name, SENTENCE);
    if (!*name && event && event->operation.object)
        describe_object(model_of(teller), event->operation.object, name,
                        SENTENCE);
    if (!*name)
        snprintf(name, SENTENCE, "%s", _("memory"));
    return name;
}

void retelling_tell_race(struct teller *teller)
{
    struct retelling *retelling = teller->retelling;
    struct side first;
    struct side second;
    char memory[SENTENCE];

    look_at_sides(teller, &first, &second);
    snprintf(retelling->message, sizeof retelling->message,
             _("%.40s %s %.60s%.64s and %.40s %s it%.64s: nothing orders these "
               "two."),
             first.name, first.verb,
             name_of_memory(teller, &first, &second, memory), first.site,
             second.name, second.verb, second.site);
    if (second.event)
        teller->cause = first.event;
    retelling_tell_events(teller);
    retelling_add(retelling, "%s",
                  _("No lock, join or atomic comes between the two: either "
                    "could be first."));
}

/* Memory is used after its end. */
static void tell_used_late(struct teller *teller, bool freed)
{
    struct retelling *retelling = teller->retelling;
    struct side first;
    struct side second;
    char memory[SENTENCE];

    look_at_sides(teller, &first, &second);
    name_of_memory(teller, &first, &second, memory);
    snprintf(retelling->message, sizeof retelling->message,
             freed ? _("%.40s %s %.60s%.64s after %.40s freed it%.64s.")
                   : _("%.40s %s %.60s%.64s after %.40s returned from its "
                       "function%.64s."),
             second.name, second.verb, memory, second.site, first.name,
             first.site);
    retelling_tell_events(teller);
    retelling_add(retelling, "%s",
                  freed ? _("After free, the memory may already be somebody "
                            "else's.")
                        : _("When a function returns, its variables are no "
                            "more: what it calls next lies in the same "
                            "memory."));
}

void retelling_tell_misuse(struct teller *teller)
{
    static const char *const what[MISUSE_COUNT] = {
        [MISUSE_UNLOCKS_UNHELD] = N_("unlocks what it does not hold"),
        [MISUSE_DESTROYS_IN_USE] = N_("destroys what is in use"),
        [MISUSE_WAITS_UNLOCKED] =
            N_("waits on a condition without holding the mutex"),
        [MISUSE_LOCKS_AGAIN] = N_("locks again what it holds already"),
        [MISUSE_USES_DESTROYED] = N_("uses what was destroyed"),
        [MISUSE_USES_UNMADE] = N_("uses what was never initialised"),
        [MISUSE_MAKES_AGAIN] = N_("initialises again what is in use"),
        [MISUSE_TWO_MUTEXES] = N_(
            "waits on a condition on which another waits with another mutex"),
        [MISUSE_JOINS_AGAIN] =
            N_("joins or detaches a thread for the second time"),
        [MISUSE_JOINS_ITSELF] = N_("joins itself"),
    };
    static const char *const reasons[MISUSE_COUNT] = {
        [MISUSE_UNLOCKS_UNHELD] =
            N_("Only the task that locked it may unlock it."),
        [MISUSE_DESTROYS_IN_USE] = N_(
            "It may be destroyed only when nobody holds it or waits for it."),
        [MISUSE_WAITS_UNLOCKED] =
            N_("Waiting releases the mutex, so the task must hold it then."),
        [MISUSE_LOCKS_AGAIN] =
            N_("A task that asks again for what it holds would "
               "wait for itself."),
        [MISUSE_USES_DESTROYED] =
            N_("After its destruction it is none any more."),
        [MISUSE_USES_UNMADE] =
            N_("It must be initialised before anybody uses it."),
        [MISUSE_MAKES_AGAIN] = N_("Whoever uses it now loses hold of it."),
        [MISUSE_TWO_MUTEXES] =
            N_("All who wait on one condition at a time must "
               "use the same mutex."),
        [MISUSE_JOINS_AGAIN] =
            N_("After a join or a detach the thread's handle "
               "is nobody's: it may name another."),
        [MISUSE_JOINS_ITSELF] = N_("Its end could come only after its end: the "
                                   "call fails with EDEADLK."),
    };
    const struct flaw_report *flaw = teller->wanted.flaw;
    const struct model *model = model_of(teller);

    if (flaw->misuse == MISUSE_USES_FREED) {
        tell_used_late(teller, true);
        return;
    }
    if (flaw->misuse == MISUSE_USES_RETURNED) {
        tell_used_late(teller, false);
        return;
    }
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
             describe_task(model, task, name, sizeof name), _(what[misuse]),
             *object ? ": " : "", object, *site ? " (" : "", site,
             *site ? ")" : "");
    retelling_tell_events(teller);
    if (reasons[misuse])
        retelling_add(teller->retelling, "%s", _(reasons[misuse]));
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
                 _("%.60s has ended, and nobody joined or detached it: what is "
                   "left of it stays until the process ends."),
                 name);
        break;
    case LEAK_CHILD:
        describe_process(model,
                         leftovers_zombie(session_trace(teller->session)), name,
                         sizeof name);
        snprintf(message, size,
                 _("%.60s has ended, and its parent never waited for it: it "
                   "stays a zombie as long as the parent runs."),
                 name);
        break;
    case LEAK_NAME:
        snprintf(message, size,
                 _("%.80s is still there when the program has ended: nobody "
                   "unlinked the name."),
                 left ? left : _("An object"));
        break;
    default:
        snprintf(message, size,
                 _("%.60s ends with a lock that it never released."), name);
        break;
    }
    retelling_tell_events(teller);
    retelling_add(teller->retelling, "%s", message);
}
