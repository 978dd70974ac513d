/* weak.c - stores to atomics, in their modification orders. */
#include "search/weak.h"

#include "search/hash.h"
#include "search/orders.h"
#include "search/total.h"
#include "trace/object.h"

#include <stdatomic.h>
#include <string.h>

enum {
    HISTORIES = 1 << 10,
    STORES = 1 << 13, /* Of one run. */
    WAYS = 64,        /* Of one access. */
    MARKS = 64,       /* Words. */
    WORD = 8
};

/* The clocks that are kept of each store: what its readers know of stores by
   all that orders, and by fences; the same without fences, for races. */
enum { VIEWS, ORDERS, CLOCKS };

struct store {
    int64_t value; /* Of all but the newest: that is in memory. */
    int32_t older; /* -1: none. */
    int32_t newer;
    bool is_first; /* What was there before: all know of it. */
    bool updates;  /* Nothing comes between it and the older one. */
    bool seq_cst;
    uint32_t known[TASKS]; /* Since when in its own time each task knows. */
    struct passed passed[CLOCKS];
    struct total_store total;
};

struct history {
    uint64_t key;
    uint32_t run;
    uint32_t size;
    bool forgotten;
    bool mixed; /* Accessed in parts: only its newest store is shown. */
    int32_t newest;
    struct total_place total;
};

struct weak {
    struct clocks views;
    struct total total;
    struct clocks *orders; /* NULL: nobody asks. */
    struct clock fenced;   /* Known by all fences with seq_cst so far. */
    bool partial;
    int32_t picked; /* The store that the next access is about; -1: the newest.
                       */
    int32_t written;
    uint64_t marks[MARKS]; /* Words that are in a history, by a hash. */
    uint32_t store_count;
    uint32_t history_count;
    struct history *active[HISTORIES];
    struct history histories[HISTORIES];
    struct store stores[STORES];
};

size_t weak_size(void)
{
    return sizeof(struct weak);
}

void weak_begin(struct weak *w, struct clocks *orders)
{
    clocks_begin(&w->views);
    total_begin(&w->total);
    w->orders = orders;
    w->fenced = (struct clock){{0}};
    w->partial = false;
    w->picked = w->written = -1;
    memset(w->marks, 0, sizeof w->marks);
    w->store_count = 0;
    w->history_count = 0;
}

static void know(struct weak *w, unsigned task)
{
    clocks_know(&w->views, task);
    total_know(&w->total, task);
}

void weak_create(struct weak *w, unsigned parent, unsigned child)
{
    orders_create(&w->views, parent, child);
    total_create(&w->total, parent, child);
}

void weak_order(struct weak *w, const struct scheduler *s, unsigned task,
                const struct want *want, struct answer answer)
{
    know(w, task);
    orders_move(&w->views, s, task, want, answer);
    total_order(&w->total, s, task, want, answer);
}

void weak_pass(struct weak *w, unsigned task, uint64_t object)
{
    orders_pass(&w->views, task, object);
    total_pass(&w->total, task, object);
}

void weak_get(struct weak *w, unsigned task, uint64_t object)
{
    orders_get(&w->views, task, object);
    total_get(&w->total, task, object);
}

void weak_join(struct weak *w, unsigned task, unsigned other)
{
    orders_join(&w->views, task, other);
    total_join(&w->total, task, other);
}

bool weak_is_partial(const struct weak *w)
{
    return w->partial;
}

void weak_is_cut(struct weak *w)
{
    w->partial = true;
}

/* ---- Histories. ---- */

static uint64_t *marks_of(struct weak *w, uint64_t word, uint64_t *bit)
{
    uint32_t at = hash_place(word, MARKS * 64);

    *bit = UINT64_C(1) << at % 64;
    return &w->marks[at / 64];
}

static void mark(struct weak *w, uint64_t start, uint64_t size)
{
    uint64_t bit;

    for (uint64_t word = start / WORD; word * WORD < start + size; word++) {
        uint64_t *marks = marks_of(w, word, &bit);

        *marks |= bit;
    }
}

static bool is_marked(struct weak *w, uint64_t start, uint64_t size)
{
    enum { LOOKED_AT = 16 };
    uint64_t bit;

    if (size > LOOKED_AT * WORD)
        return true;
    for (uint64_t word = start / WORD; word * WORD < start + size; word++) {
        if (*marks_of(w, word, &bit) & bit)
            return true;
    }
    return false;
}

void weak_forget(struct weak *w, uint64_t start, uint64_t size)
{
    if (w->history_count == 0 || !is_marked(w, start, size))
        return;
    for (uint32_t i = 0; i < w->history_count; i++) {
        struct history *history = w->active[i];

        history->forgotten |=
            history->key < start + size && start < history->key + history->size;
    }
}

