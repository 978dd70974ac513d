/* story.c - which events a story tells, and in how many lines.

   What the reasons leave room for is filled with what happened last, and with
   what caused it, however old. What one task does at one place in the source is
   one line; what is left out is said. */
#include "tui/searching/retelling_inside.h"

#include "must.h"
#include "words.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FEW = 5,       /* With fewer, others are told as well. */
    LATEST = 48,   /* That are looked at, beside the causes; */
    ROUNDS = 400,  /* so many of runs that go round. */
    OWN_LOOKS = 4, /* Of the task that fails, at what it alone came to. */
    ROOM_AT_LEAST = 4,
    DONE_AT_ONCE = 4, /* In one line. */
    LINE_AT_MOST = 160
};

void story_cause(struct teller *teller, size_t at)
{
    if (teller->cause_count < CAUSES && at != SIZE_MAX)
        teller->causes[teller->cause_count++] = at;
}

void story_say(struct teller *teller, size_t after, const char *format, ...)
{
    va_list arguments;

    if (teller->said_count == CAUSES)
        return;
    struct said *said = &teller->said[teller->said_count++];
    said->after = after;
    va_start(arguments, format);
    vsnprintf(said->text, sizeof said->text, format, arguments);
    va_end(arguments);
}

void story_reason(struct teller *teller, const char *format, ...)
{
    va_list arguments;

    if (teller->reason_count == STORY_LINES)
        return;
    va_start(arguments, format);
    vsnprintf(teller->reasons[teller->reason_count++], SENTENCE, format,
              arguments);
    va_end(arguments);
}

/* ---- Which events. ---- */

static bool is_worth_telling(const struct event *event)
{
    enum effect effect = operation_effect(event->operation.op);

    if (event->type != EVENT_OPERATION)
        return false;
    if (event->operation.stage == STAGE_WANTS) /* It has begun to wait. */
        return effect == EFFECT_AWAIT && event->operation.other != 0;
    return effect != EFFECT_INIT && effect != EFFECT_PRINT &&
           effect != EFFECT_BEGIN && effect != EFFECT_END &&
           effect != EFFECT_CREATE && effect != EFFECT_NOTE;
}

/* It matters to others, though it acts on no object. */
static bool is_about_others(enum operation op)
{
    enum effect effect = operation_effect(op);

    return effect == EFFECT_CRASH || effect == EFFECT_EXIT ||
           effect == EFFECT_FORK || effect == EFFECT_EXEC ||
           effect == EFFECT_ENTER || op == OP_KILL || op == OP_SIGNAL_THREAD ||
           op == OP_CANCEL;
}

/* Objects that two tasks at least have had to do with. */
static bool *find_shared(const struct trace *trace, size_t objects)
{
    uint32_t *first = must_allocate(objects + 1, sizeof *first);
    bool *shared = must_allocate(objects + 1, sizeof *shared);

    for (size_t i = 0; i < trace_length(trace); i++) {
        const struct event *event = trace_at(trace, i);

        if (!is_worth_telling(event) || event->operation.object == 0 ||
            event->operation.object > objects)
            continue;
        uint32_t *task = &first[event->operation.object];
        shared[event->operation.object] |= *task && *task != event->task;
        *task = event->task;
    }
    free(first);
    return shared;
}

/* Events that may be told, oldest first; and what is said beside them. */
struct chosen {
    size_t at;
    const char *said; /* NULL: the event. */
    bool must;
};

static bool is_cause(const struct teller *teller, size_t at)
{
    for (unsigned i = 0; i < teller->cause_count; i++) {
        if (teller->causes[i] == at)
            return true;
    }
    return false;
}

/* The index from which on what the task does with what nobody else has come to
   is told too: it may be what it fails of. */
static size_t own_looks_from(const struct teller *teller)
{
    const struct trace *trace = session_trace(teller->session);
    size_t at = trace_length(trace);

    for (unsigned looks = 0; teller->fails && at > 0 && looks < OWN_LOOKS;) {
        const struct event *event = trace_at(trace, --at);

        looks += event->type == EVENT_OPERATION &&
                 event->task == teller->fails &&
                 operation_kind(event->operation.op) == KIND_VARIABLE;
    }
    return at;
}

static void add_said(const struct teller *teller, size_t at,
                     struct chosen *chosen, size_t *count)
{
    for (unsigned i = 0; i < teller->said_count; i++) {
        if (teller->said[i].after == at)
            chosen[(*count)++] =
                (struct chosen){at, teller->said[i].text, true};
    }
}

