/* retelling_inside.h - what the files that retell share. Not for others. */
#ifndef TUI_SEARCHING_RETELLING_INSIDE_H
#define TUI_SEARCHING_RETELLING_INSIDE_H

#include "tui/control/step.h"
#include "tui/searching/retelling.h"

struct teller {
    struct session *session;
    struct step *step;
    struct retold wanted;
    struct retelling *retelling;
    const struct event *cause; /* It is told, however old. NULL: the latest. */
    uint32_t made;
    int waited_ms; /* For the task that moves. */
    int64_t since; /* When it began, in seconds of real time. */
};

static inline const struct model *model_of(const struct teller *teller)
{
    return session_model(teller->session);
}

__attribute__((format(printf, 2, 3))) void
retelling_add(struct retelling *retelling, const char *format, ...);

/* The last events that matter, oldest first, behind the cause. */
void retelling_tell_events(struct teller *teller);

void retelling_tell_race(struct teller *teller);
void retelling_tell_misuse(struct teller *teller);
void retelling_tell_leak(struct teller *teller);

#endif
