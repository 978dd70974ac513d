/* surw.c - schedules drawn so that all orders of some operations are as likely.

   What the tasks do with one shared object, or with all of them, is to be mixed
   evenly: it is said beforehand who does the next such operation, and who it
   is, is drawn by how many each has left; the others wait before theirs. How
   many that is was counted in earlier runs. All else goes by priorities. */
#include "search/inside.h"

#include <string.h>

enum { NOBODY = SEARCH_TASKS };

static bool is_counted(const struct search *search,
                       const struct scheduled *task)
{
    const struct surw *surw = &search->surw;
    uint64_t object = task->want.object;

    if (surw->chosen < surw->object_count)
        return object == surw->objects[surw->chosen];
    for (uint32_t i = 0; i < surw->object_count; i++) {
        if (surw->objects[i] == object)
            return true;
    }
    return false;
}

static uint32_t left(const struct surw *surw, unsigned task)
{
    uint32_t known = surw->counts[surw->chosen][task];

    return known > surw->done[task] ? known - surw->done[task] : 0;
}

/* By what each of these has left; one that is not known to have any, but is
   about to do one, counts as if it had one. */
static unsigned draw(struct search *search, uint64_t among, bool at_least_one)
{
    uint64_t sum = 0;

    for (uint64_t rest = among; rest; rest &= rest - 1) {
        uint32_t weight = left(&search->surw, (unsigned)__builtin_ctzll(rest));

        sum += weight ? weight : at_least_one;
    }
    uint64_t at = sum ? search_random(search) % sum : 0;
    for (uint64_t rest = sum ? among : 0; rest; rest &= rest - 1) {
        unsigned task = (unsigned)__builtin_ctzll(rest);
        uint32_t weight = left(&search->surw, task);

        weight = weight ? weight : at_least_one;
        if (at < weight)
            return task;
        at -= weight;
    }
    return NOBODY;
}

void surw_learn(struct search *search, uint64_t object)
{
    struct surw *surw = &search->surw;

    for (uint32_t i = 0; i < surw->object_count; i++) {
        if (surw->objects[i] == object)
            return;
    }
    if (surw->object_count == SURW_OBJECTS)
        return;
    /* What was counted of all of them is now of all but the newest. */
    memcpy(surw->counts[surw->object_count + 1],
           surw->counts[surw->object_count], sizeof surw->counts[0]);
    memset(surw->counts[surw->object_count], 0, sizeof surw->counts[0]);
    surw->objects[surw->object_count++] = object;
}

/* In every second run all objects, else one of them. */
void surw_begin(struct search *search)
{
    struct surw *surw = &search->surw;

    surw->chosen = surw->object_count;
    if (surw->object_count > 0 && search_random(search) >> 63)
        surw->chosen =
            (uint32_t)((search_random(search) >> 32) * surw->object_count >>
                       32);
    memset(surw->done, 0, sizeof surw->done);
    surw->next = draw(search, UINT64_MAX, false);
}

void surw_end(struct search *search)
{
    struct surw *surw = &search->surw;

    if (surw->chosen <= surw->object_count)
        memcpy(surw->counts[surw->chosen], surw->done, sizeof surw->done);
}

unsigned surw_choose(struct search *search, const struct scheduler *s,
                     const uint16_t *ready, unsigned count)
{
    struct surw *surw = &search->surw;
    uint16_t open[SCHEDULER_TASKS];
    uint64_t waiting = 0;
    unsigned open_count = 0;

    for (unsigned i = 0; i < count; i++) {
        if (sample_has_yielded(search, ready[i]))
            continue; /* Unless nobody else can move. */
        if (ready[i] < SEARCH_TASKS && ready[i] != surw->next &&
            is_counted(search, &s->tasks[ready[i]]))
            waiting |= BIT(ready[i]);
        else
            open[open_count++] = ready[i];
    }
    unsigned task;
    if (open_count > 0) {
        task = sample_highest(search, s, open, open_count);
    } else if (waiting) { /* Who was to be next cannot. */
        task = draw(search, waiting, true);
    } else {
        task = search->last;
    }
    if (task < SEARCH_TASKS && is_counted(search, &s->tasks[task])) {
        surw->done[task]++;
        surw->next = draw(search, UINT64_MAX, false);
    }
    return task;
}
