/* progress.c - reading and writing the progress file. */
#include "tui/progress.h"

#include "must.h"
#include "tui/place.h"
#include "tui/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct progress_line *progress_find(const struct progress *progress,
                                          const char *lesson)
{
    for (size_t i = 0; i < progress->count; i++) {
        if (strcmp(progress->lines[i].lesson, lesson) == 0)
            return &progress->lines[i];
    }
    return NULL;
}

struct progress_line *progress_of(struct progress *progress, const char *lesson)
{
    const struct progress_line *found = progress_find(progress, lesson);

    if (found)
        return &progress->lines[found - progress->lines];
    progress->lines = must_resize(progress->lines, progress->count + 1,
                                  sizeof *progress->lines);
    struct progress_line *added = &progress->lines[progress->count++];
    *added = (struct progress_line){.lesson = must_copy(lesson)};
    return added;
}

/* Lines that make no sense are left out: somebody may have edited them. */
static void read_line(struct progress *progress, const char *line)
{
    char lesson[128];
    int predicted;
    int happened;
    unsigned runs;

    if (sscanf(line, "%127s predicted %d happened %d runs %u", lesson,
               &predicted, &happened, &runs) != 4)
        return;
    struct progress_line *kept = progress_of(progress, lesson);
    kept->predicted = predicted;
    kept->happened = happened;
    kept->runs = runs;
}

struct progress *progress_read(void)
{
    struct progress *progress = must_allocate(1, sizeof *progress);
    const char *folder = place_state();

    if (!folder)
        return progress;
    char *path = must_print("%s/progress", folder);
    char *text = text_of_file(path);
    char *rest = text;
    char *line;
    while (rest && (line = strsep(&rest, "\n")))
        read_line(progress, line);
    free(text);
    free(path);
    return progress;
}

void progress_free(struct progress *progress)
{
    if (!progress)
        return;
    for (size_t i = 0; i < progress->count; i++)
        free(progress->lines[i].lesson);
    free(progress->lines);
    free(progress);
}

bool progress_write(const struct progress *progress)
{
    const char *folder = place_state();

    if (!folder)
        return false;
    char *path = must_print("%s/progress", folder);
    char *fresh = must_print("%s/progress.%ld", folder, (long)getpid());
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool well = fd >= 0;
    for (size_t i = 0; i < progress->count && well; i++) {
        const struct progress_line *line = &progress->lines[i];

        well =
            dprintf(fd, "%s predicted %d happened %d runs %u\n", line->lesson,
                    line->predicted, line->happened, line->runs) > 0;
    }
    if (fd >= 0) {
        well = fsync(fd) == 0 && well;
        well = close(fd) == 0 && well;
    }
    well = well && rename(fresh, path) == 0;
    int why = errno;
    if (!well && fd >= 0)
        unlink(fresh);
    free(fresh);
    free(path);
    errno = why;
    return well;
}
