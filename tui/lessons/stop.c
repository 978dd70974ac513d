/* stop.c - reading a stop. */
#include "tui/lessons/stop.h"

#include "must.h"
#include "tui/pages/header.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *word;
    bool takes; /* Something must follow. */
} kinds[STOP_KINDS] = {
    [STOP_SAY] = {"say", true},     [STOP_ASK] = {"ask", false},
    [STOP_APPLY] = {"apply", true}, [STOP_RUN] = {"run to", true},
    [STOP_SHOW] = {"show", true},   [STOP_REVEAL] = {"reveal", false},
};

const char *stop_word(enum stop_kind kind)
{
    return kinds[kind].word;
}

static bool is_argument(enum stop_kind kind, const char *text)
{
    if (kind == STOP_RUN && *text != '@' && strcmp(text, "end") != 0)
        return false;
    return (*text != '\0') == kinds[kind].takes;
}

/* The kind that the text begins with; STOP_KINDS: none. */
static enum stop_kind kind_of(const char *text)
{
    for (int kind = 0; kind < STOP_KINDS; kind++) {
        size_t length = strlen(kinds[kind].word);

        if (strncmp(text, kinds[kind].word, length) == 0 &&
            (text[length] == ' ' || text[length] == '\0'))
            return (enum stop_kind)kind;
    }
    return STOP_KINDS;
}

bool stop_parse(const char *value, struct stop *stop)
{
    const char *bar = strchr(value, '|');
    char *text =
        header_trimmed(value, bar ? (size_t)(bar - value) : strlen(value));
    enum stop_kind kind = kind_of(text);

    *stop = (struct stop){.kind = kind};
    if (kind < STOP_KINDS) {
        const char *rest = text + strlen(kinds[kind].word);

        stop->argument = header_trimmed(rest, strlen(rest));
        stop->notes =
            bar ? header_trimmed(bar + 1, strlen(bar + 1)) : must_copy("");
    }
    free(text);
    if (kind < STOP_KINDS && is_argument(kind, stop->argument))
        return true;
    stop_fini(stop);
    return false;
}

void stop_fini(struct stop *stop)
{
    free(stop->argument);
    free(stop->notes);
    *stop = (struct stop){.argument = NULL};
}
