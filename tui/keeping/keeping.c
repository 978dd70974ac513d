/* keeping.c - the recording of a run, from its start to its end. */
#include "tui/keeping/keeping.h"

#include "words.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

bool keeping_start(struct keeping *keeping, const char *path,
                   const struct recording_about *about, char *why,
                   size_t why_size)
{
    if (!path)
        return true;
    keeping->recorder = recorder_new(path, about);
    if (!keeping->recorder)
        snprintf(why, why_size, _("%s: cannot be written: %s"), path,
                 strerror(errno));
    return keeping->recorder != NULL;
}

void keeping_write(struct keeping *keeping, const struct trace *trace,
                   const struct recording_about *about)
{
    if (!keeping->recorder || recorder_write(keeping->recorder, trace))
        return;
    snprintf(keeping->problem, sizeof keeping->problem,
             _("the recording stops here: %s"), strerror(errno));
    recorder_finish(keeping->recorder, about);
    keeping->recorder = NULL;
}

void keeping_finish(struct keeping *keeping, const struct trace *trace,
                    const struct recording_about *about)
{
    if (!keeping->recorder)
        return;
    recorder_write(keeping->recorder, trace);
    if (!recorder_finish(keeping->recorder, about))
        snprintf(keeping->problem, sizeof keeping->problem,
                 _("the recording is not whole: %s"), strerror(errno));
    keeping->recorder = NULL;
}
