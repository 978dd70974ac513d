/* retelling_race.c - two sides that nothing orders, or of which one comes too
   late, told. */
#include "tui/searching/retelling_inside.h"

#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint32_t retelling_task_born(const struct teller *teller, uint32_t birth)
{
    struct control *control = session_control(teller->session);
    const struct model *model = model_of(teller);

    for (uint32_t id = 1; control && id <= model->task_count; id++) {
        if (control_birth(control, id) == birth)
            return id;
    }
    return 0;
}

size_t retelling_latest(const struct teller *teller, uint32_t task,
                        uint32_t object, enum operation op)
{
    const struct trace *trace = session_trace(teller->session);
    bool waits = operation_effect(op) == EFFECT_AWAIT; /* It has begun to. */

    for (size_t i = trace_length(trace); i-- > 0;) {
        const struct event *event = trace_at(trace, i);

        if (event->type == EVENT_OPERATION && event->task == task &&
            event->operation.op == op &&
            (waits || event->operation.stage != STAGE_WANTS) &&
            (object == 0 || event->operation.object == object))
            return i;
    }
    return SIZE_MAX;
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
    uint32_t op;
    uint32_t act;
    size_t at;     /* The event; SIZE_MAX: what it did is no event, */
    size_t behind; /* but comes behind this one; SIZE_MAX: before all. */
    const char *verb;
    char name[SENTENCE];
    char place[SENTENCE];    /* "deadlock.c:24", or "". */
    char site[SENTENCE + 4]; /* " (deadlock.c:24)", or "". */
};

static const struct event *event_of(const struct teller *teller,
                                    const struct side *side)
{
    return side->at != SIZE_MAX
               ? trace_at(session_trace(teller->session), side->at)
               : NULL;
}

static void look_at_side(const struct teller *teller, struct side *side,
                         uint32_t birth, uint32_t op, uint32_t act,
                         uint64_t where)
{
    struct control *control = session_control(teller->session);

    side->task = retelling_task_born(teller, birth);
    side->op = op;
    side->act = act;
    side->verb = verb(op, act);
    *side->place = '\0';
    describe_task(model_of(teller), side->task, side->name, SENTENCE);
    if (control)
        translator_place(control_translator(control), side->task, where,
                         side->place, sizeof side->place);
    snprintf(side->site, sizeof side->site, *side->place ? " (%s)" : "%s",
             side->place);
}

/* The access itself: the latest of its kind, if it is at its place. */
static void find_event(const struct teller *teller, struct side *side,
                       uint32_t object)
{
    char place[SENTENCE] = "";

    side->at = side->act == ACT_ACCESSES
                   ? retelling_latest(teller, side->task, object,
                                      (enum operation)side->op)
                   : SIZE_MAX;
    const struct event *event = event_of(teller, side);
    if (event)
        describe_site(model_of(teller), event->operation.site, place,
                      sizeof place);
    if (*place && *side->place && strcmp(place, side->place) != 0)
        side->at = SIZE_MAX;
}

static void look_at_sides(const struct teller *teller, struct side *first,
                          struct side *second)
{
    const struct flaw_report *flaw = teller->wanted.flaw;

    look_at_side(teller, first, flaw->first_birth, flaw->first_op,
                 flaw->first_act, flaw->first);
    look_at_side(teller, second, flaw->second_birth, flaw->second_op,
                 flaw->second_act, flaw->second);
    find_event(teller, second, 0);
    const struct event *event = event_of(teller, second);
    find_event(teller, first, event ? event->operation.object : 0);
}

/* The pointer that a task read where it came to the memory: "*shared". */
static bool name_by_pointer(const struct teller *teller,
                            const struct side *side, char name[SENTENCE])
{
    const struct trace *trace = session_trace(teller->session);
    char place[SENTENCE];
    char pointer[SENTENCE];

    for (size_t i = trace_length(trace); i-- > 0;) {
        const struct event *event = trace_at(trace, i);

        if (event->type != EVENT_OPERATION || event->task != side->task ||
            event->operation.stage != STAGE_DID || !event->operation.text ||
            operation_kind(event->operation.op) != KIND_VARIABLE ||
            strncmp(event->operation.text, "0x", 2) != 0)
            continue;
        describe_site(model_of(teller), event->operation.site, place,
                      sizeof place);
        if (strcmp(place, side->place) != 0)
            continue;
        snprintf(name, SENTENCE, "*%.300s",
                 describe_object(model_of(teller), event->operation.object,
                                 pointer, sizeof pointer));
        return true;
    }
    return false;
}