/* Returns how many there are, of which the caller frees the list. */
static size_t choose(const struct teller *teller, bool all,
                     struct chosen **chosen)
{
    const struct trace *trace = session_trace(teller->session);
    size_t length = trace_length(trace);
    size_t objects = model_of(teller)->object_count;
    bool *shared = find_shared(trace, objects);
    size_t own_from = own_looks_from(teller);
    size_t count = 0;

    *chosen = must_allocate(length + 2 * CAUSES, sizeof **chosen);
    for (size_t i = 0; i < length; i++) {
        const struct event *event = trace_at(trace, i);
        bool must = is_cause(teller, i);

        if (event->type == EVENT_OPERATION &&
            (must ||
             (is_worth_telling(event) &&
              (all || is_about_others(event->operation.op) ||
               (event->operation.object <= objects &&
                shared[event->operation.object]) ||
               (i >= own_from && event->task == teller->fails &&
                operation_effect(event->operation.op) != EFFECT_JOIN)))))
            (*chosen)[count++] = (struct chosen){i, NULL, must};
        add_said(teller, i, *chosen, &count);
    }
    add_said(teller, SIZE_MAX, *chosen, &count);
    free(shared);
    return count;
}

/* ---- Lines. ---- */

struct line {
    size_t events;
    uint32_t task;
    uint32_t changed; /* The object that was changed last in it. */
    unsigned times;
    bool must;
    bool is_open; /* What comes next may become part of it. */
    bool told;
    char text[SENTENCE];
    char place[SENTENCE]; /* "deadlock.c:24", or "". */
};

/* What was done to variables at one place is one line: "T1 read counter (0),
   wrote 1 to counter". Who comes again to what it has
   just written begins anew. */
static bool goes_on(const struct line *line, const struct event *event,
                    const char *deed, const char *place)
{
    return line->is_open && line->task == event->task && *place &&
           line->events < DONE_AT_ONCE &&
           event->operation.object != line->changed &&
           strcmp(line->place, place) == 0 && !strstr(line->text, deed) &&
           strlen(line->text) + strlen(deed) < LINE_AT_MOST;
}

static size_t add_event(const struct model *model, const struct event *event,
                        bool must, struct line *lines, size_t count)
{
    struct line *last = count > 0 ? &lines[count - 1] : NULL;
    bool is_open = operation_kind(event->operation.op) == KIND_VARIABLE;
    bool changes = operation_effect(event->operation.op) == EFFECT_CHANGE;
    char deed[SENTENCE];
    char place[SENTENCE] = "";
    char name[SENTENCE];

    const struct site *site = model_site(model, event->operation.site);
    if (site && site->line > 0)
        describe_site(model, event->operation.site, place, sizeof place);
    describe_doing(model, event, deed, sizeof deed);
    if (last && is_open && goes_on(last, event, deed, place)) {
        snprintf(last->text + strlen(last->text),
                 sizeof last->text - strlen(last->text), ", %s", deed);
        last->events++;
        last->must |= must;
        if (changes)
            last->changed = event->operation.object;
        return count;
    }
    struct line *line = &lines[count];
    *line = (struct line){.events = 1,
                          .task = event->task,
                          .changed = changes ? event->operation.object : 0,
                          .times = 1,
                          .must = must,
                          .is_open = is_open};
    snprintf(line->text, sizeof line->text, "%.60s %.330s",
             describe_task(model, event->task, name, sizeof name), deed);
    memcpy(line->place, place, sizeof place);
    return count + 1;
}

static bool are_alike(const struct line *one, const struct line *other)
{
    return strcmp(one->text, other->text) == 0 &&
           strcmp(one->place, other->place) == 0;
}

/* Lines that are alike and follow each other are one; of those that go round
   and round, each is told once, where it was last. */
static size_t fold(struct line *lines, size_t count, bool goes_round)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        bool again = false;

        for (size_t j = i + 1; goes_round && j < count && !again; j++)
            again = are_alike(&lines[i], &lines[j]);
        if (again && !lines[i].must)
            continue;
        if (kept > 0 && are_alike(&lines[kept - 1], &lines[i])) {
            lines[kept - 1].times++;
            lines[kept - 1].events += lines[i].events;
            lines[kept - 1].must |= lines[i].must;
        } else if (kept++ < i) {
            lines[kept - 1] = lines[i];
        }
    }
    return kept;
}