static int32_t new_store(struct weak *w)
{
    if (w->store_count == STORES)
        return -1;
    struct store *store = &w->stores[w->store_count];
    memset(store, 0, sizeof *store);
    store->older = store->newer = -1;
    return (int32_t)w->store_count++;
}

/* Of what is there before. False: there is no room. */
static bool begin_history(struct weak *w, struct history *history,
                          uint32_t size)
{
    history->size = size;
    history->mixed = size > sizeof(int64_t);
    history->newest = new_store(w);
    if (history->newest < 0)
        return false;
    w->stores[history->newest].is_first = true;
    history->forgotten = false;
    return true;
}

/* NULL: there are too many. */
static struct history *history_of(struct weak *w, const struct want *want)
{
    uint32_t run = w->views.run;
    uint32_t at = hash_place(want->object, HISTORIES);

    for (uint32_t tried = 0; tried < WAYS; tried++) {
        struct history *history = &w->histories[at];

        if (history->run != run) {
            if (w->store_count == STORES)
                break;
            *history = (struct history){.key = want->object, .run = run};
            begin_history(w, history, want->size);
            w->active[w->history_count++] = history;
            mark(w, want->object, want->size);
            return history;
        }
        if (history->key == want->object) {
            if (history->forgotten && !begin_history(w, history, want->size))
                break;
            history->mixed |= history->size != want->size;
            return history;
        }
        at = (at + 1) & (HISTORIES - 1);
    }
    w->partial = true;
    return NULL;
}

/* ---- What is known. ---- */

static bool is_in(const struct weak *w, const struct store *store,
                  const struct clock *clock)
{
    if (store->is_first)
        return true;
    for (unsigned i = 0; i < w->views.count; i++) {
        if (store->known[i] && clock->of[i] >= store->known[i])
            return true;
    }
    return false;
}

static void learn(struct weak *w, struct store *store, unsigned task)
{
    if (store->known[task] == 0)
        store->known[task] = w->views.of[task].of[task];
}

/* ---- Ways. ---- */

static bool is_value(const struct want *want, int64_t value)
{
    unsigned unused = want->size < 8 ? 64 - 8 * want->size : 0;

    return (uint64_t)value << unused == (uint64_t)want->expected << unused;
}

/* The task could read this store, or come right after it. */
struct rules {
    bool reads;
    bool follows;
};

static bool is_way(const struct want *want, const struct rules *normal,
                   const struct rules *seq_cst, int64_t value)
{
    bool strict = want->order_of_memory == memory_order_seq_cst;
    const struct rules *rules = strict ? seq_cst : normal;

    if (want->op == OP_ATOMIC_READ)
        return rules->reads;
    if (!want->compares || is_value(want, value))
        return rules->follows;
    strict = want->failure_order == memory_order_seq_cst;
    return (strict ? seq_cst : normal)->reads;
}

/* The stores that the access may be about, newest first: how many; and where
   the one is that is asked for. */
static unsigned look(struct weak *w, const struct history *history,
                     unsigned task, const struct want *want, int64_t now,
                     unsigned asked, int32_t *found)
{
    bool passes_seq_cst = true; /* What comes before all others with seq_cst. */
    bool before = true; /* As far as it could come before those, it can be made
                           before them. */
    unsigned count = 0;

    for (int32_t at = history->newest; at >= 0; at = w->stores[at].older) {
        const struct store *store = &w->stores[at];
        bool last = at == history->newest;
        struct rules normal = {true, last || !w->stores[store->newer].updates};
        struct rules seq_cst = {passes_seq_cst,
                                passes_seq_cst && normal.follows};

        if (is_way(want, &normal, &seq_cst, last ? now : store->value)) {
            if (count == asked)
                *found = at;
            count++;
        } else if (!passes_seq_cst && !before &&
                   is_way(want, &normal, &normal, store->value)) {
            w->partial = true;
        }
        if (history->mixed || is_in(w, store, &w->views.of[task]))
            break;
        if (store->seq_cst || is_in(w, store, &w->fenced)) {
            passes_seq_cst = false;
            before &= !total_is_open(&w->total, &store->total, task);
        }
    }
    w->partial |= history->mixed;
    return count;
}

unsigned weak_ways(struct weak *w, unsigned task, const struct want *want,
                   int64_t now)
{
    struct history *history = task < TASKS ? history_of(w, want) : NULL;
    int32_t found;

    if (!history)
        return 1;
    know(w, task);
    unsigned ways = look(w, history, task, want, now, WAYS, &found);
    w->partial |= ways > WAYS;
    return ways > WAYS ? WAYS : ways;
}

struct shown weak_pick(struct weak *w, unsigned task, const struct want *want,
                       unsigned way, int64_t now)
{
    struct history *history =
        way > 0 && task < TASKS ? history_of(w, want) : NULL;
    int32_t found = -1;

    w->picked = w->written = -1;
    if (!history)
        return (struct shown){0};
    know(w, task);
    look(w, history, task, want, now, way, &found);
    if (found < 0 || found == history->newest)
        return (struct shown){0};
    w->picked = found;
    return (struct shown){true, w->stores[found].value};
}

