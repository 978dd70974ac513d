/* found_said.c - what can happen, each in one row, so that rows differ. */
#include "tui/screens/found.h"

#include "words.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* The verdict alone tells how they ended: what was printed has the room. */
static bool says_all(const struct finding_found *found)
{
    const struct outcome_report *outcome = found->outcome;

    return outcome->ended == ENDED_STUCK ||
           (outcome->ended == ENDED_EXIT && outcome->status == 0);
}

/* Before its story is told. */
static const char *name_of_flaw(const struct flaw_report *flaw)
{
    static const char *const leaks[] = {
        [LEAK_LOCK] = N_("a lock that is never released"),
        [LEAK_THREAD] = N_("a thread that nobody joins"),
        [LEAK_CHILD] = N_("a child that nobody waits for"),
        [LEAK_NAME] = N_("a name that nobody unlinks")};

    if (flaw->kind == FLAW_LEAK)
        return _(leaks[flaw->leak]);
    return flaw->kind == FLAW_RACE ? _("two accesses that nothing orders")
                                   : _("an operation that is not allowed then");
}

/* The output's next line; NULL: there is none. */
static const char *next_line(const struct outcome_report *outcome,
                             const char *line, size_t *length)
{
    size_t kept = outcome->output_length < OUTCOME_OUTPUT
                      ? outcome->output_length
                      : OUTCOME_OUTPUT;
    const char *end = outcome->output + kept;

    line = line ? line + *length + 1 : outcome->output;
    if (line >= end)
        return NULL;
    const char *stop = memchr(line, '\n', (size_t)(end - line));
    *length = (size_t)((stop ? stop : end) - line);
    return line;
}

/* Words that are at the same place in all lines of all outcomes of a verdict:
   a bit for each of the first. */
enum { WORDS = 32 };

/* The next word of the line before `end`; NULL: there is none. */
static const char *next_word(const char *word, const char *end, size_t *length)
{
    word += *length;
    while (word < end && *word == ' ')
        word++;
    *length = 0;
    while (word + *length < end && word[*length] != ' ')
        ++*length;
    return word < end ? word : NULL;
}

static uint32_t words_in_common(const char *line, size_t length,
                                const char *other, size_t other_length)
{
    size_t letters = 0;
    size_t other_letters = 0;
    uint32_t same = 0;
    const char *word = line;
    const char *other_word = other;

    for (unsigned i = 0; i < WORDS; i++) {
        word = next_word(word, line + length, &letters);
        other_word =
            next_word(other_word, other + other_length, &other_letters);
        if (!word || !other_word)
            break;
        if (letters == other_letters && memcmp(word, other_word, letters) == 0)
            same |= UINT32_C(1) << i;
    }
    return same;
}

static uint32_t words_of_all(const struct verdicts *v, const char *verdict)
{
    const char *first = NULL;
    size_t first_length = 0;
    uint32_t same = UINT32_MAX;

    for (unsigned i = 0; i < v->total; i++) {
        const struct outcome_report *outcome = v->findings[i].outcome;
        size_t length = 0;

        if (!outcome || strcmp(v->findings[i].verdict, verdict) != 0)
            continue;
        for (const char *line = next_line(outcome, NULL, &length); line;
             line = next_line(outcome, line, &length)) {
            if (!first) {
                first = line;
                first_length = length;
            }
            same &= words_in_common(first, first_length, line, length);
        }
    }
    return first ? same : 0;
}

static void append_words(const char *line, size_t length, uint32_t but,
                         char *text, size_t size)
{
    size_t letters = 0;
    const char *word = next_word(line, line + length, &letters);
    const char *between = "";

    for (unsigned i = 0; word;
         i++, word = next_word(word, line + length, &letters)) {
        size_t used = strlen(text);

        if (i < WORDS && but >> i & 1)
            continue;
        snprintf(text + used, size - used, "%s%.*s", between, (int)letters,
                 word);
        between = " ";
    }
}

/* "car 1 was here / car 2 was here"; without what all have in common, "car 1
   was here / 2". */
static void append_output(const struct outcome_report *outcome, uint32_t same,
                          char *text, size_t size)
{
    size_t length = 0;

    for (const char *line = next_line(outcome, NULL, &length); line;
         line = next_line(outcome, line, &length)) {
        bool first = line == outcome->output;
        size_t used = strlen(text);

        snprintf(text + used, size - used, "%s", first ? "" : " / ");
        append_words(line, length, first ? 0 : same, text, size);
    }
}

/* How the runs ended, or what was wrong on the way; on one line. Briefly: of
   the output's lines without the words that are the same. */
static void say_what(const struct verdicts *v, unsigned at, bool briefly,
                     uint32_t same, char *text, size_t size)
{
    const struct finding_found *found = &v->findings[at];

    if (found->flaw) {
        const struct retelling *told = &found->retelling;

        snprintf(text, size, "%.*s", (int)size - 1,
                 !found->told              ? name_of_flaw(found->flaw)
                 : briefly && *told->brief ? told->brief
                                           : told->message);
        return;
    }
    *text = '\0';
    if (found->outcome->output_length == 0 || !says_all(found))
        verdicts_ending(found->outcome, text, size);
    if (found->outcome->output_length == 0)
        return;
    size_t used = strlen(text);
    snprintf(text + used, size - used, "%s",
             used > 0  ? _(", prints: ")
             : briefly ? ""
                       : _("prints: "));
    append_output(found->outcome, same, text, size);
}

/* How many bytes two texts begin with in common. */
static size_t common(const char *one, const char *other)
{
    size_t length = 0;

    while (one[length] && one[length] == other[length])
        length++;
    return length;
}

