/* retelling_flaws.c - what went wrong without ending the run, told: misuse, and
   what is left behind. */
#include "tui/searching/retelling_inside.h"

#include "tui/leftovers.h"
#include "words.h"

#include <stdio.h>
#include <string.h>

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
        [MISUSE_JOINS_NONE] = N_("joins or detaches what is no thread"),
        [MISUSE_OVERFLOWS] = N_("posts a semaphore that is full"),
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
        [MISUSE_JOINS_NONE] = N_("A handle has a value only after "
                                 "pthread_create has given it one."),
        [MISUSE_OVERFLOWS] = N_("It can count no further: the post is refused "
                                "with EOVERFLOW, and lost."),
    };
    const struct flaw_report *flaw = teller->wanted.flaw;
    const struct model *model = model_of(teller);

    if (flaw->misuse == MISUSE_USES_FREED) {
        retelling_tell_used_late(teller, true);
        return;
    }
    if (flaw->misuse == MISUSE_USES_RETURNED) {
        retelling_tell_used_late(teller, false);
        return;
    }
    uint32_t task = retelling_task_born(teller, flaw->first_birth);
    size_t at =
        retelling_latest(teller, task, 0, (enum operation)flaw->first_op);
    const struct event *event =
        at != SIZE_MAX ? trace_at(session_trace(teller->session), at) : NULL;
    enum misuse misuse = flaw->misuse < MISUSE_COUNT ? flaw->misuse : 0;
    char name[SENTENCE];
    char object[SENTENCE] = "";
    char site[SENTENCE] = "";

    if (event) {
        if (event->operation.object)
            describe_object(model, event->operation.object, object,
                            sizeof object);
        else if (misuse == MISUSE_JOINS_AGAIN)
            describe_task(model, event->operation.other, object, sizeof object);
        describe_site(model, event->operation.site, site, sizeof site);
    }
    snprintf(teller->retelling->message, sizeof teller->retelling->message,
             "%.60s %s%s%.80s%s%.80s%s.",
             describe_task(model, task, name, sizeof name), _(what[misuse]),
             *object ? ": " : "", object, *site ? " (" : "", site,
             *site ? ")" : "");
    story_cause(teller, at);
    if (reasons[misuse])
        story_reason(teller, "%s", _(reasons[misuse]));
}

void retelling_tell_leak(struct teller *teller)
{
    const struct flaw_report *flaw = teller->wanted.flaw;
    const struct model *model = model_of(teller);
    uint32_t task = retelling_task_born(teller, flaw->first_birth);
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
    story_reason(teller, "%s", message);
}