/* What both are about. The second was the latest that was done. */
static const char *name_of_memory(const struct teller *teller,
                                  const struct side *first,
                                  const struct side *second,
                                  char name[SENTENCE])
{
    const struct flaw_report *flaw = teller->wanted.flaw;
    struct control *control = session_control(teller->session);
    struct translator *translator =
        control ? control_translator(control) : NULL;
    const struct event *event = event_of(teller, second);

    if (!event)
        event = event_of(teller, first);
    *name = '\0';
    if (translator && flaw->function)
        translator_local(translator, second->task, flaw->function, flaw->offset,
                         name, SENTENCE);
    if (!*name && event && event->operation.object)
        describe_object(model_of(teller), event->operation.object, name,
                        SENTENCE);
    if (!*name && translator)
        translator_variable(translator, second->task, flaw->object, name,
                            SENTENCE);
    if (!*name && !name_by_pointer(teller, second, name) &&
        !name_by_pointer(teller, first, name))
        snprintf(name, SENTENCE, "%s", _("memory"));
    return name;
}

/* ---- The sides in the story. ---- */

static long line_of(const char *place)
{
    const char *colon = strrchr(place, ':');

    return colon ? strtol(colon + 1, NULL, 10) : 0;
}

static bool is_in_file(const char *place, const char *other)
{
    const char *colon = strrchr(place, ':');

    return colon && strncmp(place, other, (size_t)(colon - place + 1)) == 0;
}

/* What the task did last before it came to that place: until its next move it
   goes on alone. SIZE_MAX: nothing. */
static size_t last_before(const struct teller *teller, const struct side *side,
                          size_t before)
{
    const struct trace *trace = session_trace(teller->session);
    size_t latest = SIZE_MAX;
    char place[SENTENCE];

    for (size_t i = before; i-- > 0;) {
        const struct event *event = trace_at(trace, i);

        if (event->type != EVENT_OPERATION || event->task != side->task ||
            event->operation.stage == STAGE_WANTS)
            continue;
        if (latest == SIZE_MAX)
            latest = i;
        describe_site(model_of(teller), event->operation.site, place,
                      sizeof place);
        if (is_in_file(side->place, place) &&
            line_of(place) <= line_of(side->place))
            return i;
    }
    return latest;
}

static void tell_side(struct teller *teller, const struct side *side,
                      const char *memory)
{
    enum operation op = (enum operation)side->op;

    if (side->at != SIZE_MAX)
        story_cause(teller, side->at);
    else if (side->act == ACT_FREES)
        story_say(teller, side->behind, _("%s freed %s%s"), side->name, memory,
                  side->site);
    else if (side->act == ACT_RETURNS)
        story_say(teller, side->behind, _("%s left the function that had %s%s"),
                  side->name, memory, side->site);
    else if (operation_kind(op) != KIND_VARIABLE)
        story_say(teller, side->behind, _("%s used %s%s"), side->name, memory,
                  side->site);
    else
        story_say(teller, side->behind,
                  operation_effect(op) == EFFECT_CHANGE ? _("%s wrote %s%s")
                                                        : _("%s read %s%s"),
                  side->name, memory, side->site);
}

static void tell_sides(struct teller *teller, struct side *first,
                       struct side *second, const char *memory)
{
    size_t end = trace_length(session_trace(teller->session));

    second->behind = second->at != SIZE_MAX ? second->at : end - 1;
    first->behind = first->at != SIZE_MAX
                        ? first->at
                        : last_before(teller, first, second->behind);
    tell_side(teller, first, memory);
    tell_side(teller, second, memory);
}

/* ---- Why nothing orders them. ---- */

/* The locks that the task holds after the event: "a and b"; "": none. Of one
   that it shares with other readers, *shared. */
static void list_locks(const struct teller *teller, const struct side *side,
                       char text[SENTENCE], bool *shared, uint32_t *lock)
{
    struct cursor *cursor = cursor_new(session_trace(teller->session));
    char name[SENTENCE];

    cursor_move(cursor, side->behind + 1); /* From SIZE_MAX: to 0. */
    const struct model *model = cursor_model(cursor);
    const struct task *task = model_task(model, side->task);
    *text = '\0';
    *shared = false;
    *lock = 0;
    for (unsigned i = 0; task && i < task->hold_count && i < HOLDS; i++) {
        size_t used = strlen(text);

        describe_object(model, task->holds[i].object, name, sizeof name);
        snprintf(text + used, SENTENCE - used, "%s%s", i > 0 ? ", " : "", name);
        *shared |= task->holds[i].shared;
        *lock = task->holds[i].object;
    }
    cursor_free(cursor);
}

