/* verdicts.c - from what a search found to what is said of it. */
#include "tui/searching/verdicts.h"

#include "must.h"
#include "tui/drawing/text.h"
#include "words.h"

#include <inttypes.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATIENCE_MS = 1000 }; /* Between looks at a run that is retold. */

/* ---- Which verdict. ---- */

static const char *verdict_of_outcome(const struct outcome_report *outcome)
{
    switch (outcome->ended) {
    case ENDED_EXIT:
        return outcome->status == 0 ? N_("ok") : N_("wrong-output");
    case ENDED_SIGNAL:
        return N_("crash");
    case ENDED_ASSERT:
        return N_("assertion");
    case ENDED_STUCK:
        return N_("deadlock"); /* The retelling may know better. */
    case ENDED_SPIN:
        return N_("livelock");
    default:
        return N_("inconclusive");
    }
}

static const char *verdict_of_flaw(const struct flaw_report *flaw)
{
    switch (flaw->kind) {
    case FLAW_RACE:
        return N_("data-race");
    case FLAW_MISUSE: /* A task that joins itself is a circle of one. */
        return flaw->misuse == MISUSE_JOINS_ITSELF ? N_("deadlock")
                                                   : N_("misuse");
    default:
        return N_("leak");
    }
}

static bool is_failure(const char *verdict)
{
    return strcmp(verdict, "ok") != 0 && strcmp(verdict, "inconclusive") != 0;
}

/* A run that could not be followed to its end; NULL: none. */
static const struct outcome_report *unfinished(const struct verdicts *v)
{
    for (uint32_t i = 0; i < v->report->outcome_count && i < OUTCOMES; i++) {
        if (strcmp(verdict_of_outcome(&v->report->outcomes[i]),
                   "inconclusive") == 0)
            return &v->report->outcomes[i];
    }
    return NULL;
}

static const char *overall(const struct verdicts *v)
{
    for (unsigned i = 0; i < v->count; i++) {
        if (is_failure(v->findings[i].verdict))
            return v->findings[i].verdict;
    }
    /* Where tasks meet unseen, nothing is promised. */
    return v->report->outcome_count > 0 && !unfinished(v) && !*v->report->unseen
               ? "ok"
               : "inconclusive";
}

/* ---- Findings. ---- */

/* Nothing more can go wrong after it; it goes wrong only at the very end. */
static bool is_late(const struct flaw_report *flaw)
{
    return flaw && flaw->kind == FLAW_LEAK && flaw->leak != LEAK_LOCK;
}

/* What went wrong on the way comes before what that came to. */
static int by_simplicity(const void *a, const void *b)
{
    const struct finding_found *one = a;
    const struct finding_found *other = b;
    bool one_is_late = is_late(one->flaw);

    if (one_is_late != is_late(other->flaw))
        return one_is_late ? 1 : -1;
    if (one->preemptions != other->preemptions)
        return one->preemptions < other->preemptions ? -1 : 1;
    if (one->length != other->length)
        return one->length < other->length ? -1 : 1;
    return (one->flaw == NULL) - (other->flaw == NULL);
}

static void add_outcomes(struct verdicts *v, bool failures)
{
    for (uint32_t i = 0; i < v->report->outcome_count && i < OUTCOMES; i++) {
        const struct outcome_report *outcome = &v->report->outcomes[i];
        const char *verdict = verdict_of_outcome(outcome);

        if (is_failure(verdict) == failures)
            v->findings[v->total++] =
                (struct finding_found){.verdict = verdict,
                                       .outcome = outcome,
                                       .moves = outcome->moves,
                                       .preemptions = outcome->preemptions,
                                       .older = outcome->older,
                                       .length = outcome->length,
                                       .runs = outcome->runs};
    }
}