/* ---- Accesses. ---- */

static void read_store(struct weak *w, unsigned task, struct store *store,
                       uint32_t order)
{
    learn(w, store, task);
    clocks_read(&w->views, task, &store->passed[VIEWS], order);
    if (w->orders)
        clocks_read(w->orders, task, &store->passed[ORDERS], order);
    total_read(&w->total, task, &store->total, order);
}

/* Where there is no room, the newest store becomes the new one, and those
   before it are not shown any more. */
static int32_t reuse(struct weak *w, struct history *history)
{
    struct store *store = &w->stores[history->newest];

    w->partial = true;
    store->older = -1;
    store->is_first = false;
    memset(store->known, 0, sizeof store->known);
    return history->newest;
}

static void link_after(struct weak *w, struct history *history, int32_t before,
                       int32_t at)
{
    struct store *store = &w->stores[at];

    store->older = before;
    store->newer = w->stores[before].newer;
    w->stores[before].newer = at;
    if (store->newer >= 0)
        w->stores[store->newer].older = at;
    else
        history->newest = at;
}

static void write_store(struct weak *w, unsigned task, struct history *history,
                        int32_t before, const struct want *want, int64_t now)
{
    bool modifies = want->op == OP_ATOMIC_UPDATE;
    uint32_t order = want->order_of_memory;
    int32_t at = new_store(w);

    if (at < 0) {
        at = reuse(w, history);
    } else {
        if (before == history->newest)
            w->stores[before].value = now;
        memcpy(w->stores[at].passed, w->stores[before].passed,
               sizeof w->stores[at].passed);
        w->stores[at].total = w->stores[before].total;
        link_after(w, history, before, at);
    }
    struct store *store = &w->stores[at];
    store->updates = modifies && store->older >= 0;
    store->seq_cst = order == memory_order_seq_cst;
    learn(w, store, task);
    clocks_write(&w->views, task, &store->passed[VIEWS], order, modifies);
    if (w->orders)
        clocks_write(w->orders, task, &store->passed[ORDERS], order, modifies);
    total_write(&w->total, task, &store->total, order, modifies);
    w->written = at;
}

void weak_move(struct weak *w, unsigned task, const struct want *want,
               int64_t now)
{
    if (want->op == OP_WRITE_VARIABLE)
        weak_forget(w, want->object, want->size);
    if (want->op == OP_WRITE_VARIABLE || want->op == OP_READ_VARIABLE)
        return;
    struct history *history = task < TASKS ? history_of(w, want) : NULL;
    if (!history)
        return;
    know(w, task);
    int32_t at = w->picked >= 0 ? w->picked : history->newest;
    w->picked = -1;
    if (want->order_of_memory == memory_order_seq_cst)
        total_access(&w->total, task, &history->total,
                     want->op != OP_ATOMIC_READ);
    switch (want->op) {
    case OP_ATOMIC_READ:
        read_store(w, task, &w->stores[at], want->order_of_memory);
        break;
    case OP_ATOMIC_UPDATE:
        read_store(w, task, &w->stores[at], want->order_of_memory);
        write_store(w, task, history, at, want, now);
        break;
    case OP_ATOMIC_WRITE:
        write_store(w, task, history, at, want, now);
        break;
    default:
        break;
    }
}

void weak_wrote(struct weak *w, int64_t value)
{
    if (w->written >= 0)
        w->stores[w->written].value = value;
}

/* ---- Fences. ---- */

/* Who passes a fence with seq_cst comes after the stores with seq_cst, and
   those before such fences, that were made before it. Where it was told of one
   by weaker orders only, it might come before that all the same. */
static void learn_ordered(struct weak *w, unsigned task)
{
    for (uint32_t i = 0; i < w->history_count; i++) {
        for (int32_t at = w->active[i]->newest; at >= 0;
             at = w->stores[at].older) {
            struct store *store = &w->stores[at];

            if (is_in(w, store, &w->views.of[task]))
                break; /* And of all that are older. */
            if (!store->seq_cst && !is_in(w, store, &w->fenced))
                continue;
            w->partial |= total_is_open(&w->total, &store->total, task);
            learn(w, store, task);
            break;
        }
    }
}

void weak_fence(struct weak *w, unsigned task, uint32_t order)
{
    if (task >= TASKS)
        return;
    know(w, task);
    if (order == memory_order_seq_cst) {
        clocks_join(&w->views, &w->views.of[task], &w->views.pending[task]);
        learn_ordered(w, task);
        clocks_join(&w->views, &w->views.of[task], &w->fenced);
        clocks_join(&w->views, &w->fenced, &w->views.of[task]);
    }
    clocks_fence(&w->views, task, order);
    total_fence(&w->total, task, order);
}
