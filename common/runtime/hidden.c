/* hidden.c - what functions of libc keep between calls. */
#include "runtime/hidden.h"

#include "runtime/real.h"
#include "runtime/turn.h"
#include "runtime/variable.h"

#include <string.h>

enum { ANSWER = 128 /* asctime's longest, with years of ten digits. */ };

/* By these names, which the library exports, the lab knows them
   (watch/name.c). */
#define NAMED __attribute__((visibility("default")))

extern const char interleave_strtok NAMED;
extern const char interleave_localtime NAMED; /* gmtime's, too. */
extern const char interleave_asctime NAMED;
extern const char interleave_environment NAMED;
extern struct tm interleave_localtime_answer NAMED;
extern char interleave_asctime_answer[ANSWER] NAMED;

const char interleave_strtok;
const char interleave_localtime;
const char interleave_asctime;
const char interleave_environment;
struct tm interleave_localtime_answer;
char interleave_asctime_answer[ANSWER];

char *hidden_rest;

static bool is_told(void)
{
    return UNLIKELY(self_area != NULL) && variable_seen && turn_controls() &&
           watched();
}

static void changes(const char *hidden, const void *where)
{
    variable_access(OP_WRITE_VARIABLE, hidden, sizeof *hidden, where);
}

EXPORT char *strtok(char *text, const char *delimiters)
{
    if (!is_told())
        return REAL(strtok)(text, delimiters);
    variable_read_text(delimiters, WHERE);
    changes(&interleave_strtok, WHERE);
    return strtok_r(text, delimiters, &hidden_rest);
}

/* ---- Times of day, as numbers and as text. What is answered lies where others
   are seen to read it. ---- */

/* What libc reads of time zones stays for the next run: it does not lie in
   memory that is taken back. */
static bool leave_run(void)
{
    bool runs = explore_running;

    explore_running = false;
    return runs;
}

static struct tm *break_down(struct tm *function(const time_t *, struct tm *),
                             const time_t *seconds, struct tm *answer)
{
    if (LIKELY(!explore_runs()))
        return function(seconds, answer);
    const time_t asked = *seconds; /* A wild address ends it here. */
    struct tm answered;
    bool ran = leave_run();
    bool succeeds = function(&asked, &answered) != NULL;
    explore_running = ran;
    if (!succeeds)
        return NULL;
    *answer = answered;
    return answer;
}

EXPORT struct tm *localtime_r(const time_t *restrict seconds,
                              struct tm *restrict answer)
{
    return break_down(REAL(localtime_r), seconds, answer);
}

EXPORT struct tm *gmtime_r(const time_t *restrict seconds,
                           struct tm *restrict answer)
{
    return break_down(REAL(gmtime_r), seconds, answer);
}

static struct tm *broken_down(struct tm *function(const time_t *),
                              const time_t *seconds, const void *where)
{
    if (!is_told())
        return function(seconds);
    const time_t asked = *seconds;
    variable_note(OP_READ_VARIABLE, seconds, sizeof *seconds, where);
    changes(&interleave_localtime, where);
    bool ran = leave_run();
    const struct tm *answer = function(&asked);
    explore_running = ran;
    if (!answer)
        return NULL;
    variable_note(OP_WRITE_VARIABLE, &interleave_localtime_answer,
                  sizeof interleave_localtime_answer, where);
    interleave_localtime_answer = *answer;
    return &interleave_localtime_answer;
}

EXPORT struct tm *localtime(const time_t *seconds)
{
    return broken_down(REAL(localtime), seconds, WHERE);
}

EXPORT struct tm *gmtime(const time_t *seconds)
{
    return broken_down(REAL(gmtime), seconds, WHERE);
}

static char *as_text(const struct tm *time, const void *where)
{
    if (!is_told())
        return REAL(asctime)(time);
    variable_note(OP_READ_VARIABLE, time, sizeof *time, where);
    changes(&interleave_asctime, where);
    const char *answer = REAL(asctime)(time);
    if (!answer)
        return NULL;
    variable_note(OP_WRITE_VARIABLE, interleave_asctime_answer,
                  strlen(answer) + 1, where);
    return strcpy(interleave_asctime_answer, answer);
}

EXPORT char *asctime(const struct tm *time)
{
    return as_text(time, WHERE);
}

/* C says that it is asctime of localtime; not what errno is if there is no such
   day. */
EXPORT char *ctime(const time_t *seconds)
{
    if (!is_told())
        return REAL(ctime)(seconds);
    const struct tm *time = broken_down(REAL(localtime), seconds, WHERE);

    return time ? as_text(time, WHERE) : REAL(ctime)(seconds);
}

/* ---- The environment: libc keeps those out of each other's way who change
   it, but not those who look. ---- */

static void looks_at_environment(const void *where)
{
    if (is_told())
        variable_access(OP_READ_VARIABLE, &interleave_environment,
                        sizeof interleave_environment, where);
}

static void changes_environment(const void *where)
{
    if (is_told())
        changes(&interleave_environment, where);
}

EXPORT char *getenv(const char *name)
{
    looks_at_environment(WHERE);
    return REAL(getenv)(name);
}

EXPORT char *secure_getenv(const char *name)
{
    looks_at_environment(WHERE);
    return REAL(secure_getenv)(name);
}

EXPORT int setenv(const char *name, const char *value, int overwrite)
{
    changes_environment(WHERE);
    return REAL(setenv)(name, value, overwrite);
}

EXPORT int unsetenv(const char *name)
{
    changes_environment(WHERE);
    return REAL(unsetenv)(name);
}

EXPORT int putenv(char *assignment)
{
    changes_environment(WHERE);
    return REAL(putenv)(assignment);
}

EXPORT int clearenv(void)
{
    changes_environment(WHERE);
    return REAL(clearenv)();
}