static void add_flaws(struct verdicts *v)
{
    for (uint32_t i = 0; i < v->report->flaw_count && i < FLAWS; i++) {
        const struct flaw_report *flaw = &v->report->flaws[i];

        if (!report_counts(v->report, flaw))
            continue;
        v->findings[v->total++] =
            (struct finding_found){.verdict = verdict_of_flaw(flaw),
                                   .flaw = flaw,
                                   .moves = flaw->moves,
                                   .preemptions = flaw->preemptions,
                                   .older = flaw->older,
                                   .length = flaw->length,
                                   .runs = flaw->runs};
    }
}

/* Of several with one verdict, one of the same kind is told before. */
static bool is_first_of_its_kind(const struct verdicts *v, unsigned at)
{
    for (unsigned i = 0; i < at; i++) {
        if (strcmp(v->findings[i].verdict, v->findings[at].verdict) == 0)
            return false;
    }
    return at < v->count;
}

static char *draft_of(const struct verdicts *v)
{
    return must_print("%s/%s.draft.sched", v->folder, v->name);
}

static void begin_to_retell(struct verdicts *v, unsigned at)
{
    struct finding_found *found = &v->findings[at];
    char *draft = v->folder && is_first_of_its_kind(v, at) ? draft_of(v) : NULL;
    struct retold wanted = {
        .moves = found->moves,
        .count = report_kept(found->length),
        .input = exploring_input(v->exploring),
        .ended = found->outcome ? (enum ended)found->outcome->ended : ENDED_NOT,
        .flaw = found->flaw,
        .name = found->verdict,
        .save = draft,
    };

    found->teller = teller_new(exploring_path(v->exploring),
                               exploring_arguments(v->exploring), v->lesson,
                               &wanted, &found->retelling);
    found->draft = draft;
}

static void end_retelling(struct verdicts *v, struct finding_found *found)
{
    teller_free(found->teller);
    found->teller = NULL;
    found->told = true;
    if (found->retelling.verdict == VERDICT_LOST_WAKEUP)
        found->verdict = N_("lost-wakeup");
    if (found->retelling.verdict == VERDICT_STARVATION)
        found->verdict = N_("starvation");
    if (found->draft) { /* Only now is it known what to call it. */
        found->schedule =
            must_print("%s/%s.%s.sched", v->folder, v->name, found->verdict);
        rename(found->draft, found->schedule);
    }
    free(found->draft);
    found->draft = NULL;
    if (!*found->retelling.message && found->outcome)
        verdicts_ending(found->outcome, found->retelling.message,
                        sizeof found->retelling.message);
}

bool verdicts_retell(struct verdicts *v, unsigned at, int patience_ms)
{
    struct finding_found *found = &v->findings[at];

    if (found->told)
        return false;
    if (!found->teller)
        begin_to_retell(v, at);
    if (found->teller && teller_pump(found->teller, patience_ms))
        return true;
    end_retelling(v, found);
    v->verdict = overall(v);
    return false;
}

/* ---- What was covered. ---- */

static void say_covered(struct verdicts *v)
{
    const struct search_state *state = &v->report->state;
    char runs[32];
    char text[2 * SENTENCE];

    if (unfinished(v)) {
        snprintf(v->covered, sizeof v->covered, "%s",
                 verdicts_ending(unfinished(v), text, sizeof text));
        return;
    }
    if (*v->report->unseen) {
        snprintf(
            v->covered, sizeof v->covered,
            _("it calls %s: memory, waits and messages of System V are not "
              "seen; mmap, sem_open and mq_open are"),
            v->report->unseen);
        return;
    }

    text_count(state->complete ? state->in_tree : state->runs, runs,
               sizeof runs);
    if (state->complete)
        snprintf(v->covered, sizeof v->covered,
                 ngettext("all schedules (%s run, one for each order of what "
                          "depends on each other)",
                          "all schedules (%s runs, one for each order of what "
                          "depends on each other)",
                          state->in_tree),
                 runs);
    else if (state->bounded)
        snprintf(v->covered, sizeof v->covered,
                 ngettext("all schedules with at most %u preemption, and "
                          "others: %s in all",
                          "all schedules with at most %u preemptions, and "
                          "others: %s in all",
                          state->bound),
                 state->bound, runs);
    else
        snprintf(v->covered, sizeof v->covered,
                 ngettext("%s schedule, not all", "%s schedules, not all",
                          state->runs),
                 runs);
    if (v->report->assumes_order)
        strncat(v->covered,
                _("; assuming sequential consistency, though some atomics ask "
                  "for less"),
                sizeof v->covered - strlen(v->covered) - 1);
    if (v->report->misses_races)
        strncat(v->covered,
                _("; it has too many tasks to look for data races among all"),
                sizeof v->covered - strlen(v->covered) - 1);
    if (!v->report->sees_memory)
        strncat(v->covered,
                _("; its reads and writes are not seen: give the .c file, or "
                  "compile with interleave cc"),
                sizeof v->covered - strlen(v->covered) - 1);
}

