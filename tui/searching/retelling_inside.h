/* retelling_inside.h - what the files that retell share. Not for others. */
#ifndef TUI_SEARCHING_RETELLING_INSIDE_H
#define TUI_SEARCHING_RETELLING_INSIDE_H

#include "tui/control/step.h"
#include "tui/searching/retelling.h"

enum { CAUSES = 4 };

struct teller {
    struct session *session;
    int input; /* What it reads. */
    struct step *step;
    struct retold wanted;
    struct retelling *retelling;
    uint32_t made;
    int waited_ms; /* For the task that moves. */
    int64_t since; /* When it began, in seconds of real time. */

    /* What its story is made of (story.c). */
    uint32_t fails; /* The task with which the run ends; 0: none. */
    size_t causes[CAUSES];
    unsigned cause_count;
    struct said {
        size_t after;
        char text[SENTENCE];
    } said[CAUSES];
    unsigned said_count;
    char reasons[STORY_LINES][SENTENCE];
    unsigned reason_count;
};

static inline const struct model *model_of(const struct teller *teller)
{
    return session_model(teller->session);
}

__attribute__((format(printf, 2, 3))) void
retelling_add(struct retelling *retelling, const char *format, ...);

/* Told however old it is: an event's index in the trace; SIZE_MAX: none. */
void story_cause(struct teller *teller, size_t at);

/* What is no event, told behind one; SIZE_MAX: behind all. Without its end. */
__attribute__((format(printf, 3, 4))) void
story_say(struct teller *teller, size_t after, const char *format, ...);

/* A sentence at the end. */
__attribute__((format(printf, 2, 3))) void
story_reason(struct teller *teller, const char *format, ...);

/* Makes the retelling's story of all that. */
void story_compose(struct teller *teller);

/* A task by its birth. And the latest that it has done, not what it stands
   before: an operation on an object, or, where that is 0, on any; SIZE_MAX. */
uint32_t retelling_task_born(const struct teller *teller, uint32_t birth);
size_t retelling_latest(const struct teller *teller, uint32_t task,
                        uint32_t object, enum operation op);

void retelling_tell_race(struct teller *teller);
void retelling_tell_used_late(struct teller *teller, bool freed);
void retelling_tell_misuse(struct teller *teller);
void retelling_tell_leak(struct teller *teller);

#endif
