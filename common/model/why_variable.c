/* why_variable.c - why a variable is what it is: who wrote it, from what. */
#include "model/why_inside.h"

#include "scheduler/scheduler.h"
#include "words.h"

#include <string.h>

static bool wrote(const struct event *event, uint32_t task, uint32_t object)
{
    return event->operation.stage == STAGE_DID &&
           event->operation.object == object &&
           (task == 0 || event->task == task) &&
           operation_effect(event->operation.op) == EFFECT_CHANGE;
}

static bool looked(const struct event *event, uint32_t task, uint32_t object)
{
    return event->operation.stage == STAGE_DID &&
           event->operation.object == object && event->task == task &&
           operation_effect(event->operation.op) == EFFECT_LOOK;
}

/* It came in before another store: that one stayed the newest. */
static bool is_older(const struct walk *walk, size_t index)
{
    const struct event *event = trace_at(walk->trace, index);

    if (operation_kind(event->operation.op) != KIND_VARIABLE)
        return false;
    for (size_t i = index; i-- > 0;) {
        const struct event *move = trace_at(walk->trace, i);

        if (move->type == EVENT_MOVE)
            return move->task == event->task && move->move.alternative > 0;
    }
    return false;
}

/* Whose write was the newest then. */
static size_t find_written(const struct walk *walk, size_t before,
                           uint32_t object)
{
    size_t found = before;

    do
        found = why_find(walk, found, wrote, 0, object);
    while (found != SIZE_MAX && is_older(walk, found));
    return found;
}

/* The writer had read it before another wrote: what that one wrote is gone. */
static void explain_lost_update(struct walk *walk, size_t written, size_t read)
{
    const struct event *event = trace_at(walk->trace, written);
    uint32_t object = event->operation.object;
    const struct event *look = trace_at(walk->trace, read);
    char who[NAME];
    char other[NAME];
    char what[NAME];
    char place[2 * NAME];

    why_name(walk, event->task, who);
    describe_object(walk->model, object, what, sizeof what);
    size_t before = find_written(walk, written, object);
    why_say(walk, why_move(walk, read), _("%s had read %s as %s%s."), who, what,
            look->operation.text ? look->operation.text : "?",
            why_place(walk, read, place, sizeof place));
    if (before == SIZE_MAX || before < read ||
        trace_at(walk->trace, before)->task == event->task)
        return;
    const struct event *lost = trace_at(walk->trace, before);
    why_say(walk, why_move(walk, before),
            _("In between, %s wrote %s%s: that update is lost."),
            why_name(walk, lost->task, other),
            lost->operation.text ? lost->operation.text : "?",
            why_place(walk, before, place, sizeof place));
}

static bool is_at_same_place(const struct walk *walk, size_t one, size_t other)
{
    char place[2][NAME];

    describe_site(walk->model, trace_at(walk->trace, one)->operation.site,
                  place[0], NAME);
    describe_site(walk->model, trace_at(walk->trace, other)->operation.site,
                  place[1], NAME);
    return strcmp(place[0], place[1]) == 0;
}

/* It looked again where it had looked, and saw what was written since. */
static bool looked_again(const struct walk *walk, size_t look, size_t change,
                         size_t before)
{
    const struct event *event = trace_at(walk->trace, look);

    while (before-- > change + 1) {
        const struct event *later = trace_at(walk->trace, before);

        if (later->type == EVENT_OPERATION &&
            looked(later, event->task, event->operation.object) &&
            is_at_same_place(walk, before, look))
            return true;
    }
    return false;
}

/* What the task had seen of the object when it last looked before another
   wrote: what it decided then rests on what is no more. */
