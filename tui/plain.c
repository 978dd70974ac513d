/* plain.c - telling a run in sentences. */
#include "tui/plain.h"

#include "model/describe.h"
#include "model/judge.h"
#include "tui/interrupt.h"
#include "tui/lessons/prediction.h"
#include "words.h"

#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum { WAIT_MS = 16 };
#define LEFT_BEHIND_NS UINT64_C(1000000000)

struct teller {
    const struct plain_options *options;
    bool in_line; /* The program's output stopped in the middle of one. */
    bool told_stuck;
    uint64_t left_ns; /* When the program was over and others were not. */
};

static void finish_line(struct teller *teller)
{
    if (teller->in_line)
        putchar('\n');
    teller->in_line = false;
}

/* Control characters are shown as '?': they could play with the terminal. */
static void put(unsigned char letter)
{
    bool shown =
        letter == '\n' || letter == '\t' || (letter >= 0x20 && letter != 0x7f);

    putchar(shown ? letter : '?');
}

/* What the program says of itself, as names, is in sentences too. */
static void put_line(const char *text)
{
    for (; *text; text++)
        put((unsigned char)*text);
    putchar('\n');
}

bool plain_output(const struct event *event, bool in_line)
{
    for (uint32_t i = 0; i < event->output.length; i++) {
        unsigned char letter = (unsigned char)event->output.text[i];

        if (letter == '\r')
            continue;
        if (!in_line)
            fputs("| ", stdout);
        in_line = letter != '\n';
        put(letter);
    }
    return in_line;
}

static void tell_event(struct teller *teller, const struct session *session,
                       const struct event *event)
{
    char text[SENTENCE];

    if (teller->options->summary)
        return;
    if (event->type == EVENT_OUTPUT) {
        teller->in_line = plain_output(event, teller->in_line);
        return;
    }
    describe_event(session_model(session), event, text, sizeof text);
    if (!*text)
        return;
    finish_line(teller);
    if (teller->options->times)
        printf("%9.3f  ", (double)event->time_ns / 1e9);
    put_line(text);
}

static void tell_stuck(struct teller *teller, const struct session *session)
{
    const struct model *model = session_model(session);
    char text[CYCLE * SENTENCE];

    if (teller->told_stuck || !model->stuck.verdict)
        return;
    teller->told_stuck = true;
    if (teller->options->summary)
        return;
    finish_line(teller);
    put_line(describe_stuck(model, text, sizeof text));
}

static void tell_news(struct teller *teller, struct session *session)
{
    const struct event *event;

    while ((event = session_next(session))) {
        tell_event(teller, session, event);
        tell_stuck(teller, session);
    }
    fflush(stdout);
}

static void wait_for_news(const struct session *session)
{
    struct pollfd wait_for[2];
    int descriptors[2];
    int count = session_descriptors(session, descriptors);

    for (int i = 0; i < count; i++)
        wait_for[i] = (struct pollfd){.fd = descriptors[i], .events = POLLIN};
    poll(wait_for, (nfds_t)count, WAIT_MS);
}

static void tell_prediction(const struct lesson *lesson,
                            const struct ending *ending,
                            const struct progress *progress)
{
    int happened = prediction_judge(lesson, ending);
    char *key = lesson_key(lesson);
    const struct progress_line *done =
        progress ? progress_find(progress, key) : NULL;
    int predicted = done ? done->predicted : 0;

    free(key);
    if (happened > 0)
        printf(_("what happened: %s\n"), lesson->outcomes[happened - 1].text);
    if (predicted < 1 || predicted > (int)lesson->outcome_count)
        return;
    const char *said = lesson->outcomes[predicted - 1].text;
    switch (prediction_stands(lesson, predicted, happened)) {
    case PREDICTION_RIGHT:
        printf(_("you said: %s (right)\n"), said);
        break;
    case PREDICTION_POSSIBLE:
        printf(_("you said: %s (it can happen, but not this time)\n"), said);
        break;
    case PREDICTION_WRONG:
        printf(_("you said: %s (that cannot happen)\n"), said);
        break;
    default:
        printf(_("you said: %s\n"), said);
        break;
    }
}