void verdicts_gather(struct verdicts *v, bool goes_on)
{
    /* A search that goes over to real tasks begins another report. */
    const struct exploration *report = exploring_report(v->exploring);

    /* Half of a finding is there: the next look sees it whole. */
    if (goes_on && v->report == report && atomic_load(&report->changes) % 2)
        return;
    v->report = report;
    v->total = 0;
    add_outcomes(v, true);
    add_flaws(v);
    v->count = v->total;
    if (!goes_on)
        qsort(v->findings, v->count, sizeof *v->findings, by_simplicity);
    add_outcomes(v, false);
    v->verdict = overall(v);
    say_covered(v);
}

struct verdicts *verdicts_new(const struct exploring *exploring,
                              const struct lesson *lesson, const char *folder)
{
    struct verdicts *v = must_allocate(1, sizeof *v);

    v->exploring = exploring;
    snprintf(v->name, sizeof v->name, "%s",
             lesson ? lesson->name
                    : basename((char *)(uintptr_t)exploring_arguments(
                          exploring)[0]));
    char *ending = strstr(v->name, ".c");
    if (ending && ending[2] == '\0')
        *ending = '\0';
    v->lesson = lesson;
    v->folder = folder;
    verdicts_gather(v, false);
    return v;
}

struct verdicts *verdicts_judge(const struct exploring *exploring,
                                const struct lesson *lesson, const char *folder)
{
    struct verdicts *v = verdicts_new(exploring, lesson, folder);

    for (unsigned i = 0; i < v->count; i++) {
        while (is_first_of_its_kind(v, i) && verdicts_retell(v, i, PATIENCE_MS))
            continue;
    }
    return v;
}

void verdicts_free(struct verdicts *v)
{
    if (!v)
        return;
    for (unsigned i = 0; i < v->total; i++) {
        teller_free(v->findings[i].teller);
        free(v->findings[i].draft);
        free(v->findings[i].schedule);
    }
    free(v);
}

int verdicts_status(const struct verdicts *v)
{
    if (strcmp(v->verdict, "ok") == 0)
        return 0;
    return strcmp(v->verdict, "inconclusive") == 0 ? 3 : 1;
}

const char *verdicts_ending(const struct outcome_report *outcome, char *text,
                            size_t size)
{
    char status[SENTENCE];

    switch (outcome->ended) {
    case ENDED_EXIT:
        snprintf(text, size, _("exit %d"), outcome->status);
        break;
    case ENDED_SIGNAL:
        describe_status(outcome->status, status, sizeof status);
        snprintf(text, size, "%s", status);
        break;
    case ENDED_ASSERT:
        snprintf(text, size, _("assertion failed: %s"), outcome->text);
        break;
    case ENDED_STUCK:
        snprintf(text, size, "%s", _("stuck: no task can go on"));
        break;
    case ENDED_SPIN:
        snprintf(text, size, "%s", _("tasks go round for ever"));
        break;
    case ENDED_UNMODELLED:
        snprintf(text, size,
                 _("it asks the kernel for %s, which is not modelled"),
                 outcome->text);
        break;
    case ENDED_TOO_LONG:
        snprintf(text, size, "%s", _("more operations than are followed"));
        break;
    default:
        snprintf(text, size, "%s",
                 _("a task came to no operation: it computes, or "
                   "waits for what the lab does not see"));
        break;
    }
    return text;
}

