/* title.c - the names of threads.

   Where threads are fibers, the kernel knows one thread: their names are kept
   here. */
#include "runtime/title.h"

#include "runtime/emit.h"
#include "runtime/explore.h"
#include "runtime/real.h"
#include "runtime/turn.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { TITLE = 16 }; /* With the zero at its end: as for the kernel. */

/* "": that of the program. */
static char titles[SCHEDULER_TASKS][TITLE];
static bool any;

void title_inherit(unsigned task)
{
    if (any)
        memcpy(titles[task], titles[explore_current()], TITLE);
}

void title_reset(void)
{
    if (any)
        memset(titles, 0, sizeof titles);
    any = false;
}

static void put(unsigned task, const char *name)
{
    snprintf(titles[task], TITLE, "%s", name);
    any = true;
}

static int give(uint32_t birth, const char *name)
{
    if (birth == 0)
        return ESRCH;
    if (strlen(name) >= TITLE)
        return ERANGE;
    put(birth - 1, name);
    return 0;
}

static int look_up(uint32_t birth, char *name, size_t size)
{
    if (birth == 0)
        return ESRCH;
    if (size < TITLE)
        return ERANGE;
    if (*titles[birth - 1])
        memcpy(name, titles[birth - 1], TITLE);
    else
        REAL(prctl)(PR_GET_NAME, (unsigned long)name, 0, 0, 0);
    return 0;
}

EXPORT int pthread_setname_np(pthread_t thread, const char *name)
{
    struct self *self = watched();
    int error = explore_runs() ? give(explore_birth_of(thread), name)
                               : REAL(pthread_setname_np)(thread, name);

    if (self && error == 0)
        emit_text(self, OP_NAME, STAGE_DID, self_birth_of(thread), 0, name,
                  WHERE);
    return error;
}

EXPORT int pthread_getname_np(pthread_t thread, char *name, size_t size)
{
    return explore_runs() ? look_up(explore_birth_of(thread), name, size)
                          : REAL(pthread_getname_np)(thread, name, size);
}

/* prctl takes up to four more words, whose number depends on the first. */
EXPORT int prctl(int option, ...)
{
    struct self *self = watched();
    unsigned long words[4];
    va_list arguments;

    va_start(arguments, option);
    for (int i = 0; i < 4; i++)
        words[i] = va_arg(arguments, unsigned long);
    va_end(arguments);
    char *name = (char *)words[0]; /* NOLINT: that is what prctl takes. */
    int result = 0;
    if (explore_runs() && option == PR_SET_NAME)
        put(explore_current(), name);
    else if (explore_runs() && option == PR_GET_NAME)
        look_up(explore_current() + 1, name, TITLE);
    else
        result = REAL(prctl)(option, words[0], words[1], words[2], words[3]);
    if (self && option == PR_SET_NAME && result == 0)
        emit_text(self, OP_NAME, STAGE_DID, self->slot->birth, 0, name, WHERE);
    return result;
}
