/* dictation.c - moves, a line each. */
#include "tui/control/dictation.h"

#include "model/why.h"
#include "tui/control/calls.h"
#include "tui/control/schedule.h"
#include "tui/control/until.h"
#include "tui/interrupt.h"
#include "tui/plain.h"
#include "words.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    LINE = 256,
    PATIENCE_MS = 50,
    SLOW_MS = 2000,
    RUN_AT_MOST = 65536 /* Moves: a program need not have an end. */
};

struct dictation {
    struct step *step;
    struct session *session;
    const struct dictation_options *options;
    const struct trace *trace; /* That is told, */
    struct cursor *cursor;     /* and how far. */
    bool in_line;              /* The program's output stopped in one. */
    bool told_stuck;           /* And the verdict with them. */
    bool quit;
    bool lost;   /* A task did not come back. */
    bool failed; /* A line was no command. */
};

static void say(struct dictation *dictation, const char *text)
{
    if (!*text)
        return;
    printf("%s%s\n", dictation->in_line ? "\n" : "", text);
    dictation->in_line = false;
}

/* Tells what has happened since, up to the place that is looked at. */
static void tell_news(struct dictation *dictation)
{
    struct session *session = dictation->session;
    size_t length = cursor_position(session_cursor(session));
    size_t told = dictation->cursor ? cursor_position(dictation->cursor) : 0;
    char text[SENTENCE];

    if (session_trace(session) != dictation->trace) { /* It began anew. */
        cursor_free(dictation->cursor);
        dictation->trace = session_trace(session);
        dictation->cursor = cursor_new(dictation->trace);
        cursor_move(dictation->cursor, told);
    }
    struct cursor *cursor = dictation->cursor;
    for (; told < length; told++) {
        const struct event *event = trace_at(dictation->trace, told);

        cursor_move(cursor, told + 1);
        if (event->type == EVENT_OUTPUT)
            dictation->in_line = plain_output(event, dictation->in_line);
        else
            say(dictation,
                describe_event(cursor_model(cursor), event, text, sizeof text));
    }
    if (!dictation->told_stuck &&
        *describe_stuck(session_model(session), text, sizeof text)) {
        dictation->told_stuck = true;
        say(dictation, text);
    }
}

/* ---- Choices. ---- */

/* main is 0; the others count from 1 as they are created. */
static unsigned number_of(const struct choice *choice)
{
    return choice->birth - 1;
}

static void tell_choices(struct dictation *dictation)
{
    struct choice choices[CHOICES];
    size_t count = step_choices(dictation->step, choices, CHOICES);
    const struct model *model = session_model(dictation->session);
    char name[SENTENCE];
    char state[SENTENCE];

    for (size_t i = 0; i < count; i++) {
        printf("  %s%u %s: %s%s\n",
               choices[i].readiness == CANNOT        ? "-"
               : choices[i].readiness == CAN_BY_TIME ? "~"
                                                     : "",
               number_of(&choices[i]),
               describe_task(model, choices[i].task, name, sizeof name),
               describe_state(model, choices[i].task, state, sizeof state),
               choice_has_older(&choices[i]) ? _(", or an older value") : "");
    }
}

/* Which task does not come back, and where it is. */
static void tell_slow(struct dictation *dictation)
{
    const struct control *control = session_control(dictation->session);
    uint32_t mover = control_mover(control);
    char name[SENTENCE];
    char call[32];
    char text[SENTENCE * 2];

    snprintf(name, sizeof name, "%s", _("the program"));
    if (mover)
        describe_task(session_model(dictation->session), mover, name,
                      sizeof name);
    control_mover_call(control, call, sizeof call);
    if (*call)
        snprintf(text, sizeof text,
                 _("%s has come to no operation for %d s: it is in %s, which "
                   "the lab does not see"),
                 name, SLOW_MS / 1000, call);
    else
        snprintf(text, sizeof text,
                 _("%s has come to no operation for %d s: it computes"), name,
                 SLOW_MS / 1000);
    say(dictation, text);
}

static void settle(struct dictation *dictation)
{
    for (int waited = 0;; waited += PATIENCE_MS) {
        if (step_settle(dictation->step, PATIENCE_MS) != STILL_MOVES ||
            interrupt_wanted())
            break;
        if (waited == SLOW_MS) {
            tell_news(dictation);
            tell_slow(dictation);
        }
        if (waited > 2 * SLOW_MS) {
            say(dictation, _("it is not waited for any longer"));
            dictation->lost = true;
            dictation->quit = true;
            break;
        }
    }
    tell_news(dictation);
}

static bool move(struct dictation *dictation, uint32_t birth,
                 uint32_t alternative)
{
    char why[320];
    struct decision decision = {birth, alternative};

    if (!step_move(dictation->step, &decision, why, sizeof why)) {
        printf("%s\n", why);
        return false;
    }
    settle(dictation);
    if (step_differed(dictation->step)) {
        printf(_("the program did not do the same again: move %" PRIu64
                 " differs\n"),
               step_differed(dictation->step));
        return false;
    }
    return true;
}