const char *verdicts_carrier(const struct verdicts *v, char *text, size_t size)
{
    if (v->report->needs_tasks && *v->report->unsafe)
        snprintf(text, size, _("on real tasks, since it calls %s"),
                 v->report->unsafe);
    else if (v->report->needs_tasks)
        snprintf(text, size, "%s",
                 _("on real tasks, since it makes processes"));
    else if (v->report->in_process)
        snprintf(text, size, "%s", _("in one process"));
    else if (!*v->report->unsafe) /* It was asked for. */
        snprintf(text, size, "%s", _("a process for each"));
    else
        snprintf(text, size, _("a process for each, since it calls %s"),
                 v->report->unsafe);
    return text;
}

/* ---- As text. ---- */

static void tell_output(const struct outcome_report *outcome)
{
    uint32_t length = outcome->output_length < OUTCOME_OUTPUT
                          ? outcome->output_length
                          : OUTCOME_OUTPUT;
    bool in_line = false;

    for (uint32_t i = 0; i < length; i++) {
        unsigned char letter = (unsigned char)outcome->output[i];

        if (!in_line)
            fputs("    | ", stdout);
        in_line = letter != '\n';
        putchar(letter == '\n' || letter >= ' ' ? letter : '?');
    }
    if (in_line)
        putchar('\n');
}

static void tell_outcomes(const struct verdicts *v)
{
    enum { SHOWN = 8 };
    char text[2 * SENTENCE];
    uint64_t all = v->report->state.runs ? v->report->state.runs : 1;

    printf(_("\nWhat can happen:\n"));
    for (uint32_t i = 0; i < v->report->outcome_count && i < SHOWN; i++) {
        const struct outcome_report *outcome = &v->report->outcomes[i];

        printf("  %3.0f %%  %s\n", 100.0 * (double)outcome->runs / (double)all,
               verdicts_ending(outcome, text, sizeof text));
        tell_output(outcome);
    }
    if (v->report->outcome_count > SHOWN)
        printf(v->report->other_outcomes
                   ? _("  and %u more outcomes, of those that were kept\n")
                   : _("  and %u more outcomes\n"),
               v->report->outcome_count - SHOWN);
}

static void tell_finding(const struct verdicts *v,
                         const struct finding_found *found)
{
    uint32_t count = found->preemptions - found->older;
    const char *how_few = found->preemptions == 0 ? ""
                          : report_is_minimal(v->report, found->preemptions)
                              ? _(", no fewer do")
                              : _(", the fewest that were found");
    char older[64] = "";

    if (found->older > 0)
        snprintf(
            older, sizeof older,
            ngettext(", %u older value", ", %u older values", found->older),
            found->older);

    printf("%s: %s\n", _(found->verdict), found->retelling.message);
    for (unsigned i = 0; i < found->retelling.story_count; i++)
        printf("  %s\n", found->retelling.story[i]);
    if (found->schedule)
        printf(ngettext("  (%u preemption%s%s; the moves are in %s)\n",
                        "  (%u preemptions%s%s; the moves are in %s)\n", count),
               count, older, how_few, found->schedule);
}

void verdicts_tell(const struct verdicts *v)
{
    char carrier[SENTENCE];

    if (v->count == 0)
        printf("%s: %s\n", _(v->verdict), v->covered);
    for (unsigned i = 0; i < v->count; i++) {
        if (is_first_of_its_kind(v, i)) {
            if (i > 0)
                putchar('\n');
            tell_finding(v, &v->findings[i]);
        }
    }
    tell_outcomes(v);
    if (v->count > 0)
        printf(_("\nCovered: %s.\n"), v->covered);
    printf(_("%.1f s, %.0f schedules a second, "),
           exploring_seconds(v->exploring),
           (double)(v->report->state.runs + v->report->state.blocked) /
               exploring_seconds(v->exploring));
    printf("%s\n", verdicts_carrier(v, carrier, sizeof carrier));
}
