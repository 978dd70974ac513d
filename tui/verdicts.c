#include "tui/verdicts.h"
#include "must.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct verdicts {
    const struct exploring *exploring;
};
struct verdicts *verdicts_judge(const struct exploring *exploring)
{
    struct verdicts *v = must_allocate(1, sizeof *v);
    v->exploring = exploring;
    return v;
}
void verdicts_free(struct verdicts *v)
{
    free(v);
}
static const char *const ended_names[] = {
    "-", "exit", "signal", "assert", "stuck", "spin", "too-long", "computes"};
int verdicts_tell(const struct verdicts *v)
{
    const struct exploration *r = exploring_report(v->exploring);
    printf("runs %" PRIu64 " blocked %" PRIu64 " long %" PRIu64
           " complete %d bounded %d bound %u strategy %s in_process %d (%s) "
           "moves %" PRIu64 " tasks %u seconds %.3f rate %.0f/s\n",
           r->state.runs, r->state.blocked, r->state.too_long,
           r->state.complete, r->state.bounded, r->state.bound,
           strategy_name(r->state.strategy), r->in_process, r->unsafe, r->moves,
           r->tasks_most, exploring_seconds(v->exploring),
           (double)(r->state.runs + r->state.blocked) /
               exploring_seconds(v->exploring));
    for (uint32_t i = 0; i < r->flaw_count; i++)
        printf("flaw kind %u misuse %u object %lx first %lx second %lx runs "
               "%lu preemptions %u\n",
               r->flaws[i].kind, r->flaws[i].misuse, r->flaws[i].object,
               r->flaws[i].first, r->flaws[i].second, r->flaws[i].runs,
               r->flaws[i].preemptions);
    for (uint32_t i = 0; i < r->outcome_count; i++) {
        const struct outcome_report *o = &r->outcomes[i];
        printf("%s %d %s runs %" PRIu64
               " preemptions %u length %u output [%.*s]\n",
               ended_names[o->ended], o->status, o->text, o->runs,
               o->preemptions, o->length,
               (int)(o->output_length < 200 ? o->output_length : 200),
               o->output);
    }
    return 0;
}
int verdicts_json(const struct verdicts *v)
{
    return verdicts_tell(v);
}