static size_t make_lines(const struct teller *teller,
                         const struct chosen *chosen, size_t from, size_t count,
                         struct line *lines)
{
    struct cursor *cursor = cursor_new(session_trace(teller->session));
    size_t made = 0;

    for (size_t i = 0; i < count; i++) {
        const struct chosen *one = &chosen[i];

        if (i < from && !one->must)
            continue;
        if (one->said) {
            lines[made] = (struct line){.must = true, .times = 1};
            snprintf(lines[made++].text, SENTENCE, "%s", one->said);
            continue;
        }
        cursor_move(cursor, one->at + 1);
        made = add_event(cursor_model(cursor),
                         trace_at(session_trace(teller->session), one->at),
                         one->must, lines, made);
    }
    cursor_free(cursor);
    return fold(lines, made, teller->wanted.ended == ENDED_SPIN);
}

/* How many lines it takes, with those that say that something is left out. */
static unsigned lines_told(const struct line *lines, size_t count,
                           bool is_cut_before)
{
    unsigned told = 0;
    bool gap = is_cut_before;

    for (size_t i = 0; i < count; i++) {
        if (lines[i].told)
            told += gap ? 2 : 1;
        gap = !lines[i].told;
    }
    return told;
}

/* Causes, and as much of the latest as there is room for. */
static void choose_lines(struct line *lines, size_t count, unsigned room,
                         bool is_cut_before)
{
    for (size_t i = 0; i < count; i++)
        lines[i].told = lines[i].must;
    for (size_t i = count; i-- > 0;) {
        bool before = lines[i].told;

        lines[i].told = true;
        if (lines_told(lines, count, is_cut_before) > room) {
            lines[i].told = before;
            break;
        }
    }
}

static void tell_line(struct retelling *retelling, const struct line *line)
{
    char place[SENTENCE + 4] = "";

    if (*line->place)
        snprintf(place, sizeof place, " (%s)", line->place);
    if (line->times > 1)
        retelling_add(
            retelling,
            ngettext("%s%s, %u time.", "%s%s, %u times.", line->times),
            line->text, place, line->times);
    else
        retelling_add(retelling, "%s%s.", line->text, place);
}

static void tell_gap(struct retelling *retelling, size_t left_out)
{
    char text[SENTENCE];

    snprintf(text, sizeof text,
             ngettext("%zu operation is left out",
                      "%zu operations are left out", left_out),
             left_out);
    retelling_add(retelling, "… (%s)", text);
}

static void tell_lines(struct retelling *retelling, const struct line *lines,
                       size_t count, size_t left_out)
{
    for (size_t i = 0; i < count; i++) {
        if (!lines[i].told) {
            left_out += lines[i].events;
            continue;
        }
        if (left_out > 0)
            tell_gap(retelling, left_out);
        left_out = 0;
        tell_line(retelling, &lines[i]);
    }
}

/* Of a long walk back the end counts, and how it begins. */
static void tell_reasons(struct teller *teller, unsigned room)
{
    unsigned count = teller->reason_count;

    for (unsigned i = 0; i < count; i++) {
        if (count > room && i + 2 == room)
            retelling_add(teller->retelling, "…");
        if (count <= room || i + 2 < room || i + 1 == count)
            retelling_add(teller->retelling, "%s", teller->reasons[i]);
    }
}

void story_compose(struct teller *teller)
{
    struct chosen *chosen;
    size_t count = choose(teller, false, &chosen);
    size_t left_out = 0;
    size_t latest = teller->wanted.ended == ENDED_SPIN ? ROUNDS : LATEST;

    if (count < FEW) {
        free(chosen);
        count = choose(teller, true, &chosen);
    }
    size_t from = count > latest ? count - latest : 0;
    struct line *lines =
        must_allocate(count - from + 2 * CAUSES, sizeof *lines);
    for (size_t i = 0; i < from; i++)
        left_out += !chosen[i].must;
    size_t made = make_lines(teller, chosen, from, count, lines);
    unsigned needed = made < ROOM_AT_LEAST ? (unsigned)made : ROOM_AT_LEAST;
    unsigned reasons = teller->reason_count < STORY_LINES - needed
                           ? teller->reason_count
                           : STORY_LINES - needed;
    choose_lines(lines, made, STORY_LINES - reasons, left_out > 0);
    tell_lines(teller->retelling, lines, made, left_out);
    tell_reasons(teller, reasons);
    free(lines);
    free(chosen);
}