static bool is_atomic(const struct event *event, uint32_t task, bool writes)
{
    enum operation op = event->operation.op;

    if (event->type != EVENT_OPERATION || event->task != task)
        return false;
    if (op == OP_ATOMIC_UPDATE) /* One that fails has read. */
        return event->operation.stage == STAGE_DID ||
               (!writes && event->operation.stage == STAGE_FAILED);
    return event->operation.stage == STAGE_DID &&
           op == (writes ? OP_ATOMIC_WRITE : OP_ATOMIC_READ);
}

/* An atomic variable that the first wrote after its side, and the second read
   before its own; 0: none. */
static uint32_t atomic_between(const struct teller *teller,
                               const struct side *first,
                               const struct side *second)
{
    const struct trace *trace = session_trace(teller->session);

    for (size_t i = second->behind + 1; i-- > first->behind + 1;) {
        const struct event *read = trace_at(trace, i);

        if (!is_atomic(read, second->task, false))
            continue;
        for (size_t j = i; j-- > first->behind + 1;) {
            const struct event *written = trace_at(trace, j);

            if (written->type == EVENT_OPERATION &&
                written->operation.object == read->operation.object &&
                is_atomic(written, first->task, true))
                return read->operation.object;
        }
    }
    return 0;
}

static void tell_locks(struct teller *teller, const struct side *first,
                       const struct side *second)
{
    char held[2][SENTENCE];
    bool shared[2];
    uint32_t lock[2];

    list_locks(teller, first, held[0], &shared[0], &lock[0]);
    list_locks(teller, second, held[1], &shared[1], &lock[1]);
    if (!*held[0] && !*held[1])
        story_reason(teller, "%s",
                     _("Neither holds a lock there, and no join or atomic "
                       "orders the two: either could be first."));
    else if (!*held[0] || !*held[1])
        story_reason(teller,
                     _("%.60s holds %.200s there, %.60s holds no lock: a lock "
                       "keeps out only those who take it."),
                     *held[0] ? first->name : second->name,
                     *held[0] ? held[0] : held[1],
                     *held[0] ? second->name : first->name);
    else if (lock[0] == lock[1] && shared[0] && shared[1])
        story_reason(teller,
                     _("Both hold %.200s only for reading there: readers do "
                       "not keep each other out."),
                     held[0]);
    else
        story_reason(teller,
                     _("%.60s holds %.120s there, %.60s holds %.120s: only one "
                       "and the same lock keeps them apart."),
                     first->name, held[0], second->name, held[1]);
}

static void tell_no_order(struct teller *teller, const struct side *first,
                          const struct side *second)
{
    uint32_t atomic = atomic_between(teller, first, second);
    char name[SENTENCE];

    if (atomic)
        story_reason(
            teller,
            _("%.200s comes between, but orders nothing: the memory "
              "orders are too weak, or the value was another's."),
            describe_object(model_of(teller), atomic, name, sizeof name));
    else
        tell_locks(teller, first, second);
}

/* "T1 writes :21, T2 reads :23: counter" */
static void say_briefly(struct retelling *retelling, const char *memory,
                        const struct side *first, const struct side *second)
{
    const char *line = strrchr(first->place, ':');
    const char *other = strrchr(second->place, ':');

    snprintf(retelling->brief, sizeof retelling->brief,
             "%.40s %.40s%s%.40s, %.40s %.40s%s%.40s: %.100s", first->name,
             first->verb, line ? " " : "", line ? line : "", second->name,
             second->verb, other ? " " : "", other ? other : "", memory);
}

void retelling_tell_race(struct teller *teller)
{
    struct retelling *retelling = teller->retelling;
    struct side first;
    struct side second;
    char memory[SENTENCE];

    look_at_sides(teller, &first, &second);
    name_of_memory(teller, &first, &second, memory);
    snprintf(retelling->message, sizeof retelling->message,
             _("%.40s %s %.60s%.64s and %.40s %s it%.64s: nothing orders these "
               "two."),
             first.name, first.verb, memory, first.site, second.name,
             second.verb, second.site);
    say_briefly(retelling, memory, &first, &second);
    tell_sides(teller, &first, &second, memory);
    tell_no_order(teller, &first, &second);
}

void retelling_tell_used_late(struct teller *teller, bool freed)
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
    tell_sides(teller, &first, &second, memory);
    story_reason(teller, "%s",
                 freed ? _("After free, the memory may already be somebody "
                           "else's.")
                       : _("When a function returns, its variables are no "
                           "more: what it calls next lies in the same "
                           "memory."));
}
