/* note.c - what a library says of what it does, for the lab to show. */
#include "runtime/emit.h"
#include "runtime/explore.h"

#include <string.h>

static const struct {
    const char *what;
    enum operation op;
} notes[] = {
    {"worker", OP_WORKER},
    {"job given", OP_JOB_GIVEN},
    {"job taken", OP_JOB_TAKEN},
    {"job finished", OP_JOB_FINISHED},
    {"job dropped", OP_JOB_DROPPED},
    {"serve", OP_SERVE},
    {"keep", OP_KEEP},
    {"delete", OP_DELETE},
    {"call", OP_CALL},
    {"answer", OP_ANSWER},
};

/* What is too long is cut off. */
static void join(char to[EMIT_TEXT + 1], const char *text, const char *more)
{
    size_t length = strnlen(text, EMIT_TEXT);
    size_t rest = strnlen(more, EMIT_TEXT - length);

    memcpy(to, text, length);
    if (rest > 0 && length < EMIT_TEXT) {
        to[length++] = ' ';
        rest = rest < EMIT_TEXT - length ? rest : EMIT_TEXT - length;
        memcpy(to + length, more, rest);
        length += rest;
    }
    to[length] = '\0';
}

/* See common/parallel/note_inside.h. What is not known is not told. */
void interleave_note(const char *what, int64_t number, const char *text,
                     const char *more);
EXPORT void interleave_note(const char *what, int64_t number, const char *text,
                            const char *more)
{
    struct self *self = explore_runs() ? NULL : watched();
    char joined[EMIT_TEXT + 1];
    int saved = errno;

    for (size_t i = 0; self && i < sizeof notes / sizeof *notes; i++) {
        if (strcmp(what, notes[i].what) == 0) {
            join(joined, text, more);
            emit_note(self, notes[i].op, number, joined);
        }
    }
    errno = saved;
}