const char *plain_fate(const struct ending *ending, char *text, size_t size)
{
    char status[128];

    if (!ending->over)
        snprintf(text, size, "%s", _("the recording was cut off"));
    else if (ending->ended_by_lab)
        snprintf(text, size, "%s", _("the program was ended by the lab"));
    else
        snprintf(text, size, _("the program ended: %s"),
                 describe_status(ending->status, status, sizeof status));
    return text;
}

void plain_ending(struct session *session, const struct progress *progress)
{
    const struct model *model = session_model(session);
    struct ending ending = session_ending(session);
    char text[SENTENCE];

    plain_panes(session);
    for (unsigned i = 0; i < model->finding_count; i++)
        printf(_("noticed: %s\n"),
               describe_finding(model, &model->findings[i], text, sizeof text));
    if (ending.too_many)
        puts(_("ended by the lab: it started too many tasks"));
    printf(ngettext("%s after %.2f s and %" PRIu64 " operation",
                    "%s after %.2f s and %" PRIu64 " operations",
                    ending.operations),
           plain_fate(&ending, text, sizeof text), ending.seconds,
           ending.operations);
    if (ending.damaged)
        fputs(_("; it wrote over the lab's memory, so not all of this may be "
                "true"),
              stdout);
    if (ending.lost)
        printf(_("; %" PRIu64 " were too fast to record"), ending.lost);
    if (ending.tasks_unseen && !ending.damaged)
        printf(ngettext("; %" PRIu32 " task could not be watched",
                        "; %" PRIu32 " tasks could not be watched",
                        ending.tasks_unseen),
               ending.tasks_unseen);
    if (ending.output_bytes > ending.output_kept)
        printf(_("; of %" PRIu64 " bytes of output %" PRIu64 " were kept"),
               ending.output_bytes, ending.output_kept);
    putchar('\n');
    if (session_lesson(session))
        tell_prediction(session_lesson(session), &ending, progress);
    if (session_record_problem(session))
        fprintf(stderr, "interleave: %s\n", session_record_problem(session));
}

static int exit_status(const struct ending *ending)
{
    if (interrupt_wanted())
        return 128 + interrupt_wanted();
    if (ending->verdict == VERDICT_LIVELOCK ||
        ending->verdict == VERDICT_STARVATION) /* Signs, not failures. */
        return ending->status == 0 ? 0 : 1;
    return ending->verdict == VERDICT_NONE && ending->status == 0 ? 0 : 1;
}

/* What the program started may outlive it, but not for ever. */
static bool was_left_behind(struct teller *teller,
                            const struct session *session)
{
    const struct model *model = session_model(session);
    char name[SENTENCE];

    if (!session_left_behind(session))
        return false;
    if (teller->left_ns == 0)
        teller->left_ns = model->time_ns;
    if (model->time_ns - teller->left_ns < LEFT_BEHIND_NS)
        return false;
    finish_line(teller);
    for (uint32_t id = 2; id <= model->process_count; id++) {
        if (model->processes[id - 1].state == PROCESS_RUNNING)
            printf(_("%s was left behind by the program, and is ended\n"),
                   describe_process(model, id, name, sizeof name));
    }
    return true;
}

int plain_follow(struct session *session, const struct plain_options *options)
{
    struct teller teller = {.options = options};

    interrupt_watch();
    session_rewind(session); /* Every event is told, the first ones too. */
    while (session_is_live(session)) {
        wait_for_news(session);
        session_pump(session);
        tell_news(&teller, session);
        if (teller.told_stuck || interrupt_wanted() || ferror(stdout) ||
            was_left_behind(&teller, session))
            session_end(session);
    }
    tell_news(&teller, session);
    finish_line(&teller);
    struct ending ending = session_ending(session);
    return exit_status(&ending);
}
