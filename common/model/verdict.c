/* verdict.c - what went wrong, in words. */
#include "model/change.h"
#include "model/words.h"

#include <stdio.h>
#include <string.h>

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
            append(text, size, "; a signal for it woke another task");
            return;
        }
        if (!task || !stuck_missed_signal(model, task))
            continue;
        append(
            text, size, "; %s was signalled while nobody waited",
            describe_object(model, stuck->edges[i].object, name, sizeof name));
        return;
    }
    if (!circle)
        append(text, size, "; nobody is left who could end that");
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