static bool explain_stale_look(struct walk *walk, size_t written,
                               uint32_t object)
{
    uint32_t task = trace_at(walk->trace, written)->task;
    size_t change = find_written(walk, written, object);
    char who[NAME];
    char other[NAME];
    char what[NAME];
    char place[2 * NAME];

    while (change != SIZE_MAX && trace_at(walk->trace, change)->task == task)
        change = find_written(walk, change, object);
    if (change == SIZE_MAX)
        return false;
    size_t look = why_find(walk, change, looked, task, object);
    size_t use = why_find(walk, change, wrote, task, object);
    if (look == SIZE_MAX || (use != SIZE_MAX && use > look))
        return false;
    const struct event *saw = trace_at(walk->trace, look);
    if (looked_again(walk, look, change, written))
        return false;
    const struct event *wrote_it = trace_at(walk->trace, change);
    const char *seen = saw->operation.text ? saw->operation.text : "?";
    const char *now = wrote_it->operation.text ? wrote_it->operation.text : "?";
    if (strcmp(seen, now) == 0)
        return false;
    why_name(walk, task, who);
    describe_object(walk->model, object, what, sizeof what);
    why_say(walk, why_move(walk, look),
            _("%s had looked at %s when it was %s%s."), who, what, seen,
            why_place(walk, look, place, sizeof place));
    why_say(walk, why_move(walk, change),
            _("Then %s wrote %s to it%s: what %s had seen was no longer so."),
            why_name(walk, wrote_it->task, other), now,
            why_place(walk, change, place, sizeof place), who);
    return true;
}

/* Of what the writer wrote before, something may rest on an old look. */
static bool explain_decision(struct walk *walk, size_t written)
{
    const struct event *event = trace_at(walk->trace, written);

    for (size_t i = written + 1; i-- > 0;) {
        const struct event *earlier = trace_at(walk->trace, i);

        if (earlier->type == EVENT_OPERATION &&
            wrote(earlier, event->task, earlier->operation.object) &&
            explain_stale_look(walk, i, earlier->operation.object))
            return true;
    }
    return false;
}

static void explain_writing(struct walk *walk, size_t written)
{
    const struct event *event = trace_at(walk->trace, written);
    uint32_t object = event->operation.object;
    size_t read = event->operation.op == OP_ATOMIC_UPDATE
                      ? SIZE_MAX
                      : why_find(walk, written, looked, event->task, object);
    size_t other = find_written(walk, written, object);
    bool overtaken = read != SIZE_MAX && other != SIZE_MAX && other > read;

    if ((overtaken || !explain_decision(walk, written)) && read != SIZE_MAX)
        explain_lost_update(walk, written, read);
}

void why_roused(struct walk *walk, uint32_t task)
{
    size_t woken = why_find(walk, walk->position, why_woke, task, 0);
    char who[NAME];
    char what[NAME];
    char place[2 * NAME];

    if (woken == SIZE_MAX)
        return;
    const struct event *event = trace_at(walk->trace, woken);
    for (size_t i = woken; i-- > 0;) {
        const struct event *before = trace_at(walk->trace, i);

        if (before->type == EVENT_OPERATION && before->task == task)
            return;
        if (before->type == EVENT_MOVE && before->task == task &&
            before->move.alternative == ALTERNATIVE_SPURIOUS)
            break;
    }
    why_say(
        walk, why_move(walk, woken),
        _("%s woke up on %s without a signal%s, as POSIX allows: who wakes up "
          "must look again."),
        why_name(walk, task, who),
        describe_object(walk->model, event->operation.object, what,
                        sizeof what),
        why_place(walk, woken, place, sizeof place));
}

void why_variable(const struct model *model, const struct trace *trace,
                  size_t position, uint32_t object, struct why *why)
{
    struct walk walk = walk_from(model, trace, position, why);
    const struct object *found = model_object(model, object);
    char who[NAME];
    char what[NAME];
    char place[2 * NAME];

    if (!found)
        return;
    size_t written = find_written(&walk, position, object);
    describe_object(model, object, what, sizeof what);
    if (written == SIZE_MAX) {
        why_say(&walk, 0, _("%s is %s, as it was when it was first seen."),
                what, found->shown ? found->shown : "?");
        why_roused(&walk, model->latest.task);
        return;
    }
    why_say(&walk, why_move(&walk, written), _("%s is %s: %s wrote it%s."),
            what, found->shown ? found->shown : "?",
            why_name(&walk, trace_at(trace, written)->task, who),
            why_place(&walk, written, place, sizeof place));
    explain_writing(&walk, written);
    why_roused(&walk, model->latest.task);
}