/* ---- Commands. ---- */

static void move_next(struct dictation *dictation)
{
    uint32_t birth = step_next_in_turn(dictation->step);

    if (birth)
        move(dictation, birth, 0);
    else
        say(dictation, _("no task can move"));
}

static void run_to_end(struct dictation *dictation)
{
    unsigned moves = 0;
    uint32_t birth;

    while (!dictation->quit && !interrupt_wanted() &&
           (birth = step_next_in_turn(dictation->step)) != 0) {
        if (moves++ == RUN_AT_MOST) {
            printf(_("%d moves, and no end in sight: r goes on\n"),
                   RUN_AT_MOST);
            return;
        }
        if (!move(dictation, birth, 0))
            return;
    }
}

/* The lines told before are not told again: where it is now is. */
static void look(struct dictation *dictation, uint64_t moves)
{
    step_look(dictation->step, moves);
    cursor_move(dictation->cursor,
                cursor_position(session_cursor(dictation->session)));
    dictation->told_stuck = false;
    printf(_("back at move %" PRIu64 " of %" PRIu64 "\n"),
           step_position(dictation->step), step_length(dictation->step));
}

static const struct choice *named(struct dictation *dictation,
                                  const struct choice *choices, size_t count,
                                  const char *name)
{
    char text[SENTENCE];
    char *end;
    unsigned long number = strtoul(name, &end, 10);

    for (size_t i = 0; i < count; i++) {
        if ((*end == '\0' && number == number_of(&choices[i])) ||
            strcmp(name, describe_task(session_model(dictation->session),
                                       choices[i].task, text, sizeof text)) ==
                0)
            return &choices[i];
    }
    return NULL;
}

/* "T1", "T1 2": the second way; "T1 spurious". */
static bool move_named(struct dictation *dictation, const char *name,
                       const char *way)
{
    struct choice choices[CHOICES];
    size_t count = step_choices(dictation->step, choices, CHOICES);
    const struct choice *choice = named(dictation, choices, count, name);
    uint32_t alternative = 0;

    if (!choice)
        return false;
    if (strcmp(way, "spurious") == 0)
        alternative = ALTERNATIVE_SPURIOUS;
    else if (*way)
        alternative = (uint32_t)strtoul(way, NULL, 10) - 1;
    if (*way && alternative != ALTERNATIVE_SPURIOUS &&
        alternative >= choice->alternatives)
        printf(ngettext("there is %u way to do it\n",
                        "there are %u ways to do it\n", choice->alternatives),
               choice->alternatives);
    else
        move(dictation, choice->birth, alternative);
    return true;
}

/* "c T1". */
static void move_call(struct dictation *dictation, const char *name)
{
    const struct model *model = session_model(dictation->session);
    struct choice choices[CHOICES];
    size_t count = step_choices(dictation->step, choices, CHOICES);
    const struct choice *choice = named(dictation, choices, count, name);

    if (!choice) {
        printf(_("c takes a task\n"));
        return;
    }
    struct library_call call = call_begin(model, choice->task);
    do {
        if (!move(dictation, choice->birth, 0))
            return;
        choice = named(dictation, choices,
                       step_choices(dictation->step, choices, CHOICES), name);
    } while (!dictation->quit && !interrupt_wanted() &&
             call_goes_on(&call, session_model(dictation->session), choice));
}

/* "u T1 24". */
static void move_until(struct dictation *dictation, const char *name,
                       const char *word)
{
    const struct model *model = session_model(dictation->session);
    struct choice choices[CHOICES];
    size_t count = step_choices(dictation->step, choices, CHOICES);
    const struct choice *choice = named(dictation, choices, count, name);
    struct until until;

    if (!choice || !until_set(&until, model, choice->task, word)) {
        printf(_("u takes a task and a line, a variable, or \"blocks\"\n"));
        return;
    }
    uint32_t birth = choice->birth;
    unsigned moves = 0;
    do {
        if (!move(dictation, birth, 0))
            return;
        choice = named(dictation, choices,
                       step_choices(dictation->step, choices, CHOICES), name);
        if (until_is_reached(&until, session_model(dictation->session)))
            return;
    } while (!dictation->quit && !interrupt_wanted() && choice &&
             choice->readiness == CAN && ++moves < UNTIL_AT_MOST);
    if (moves == UNTIL_AT_MOST)
        printf(_("%s has made %u moves, and it is not so\n"), name, moves);
}

static uint32_t object_named(const struct model *model, const char *name)
{
    char text[SENTENCE];

    for (uint32_t id = 1; id <= model->object_count; id++) {
        if (strcmp(describe_object(model, id, text, sizeof text), name) == 0)
            return id;
    }
    return 0;
}