static size_t whole_letters(const char *text, size_t length)
{
    while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
        length--;
    return length;
}

static void leave_out(char *text, size_t head, size_t from)
{
    const char *dots = "…";

    head = whole_letters(text, head);
    from = whole_letters(text, from);
    if (from < head + strlen(dots))
        return;
    memmove(text + head + strlen(dots), text + from, strlen(text + from) + 1);
    memcpy(text + head, dots, strlen(dots));
}

/* Of a text that is too long, what it has in common with all others is left out
   in the middle; or, where others begin alike for as far as can be seen, what
   it has in common with these. From one that says the same nothing tells it. */
static void tell_apart(const struct verdicts *v, unsigned at, int columns,
                       uint32_t same, char *text)
{
    size_t room = columns > 0 ? (size_t)columns : 0;
    size_t all = SIZE_MAX;
    size_t unseen = SIZE_MAX;
    char other[SENTENCE];

    if (canvas_width(text) <= columns)
        return;
    for (unsigned i = 0; i < v->total; i++) {
        if (i == at || strcmp(v->findings[i].verdict, v->findings[at].verdict))
            continue;
        say_what(v, i, true, same, other, sizeof other);
        size_t length = common(text, other);

        all = length < all ? length : all;
        if (length + 1 >= room && length < unseen && text[length])
            unseen = length;
    }
    if (unseen == SIZE_MAX)
        return;
    if (all > room / 2)
        leave_out(text, room / 4, all - room / 8);
    else
        leave_out(text, room / 3, unseen - room / 4);
}

/* ---- Of many alike, only what differs. ---- */

enum { WORDS_MOST = 128 };

/* The words of a text: where each begins, and its letters. */
struct words {
    const char *at[WORDS_MOST];
    size_t letters[WORDS_MOST];
    unsigned count; /* WORDS_MOST: perhaps there are more. */
};

static void split_words(const char *text, struct words *words)
{
    const char *end = text + strlen(text);
    size_t letters = 0;
    const char *word = next_word(text, end, &letters);

    for (words->count = 0; word && words->count < WORDS_MOST;
         word = next_word(word, end, &letters)) {
        words->at[words->count] = word;
        words->letters[words->count++] = letters;
    }
}

static bool is_alike(const struct words *one, const struct words *other,
                     unsigned i)
{
    return one->letters[i] == other->letters[i] &&
           memcmp(one->at[i], other->at[i], one->letters[i]) == 0;
}

/* Marks the words that are not the same in all texts of this verdict. False:
   there is one text alone, or they do not have as many words. */
static bool mark_words(const struct verdicts *v, unsigned at,
                       const struct words *words, bool kept[WORDS_MOST])
{
    bool any = false;
    char text[SENTENCE];
    struct words other;

    for (unsigned i = 0; i < v->total; i++) {
        if (i == at || strcmp(v->findings[i].verdict, v->findings[at].verdict))
            continue;
        say_what(v, i, true, 0, text, sizeof text);
        split_words(text, &other);
        if (other.count != words->count || other.count == WORDS_MOST)
            return false;
        for (unsigned word = 0; word < words->count; word++)
            kept[word] |= !is_alike(words, &other, word);
        any = true;
    }
    return any;
}

/* "…1002…1003 / 9…": the words that are kept, and dots for what is between. */
static void join_words(const struct words *words, const bool kept[WORDS_MOST],
                       char *text, size_t size)
{
    size_t used = 0;

    *text = '\0';
    for (unsigned i = 0; i < words->count && used < size; i++) {
        bool after = i > 0 && kept[i - 1];

        if (kept[i])
            used += (size_t)snprintf(text + used, size - used, "%s%.*s",
                                     after ? " " : "", (int)words->letters[i],
                                     words->at[i]);
        else if (after || i == 0)
            used += (size_t)snprintf(text + used, size - used, "…");
    }
}

/* As much of what is before each kept word as there is room for. */
static void keep_before(const struct words *words, bool kept[WORDS_MOST],
                        int columns)
{
    char text[SENTENCE];
    bool fits = true;

    while (fits) {
        fits = false;
        for (unsigned i = words->count; i-- > 1;) {
            if (!kept[i] || kept[i - 1])
                continue;
            kept[i - 1] = true;
            join_words(words, kept, text, sizeof text);
            if (canvas_width(text) <= columns)
                fits = true;
            else
                kept[i - 1] = false;
            i--; /* Each grows by one at a time. */
            if (i == 0)
                break;
        }
    }
}

/* False: the words that differ have no room by far, or there are no such. */
static bool say_differing(const struct verdicts *v, unsigned at, int columns,
                          char *text, size_t size)
{
    bool kept[WORDS_MOST] = {false};
    char all[SENTENCE];
    struct words words;

    if (v->findings[at].flaw)
        return false;
    say_what(v, at, true, 0, all, sizeof all);
    split_words(all, &words);
    if (!mark_words(v, at, &words, kept))
        return false;
    join_words(&words, kept, text, size);
    if (canvas_width(text) > 2 * columns)
        return false;
    keep_before(&words, kept, columns);
    join_words(&words, kept, text, size);
    return true;
}

void found_say(const struct verdicts *v, unsigned at, int columns, char *text,
               size_t size)
{
    uint32_t same = words_of_all(v, v->findings[at].verdict);

    say_what(v, at, false, 0, text, size);
    if (canvas_width(text) <= columns)
        return;
    say_what(v, at, true, same, text, size);
    if (canvas_width(text) <= columns ||
        say_differing(v, at, columns, text, size))
        return;
    say_what(v, at, true, same, text, size);
    tell_apart(v, at, columns, same, text);
}
