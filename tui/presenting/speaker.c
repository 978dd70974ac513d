/* speaker.c - the file between two terminals. */
#include "tui/presenting/speaker.h"

#include "must.h"
#include "tui/place.h"
#include "tui/text.h"

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

static bool put(FILE *to, const struct speaker *speaker)
{
    fprintf(to, "process %ld\nlesson %s\nstop %zu\nbegan %" PRId64 "\nhands",
            (long)getpid(), speaker->lesson, speaker->at, speaker->began);
    for (int i = 0; i < HANDS; i++)
        fprintf(to, " %u", speaker->hands[i]);
    putc('\n', to);
    bool kept = !ferror(to);
    return fclose(to) == 0 && kept;
}

bool speaker_write(const struct speaker *speaker)
{
    char *path = path_of();
    char *draft = path ? must_print("%s.%ld", path, (long)getpid()) : NULL;
    FILE *to = draft ? fopen(draft, "we") : NULL;
    bool kept = to && put(to, speaker) && rename(draft, path) == 0;
    int error = errno;

    if (to && !kept)
        unlink(draft);
    free(draft);
    free(path);
    errno = error;
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