/* "w", "w T1", "w counter". */
static void tell_why(struct dictation *dictation, const char *name)
{
    const struct model *model = session_model(dictation->session);
    const struct trace *trace = session_trace(dictation->session);
    size_t position = cursor_position(session_cursor(dictation->session));
    uint32_t object = object_named(model, name);
    struct why why = {0};
    char text[SENTENCE];

    if (!*name) {
        why_now(model, trace, position, &why);
    } else if (object && model_object(model, object)->kind == KIND_VARIABLE) {
        why_variable(model, trace, position, object, &why);
    } else {
        for (uint32_t id = 1; id <= model->task_count; id++) {
            if (strcmp(describe_task(model, id, text, sizeof text), name) == 0)
                why_task(model, trace, position, id, &why);
        }
    }
    if (why.count == 0)
        printf(_("%s: no task or variable of that name\n"), name);
    for (unsigned i = 0; i < why.count; i++)
        printf("  %s\n", why.lines[i].text);
}

static void save(struct dictation *dictation, const char *path,
                 const char *name)
{
    char why[SENTENCE];

    if (schedule_write(path, name, dictation->session, why, sizeof why))
        printf(_("saved in %s\n"), path);
    else
        printf("%s\n", why);
}

/* False: the schedule does not fit the program. */
static bool follow_schedule(struct dictation *dictation, const char *path)
{
    char why[SENTENCE];
    struct schedule *schedule = schedule_read(path, why, sizeof why);

    if (!schedule) {
        fprintf(stderr, "interleave: %s\n", why);
        return false;
    }
    while (schedule_move(schedule, dictation->step, dictation->session, why,
                         sizeof why))
        settle(dictation);
    schedule_free(schedule);
    if (*why)
        fprintf(stderr, "interleave: %s: %s\n", path, why);
    return !*why;
}

static void tell_help(struct dictation *dictation)
{
    say(dictation,
        _("T1 or 1: that task moves; n: the next in turn; r: run to the end; "
          "b, B: back one, to the start; f: forward again; u T1 24, u T1 "
          "blocks, "
          "u T1 counter: T1 moves until then; c T1: until its call of the "
          "library "
          "is over; w, w T1, w counter: why; s FILE "
          "NAME: save the moves; ?: what each would do; q: quit"));
}

static void obey(struct dictation *dictation, const char *word,
                 const char *rest, const char *more)
{
    uint64_t position = step_position(dictation->step);

    if (strcmp(word, "n") == 0) {
        move_next(dictation);
    } else if (strcmp(word, "r") == 0) {
        run_to_end(dictation);
    } else if (strcmp(word, "b") == 0) {
        look(dictation, position > 0 ? position - 1 : 0);
    } else if (strcmp(word, "B") == 0) {
        look(dictation, 0);
    } else if (strcmp(word, "f") == 0) {
        look(dictation, position + 1);
    } else if (strcmp(word, "w") == 0) {
        tell_why(dictation, rest);
    } else if (strcmp(word, "s") == 0 && *rest) {
        save(dictation, rest, more);
    } else if (strcmp(word, "u") == 0) {
        move_until(dictation, rest, more);
    } else if (strcmp(word, "?") == 0) {
        tell_choices(dictation);
    } else if (strcmp(word, "c") == 0) {
        move_call(dictation, rest);
    } else if (strcmp(word, "help") == 0) {
        tell_help(dictation);
    } else if (strcmp(word, "q") == 0) {
        dictation->quit = true;
    } else if (!move_named(dictation, word, rest)) {
        printf(_("%s: no such task stands here, and no command: try help\n"),
               word);
        dictation->failed = true;
    }
}

static void read_lines(struct dictation *dictation)
{
    char line[LINE];

    while (!dictation->quit && !interrupt_wanted() &&
           fgets(line, sizeof line, dictation->options->input)) {
        char *state;
        char *word = strtok_r(line, " \t\r\n", &state);
        char *rest = word ? strtok_r(NULL, " \t\r\n", &state) : NULL;

        if (!word || *word == '#')
            continue;
        const char *more = rest ? strtok_r(NULL, "\r\n", &state) : NULL;
        obey(dictation, word, rest ? rest : "", more ? more : "");
        if (!dictation->options->quiet)
            tell_choices(dictation);
        fflush(stdout);
    }
}

int dictation_follow(struct step *step, struct session *session,
                     const struct dictation_options *options)
{
    struct dictation dictation = {
        .step = step, .session = session, .options = options};

    interrupt_watch();
    settle(&dictation);
    if (options->schedule && !follow_schedule(&dictation, options->schedule))
        dictation.failed = true;
    if (!options->quiet)
        tell_choices(&dictation);
    fflush(stdout);
    read_lines(&dictation);
    tell_news(&dictation);
    bool over = !session_is_live(session);
    struct ending ending = session_ending(session);
    cursor_free(dictation.cursor);
    if (interrupt_wanted())
        return 128 + interrupt_wanted();
    if (dictation.failed)
        return 2;
    return ending.verdict == VERDICT_NONE && (!over || ending.status == 0) &&
                   !dictation.told_stuck && !dictation.lost
               ? 0
               : 1;
}
