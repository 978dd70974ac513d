/* speaker.c - the file between two terminals. */
#include "tui/presenting/speaker.h"

#include "must.h"
#include "tui/drawing/text.h"
#include "tui/keeping/place.h"
#include "tui/keeping/whole.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The caller frees it. NULL with errno set. */
static char *path_of(void)
{
    const char *folder = place_state();

    return folder ? must_print("%s/presenting", folder) : NULL;
}

bool speaker_write(const struct speaker *speaker)
{
    char *path = path_of();
    char hands[HANDS * 12 + 1] = "";

    if (!path)
        return false;
    for (int i = 0; i < HANDS; i++)
        sprintf(hands + strlen(hands), " %u", speaker->hands[i]);
    char *text = must_print("process %ld\nlesson %s\nstop %zu\n"
                            "began %" PRId64 "\nhands%s\n",
                            (long)getpid(), speaker->lesson, speaker->at,
                            speaker->began, hands);
    bool kept = whole_write(path, text, 0600);
    int why = errno;
    free(text);
    free(path);
    errno = why;
    return kept;
}

static void take_hands(struct speaker *speaker, const char *text)
{
    for (int i = 0; i < HANDS && *text; i++) {
        char *end;

        speaker->hands[i] = (unsigned)strtoul(text, &end, 10);
        if (end == text)
            break;
        text = end;
    }
}

/* Returns the process that wrote it, or 0. */
static long take(struct speaker *speaker, char *text)
{
    char *rest = NULL;
    long process = 0;

    for (char *line = strtok_r(text, "\n", &rest); line;
         line = strtok_r(NULL, "\n", &rest)) {
        sscanf(line, "process %ld", &process);
        sscanf(line, "lesson %255s", speaker->lesson);
        sscanf(line, "stop %zu", &speaker->at);
        sscanf(line, "began %" SCNd64, &speaker->began);
        if (strncmp(line, "hands ", 6) == 0)
            take_hands(speaker, line + 6);
    }
    return process;
}

bool speaker_read(struct speaker *speaker)
{
    char *path = path_of();
    char *text = path ? text_of_file(path) : NULL;
    long process = 0;

    *speaker = (struct speaker){.at = 0};
    if (text)
        process = take(speaker, text);
    free(text);
    free(path);
    /* One that was killed could not say that it ended. */
    return process > 0 && *speaker->lesson &&
           (kill((pid_t)process, 0) == 0 || errno == EPERM);
}

void speaker_end(void)
{
    char *path = path_of();

    if (path)
        unlink(path);
    free(path);
}
