/* verdict.c - what went wrong, in words. */
#include "model/change.h"
#include "model/words.h"

#include "words.h"

#include <stdio.h>
#include <string.h>

const char *verdict_word(enum verdict verdict)
{
    static const char *const words[VERDICT_COUNT] = {
        [VERDICT_NONE] = N_("ok"),
        [VERDICT_DEADLOCK] = N_("deadlock"),
        [VERDICT_LOST_WAKEUP] = N_("lost wakeup"),
        [VERDICT_LIVELOCK] = N_("livelock"),
        [VERDICT_STARVATION] = N_("starvation"),
        [VERDICT_ASSERTION] = N_("assertion"),
        [VERDICT_CRASH] = N_("crash"),
        [VERDICT_MISUSE] = N_("misuse"),
        [VERDICT_LEAK] = N_("leak"),
    };

    return words[verdict < VERDICT_COUNT ? verdict : VERDICT_NONE];
}

const char *verdict_name(enum verdict verdict)
{
    return verdict == VERDICT_LOST_WAKEUP ? N_("lost-wakeup")
                                          : verdict_word(verdict);
}

/* Why a wait that is in no circle cannot end. */
static void append_reason(const struct model *model, char *text, size_t size)
{
    const struct stuck *stuck = &model->stuck;
    bool circle = true;

    for (unsigned i = 0; i < stuck->count; i++) {
        const struct object *object =
            model_object(model, stuck->edges[i].object);
        char name[NAME];

        const struct task *task = model_task(model, stuck->edges[i].from);

        circle &= stuck->edges[i].to != 0;
        if (object && is_signalled(object) && task && task->wait.passed_over) {
            append(text, size, "%s", _("; a signal for it woke another task"));
            return;
        }
        if (!task || !stuck_missed_signal(model, task))
            continue;
        if (!object) {
            append(text, size, "%s", _("; a signal came before it waited"));
            return;
        }
        append(
            text, size, _("; %s was signalled while nobody waited"),
            describe_object(model, stuck->edges[i].object, name, sizeof name));
        return;
    }
    if (!circle)
        append(text, size, "%s", _("; nobody is left who could end that"));
}

const char *describe_stuck(const struct model *model, char *text, size_t size)
{
    const struct stuck *stuck = &model->stuck;

    *text = '\0';
    if (stuck->verdict == VERDICT_NONE)
        return text;
    append(text, size, "%s",
           stuck->verdict == VERDICT_DEADLOCK ? _("Deadlock: ")
                                              : _("Lost wakeup: "));
    for (unsigned i = 0; i < stuck->count; i++) {
        char name[NAME];
        char state[SENTENCE];

        append(
            text, size, "%s%s %s", i ? "; " : "",
            describe_task(model, stuck->edges[i].from, name, sizeof name),
            describe_state(model, stuck->edges[i].from, state, sizeof state));
    }
    append_reason(model, text, size);
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
    snprintf(text, size, "%s: ", _(verdict_word(finding->verdict)));

    switch (finding->verdict) {
    case VERDICT_MISUSE:
        append(text, size, _("%s tried to %s %s"), task,
               _(operation_word(finding->op)), object);
        if (finding->other)
            append(text, size, _(", held by %s"), other);
        else if (finding->value > 0 && strerrorname_np((int)finding->value))
            append(text, size, ": %s", strerrorname_np((int)finding->value));
        break;
    case VERDICT_LEAK:
        append(text, size,
               finding->op == OP_END ? _("%s ended and left %s locked")
                                     : _("%s got %s from an owner that died"),
               task, object);
        break;
    case VERDICT_ASSERTION:
        append(text, size, _("%s failed: %s"), task, finding->text);
        break;
    case VERDICT_CRASH: {
        char name[NAME];

        append(text, size, _("%s died of %s"), task,
               describe_signal((int)finding->value, name, sizeof name));
        break;
    }
    default:
        break;
    }
    if (*site)
        append(text, size, " (%s)", site);
    return text;
}
