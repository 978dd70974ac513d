/* freely.c - reading what a free run printed: cmocka's lines. */
#include "tui/drawing/text.h"
#include "tui/exercises/inside.h"
#include "words.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* The rest of the line behind a word; false: no line holds it. */
static bool after(const char *text, const char *word, char *rest, size_t size)
{
    const char *at = strstr(text, word);

    if (!at)
        return false;
    at += strlen(word);
    snprintf(rest, size, "%.*s", (int)strcspn(at, "\n"), at);
    return true;
}

static void say(struct freely *freely, enum check_answer answer,
                const char *text)
{
    freely->answer = answer;
    snprintf(freely->text, sizeof freely->text, "%s", text);
}

static void take_test(struct freely *freely, const char *text)
{
    char message[SENTENCE];
    char name[SENTENCE] = "";
    const char *rest;

    if (after(text, "Test failed with exception: ", message, sizeof message)) {
        say(freely, ANSWER_CRASH, message);
        return;
    }
    if (!after(text, "[says] ", message, sizeof message))
        snprintf(message, sizeof message, _("a test failed"));
    freely->answer = answer_of_message(message, &rest);
    after(text, "[  FAILED  ] ", name, sizeof name);
    snprintf(freely->text, sizeof freely->text, "%s (%.80s)", rest, name);
}

/* It was ended: it does something, or waits for ever. */
static void take_ended(struct freely *freely, enum free_end end)
{
    if (freely->slept && end != FREE_STUCK)
        say(freely, ANSWER_SLOW, _("it sleeps, and does not come to an end"));
    else if (end == FREE_COMPUTES || end == FREE_LASTS)
        say(freely, ANSWER_ENDLESS,
            _("it goes on, and does not come to an end"));
    else
        say(freely, ANSWER_DEADLOCK, _("it waits, and nothing comes"));
}

static void take_end(struct freely *freely, const struct job *job,
                     const char *text)
{
    char last[SENTENCE];
    size_t length = strlen(text);

    while (length > 0 && text[length - 1] == '\n')
        length--;
    size_t start = length;
    while (start > 0 && text[start - 1] != '\n')
        start--;
    snprintf(last, sizeof last, "%.*s", (int)(length - start), text + start);
    if (WIFSIGNALED(job->status) && WTERMSIG(job->status) == SIGXFSZ)
        say(freely, ANSWER_GREEDY,
            _("it prints, or writes to a file, without end"));
    else if (WIFSIGNALED(job->status))
        say(freely, ANSWER_CRASH, strsignal(WTERMSIG(job->status)));
    else
        snprintf(freely->text, sizeof freely->text,
                 _("it ended the program with exit %d: %s"),
                 WEXITSTATUS(job->status), last);
    if (!WIFSIGNALED(job->status))
        freely->answer = ANSWER_WRONG;
}

/* It did not come to the end of the check. */
static bool was_ended(const struct job *job, const char *text)
{
    return !strstr(text, " test(s) run.") || WIFSIGNALED(job->status);
}

void freely_read(const struct checking *checking, struct freely *freely)
{
    const struct job *job = &checking->free_run;
    char *text = text_of_file(checking->printed);
    char count[SENTENCE];

    *freely = (struct freely){.slept = text && strstr(text, "[sleeps]")};
    if (text && strstr(text, "[crowd]"))
        say(freely, ANSWER_GREEDY, _(CHECKING_CROWD));
    else if (checking->free_end != FREE_GOES_ON)
        take_ended(freely, checking->free_end);
    else if (!text || was_ended(job, text))
        take_end(freely, job, text ? text : "");
    else if (strstr(text, "[  FAILED  ]"))
        take_test(freely, text);
    else if (!strstr(text, checking->token))
        say(freely, ANSWER_TAMPERING,
            _("it prints that it passed, and the check has not come to its "
              "end"));
    else if (after(text, "[  PASSED  ] ", count, sizeof count))
        snprintf(freely->text, sizeof freely->text,
                 ngettext("%d test passed", "%d tests passed",
                          (unsigned long)atoi(count)),
                 atoi(count));
    if (freely->answer == ANSWER_NONE)
        freely->answer = ANSWER_OK;
    free(text);
}
