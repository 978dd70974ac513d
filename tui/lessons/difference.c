/* difference.c - the longest common subsequence of lines. */
#include "tui/lessons/difference.h"

#include "must.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct line {
    const char *text;
    int length;
};

struct text {
    struct line *lines;
    size_t count;
    unsigned skipped; /* Lines of the head. */
};

static struct text cut(const char *text)
{
    struct text cut = {0};
    const char *head = strncmp(text, "/*", 2) == 0 ? strstr(text, "*/") : NULL;

    for (; head && text < head; text += strcspn(text, "\n") + 1)
        cut.skipped++;
    while (*text) {
        size_t length = strcspn(text, "\n");

        cut.lines = must_resize(cut.lines, cut.count + 1, sizeof *cut.lines);
        cut.lines[cut.count++] = (struct line){text, (int)length};
        text += length + (text[length] == '\n');
    }
    return cut;
}

static bool same(const struct line *a, const struct line *b)
{
    return a->length == b->length &&
           memcmp(a->text, b->text, (size_t)a->length) == 0;
}

/* For each pair of places, how many lines the rests have in common. */
static unsigned *common_rests(const struct text *a, const struct text *b)
{
    size_t width = b->count + 1;
    unsigned *rests = must_allocate((a->count + 1) * width, sizeof *rests);

    for (size_t i = a->count; i-- > 0;) {
        for (size_t j = b->count; j-- > 0;) {
            unsigned down = rests[(i + 1) * width + j];
            unsigned right = rests[i * width + j + 1];

            rests[i * width + j] = same(&a->lines[i], &b->lines[j])
                                       ? rests[(i + 1) * width + j + 1] + 1
                                   : down > right ? down
                                                  : right;
        }
    }
    return rests;
}

struct difference *difference_new(const char *first, const char *second)
{
    struct difference *difference = must_allocate(1, sizeof *difference);
    struct text a = cut(first);
    struct text b = cut(second);
    unsigned *rests = common_rests(&a, &b);
    size_t width = b.count + 1;
    size_t i = 0;
    size_t j = 0;

    difference->lines =
        must_allocate(a.count + b.count + 1, sizeof *difference->lines);
    while (i < a.count || j < b.count) {
        struct difference_line *line = &difference->lines[difference->count++];
        bool here = i < a.count;

        *line = (struct difference_line){.first = a.skipped + (unsigned)i + 1,
                                         .second = b.skipped + (unsigned)j + 1};
        if (here && j < b.count && same(&a.lines[i], &b.lines[j]))
            line->side = IN_BOTH;
        else if (here && (j == b.count || rests[(i + 1) * width + j] >=
                                              rests[i * width + j + 1]))
            line->side = IN_FIRST;
        else
            line->side = IN_SECOND;
        struct line *from = line->side == IN_SECOND ? &b.lines[j] : &a.lines[i];
        line->text = from->text;
        line->length = from->length;
        i += line->side != IN_SECOND;
        j += line->side != IN_FIRST;
    }
    free(rests);
    free(a.lines);
    free(b.lines);
    return difference;
}

void difference_free(struct difference *difference)
{
    if (!difference)
        return;
    free(difference->lines);
    free(difference);
}
