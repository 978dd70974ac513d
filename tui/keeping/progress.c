/* progress.c - reading and writing the progress file. */
#include "tui/keeping/progress.h"

#include "must.h"
#include "tui/drawing/text.h"
#include "tui/keeping/place.h"
#include "tui/keeping/whole.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
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

const struct exercise_line *
progress_find_exercise(const struct progress *progress, const char *exercise)
{
    for (size_t i = 0; i < progress->exercise_count; i++) {
        if (strcmp(progress->exercises[i].exercise, exercise) == 0)
            return &progress->exercises[i];
    }
    return NULL;
}

struct exercise_line *progress_of_exercise(struct progress *progress,
                                           const char *exercise)
{
    const struct exercise_line *found =
        progress_find_exercise(progress, exercise);

    if (found)
        return &progress->exercises[found - progress->exercises];
    progress->exercises =
        must_resize(progress->exercises, progress->exercise_count + 1,
                    sizeof *progress->exercises);
    struct exercise_line *added =
        &progress->exercises[progress->exercise_count++];
    *added = (struct exercise_line){.exercise = must_copy(exercise)};
    return added;
}

static unsigned most(unsigned a, unsigned b)
{
    return a > b ? a : b;
}

static bool read_exercise(struct progress *progress, const char *line)
{
    char exercise[128];
    unsigned attempts;
    unsigned hints;
    unsigned passed;
    unsigned shown;

    if (sscanf(line, "exercise %127s attempts %u hints %u passed %u shown %u",
               exercise, &attempts, &hints, &passed, &shown) != 5)
        return false;
    struct exercise_line *kept = progress_of_exercise(progress, exercise);
    kept->seen = most(kept->seen, attempts);
    kept->hints = most(kept->hints, hints);
    kept->passed = kept->passed || passed;
    kept->shown = kept->shown || shown;
    return true;
}

/* Attempts made here since the file was last seen come on top. */
static void add_attempts(struct progress *progress)
{
    for (size_t i = 0; i < progress->exercise_count; i++) {
        struct exercise_line *line = &progress->exercises[i];

        line->attempts += line->seen - line->known;
        line->known = line->seen;
        line->seen = 0;
    }
}

static bool read_tried(struct progress *progress, const char *line)
{
    static const char begin[] = "tried ";

    if (strncmp(line, begin, sizeof begin - 1) != 0)
        return false;
    for (line += sizeof begin - 1; *line; line += strspn(line, " ")) {
        size_t length = strcspn(line, " ");

        progress->tried[command_named(line, length)] = true;
        line += length;
    }
    progress->tried[COMMAND_NONE] = false;
    return true;
}

/* Lines that make no sense are left out: somebody may have edited them. */
static void read_line(struct progress *progress, const char *line)
{
    char lesson[128];
    int predicted;
    int happened;
    unsigned runs;
    unsigned broken = 0;

    if (sscanf(line, "%127s predicted %d happened %d runs %u broken %u", lesson,
               &predicted, &happened, &runs, &broken) < 4)
        return;
    struct progress_line *kept = progress_of(progress, lesson);
    /* What changed here since the file was last seen is newer than it. */
    if (kept->predicted == kept->known.predicted)
        kept->predicted = predicted;
    if (kept->happened == kept->known.happened)
        kept->happened = happened;
    kept->runs += runs - kept->known.runs;
    if (broken && (!kept->broken || broken < kept->broken))
        kept->broken = broken;
    kept->known = (struct progress_known){predicted, happened, runs};
}

static void read_file(struct progress *progress, const char *path)
{
    char *text = text_of_file(path);
    char *rest = text;
    char *line;

    while (rest && (line = strsep(&rest, "\n"))) {
        progress->welcomed = progress->welcomed || *line;
        if (!read_tried(progress, line) && !read_exercise(progress, line))
            read_line(progress, line);
    }
    if (text)
        add_attempts(progress);
    free(text);
}

struct progress *progress_read(void)
{
    struct progress *progress = must_allocate(1, sizeof *progress);
    const char *folder = place_state();

    if (!folder)
        return progress;
    char *path = must_print("%s/progress", folder);
    read_file(progress, path);
    free(path);
    return progress;
}

void progress_free(struct progress *progress)
{
    if (!progress)
        return;
    for (size_t i = 0; i < progress->count; i++)
        free(progress->lines[i].lesson);
    for (size_t i = 0; i < progress->exercise_count; i++)
        free(progress->exercises[i].exercise);
    free(progress->exercises);
    free(progress->lines);
    free(progress);
}

static void put_exercises(struct progress *progress, FILE *to)
{
    for (size_t i = 0; i < progress->exercise_count; i++) {
        struct exercise_line *line = &progress->exercises[i];

        fprintf(to, "exercise %s attempts %u hints %u passed %d shown %d\n",
                line->exercise, line->attempts, line->hints, line->passed,
                line->shown);
        line->known = line->attempts;
    }
}

static void put_tried(const struct progress *progress, FILE *to)
{
    bool any = false;

    for (int i = 1; i < COMMAND_COUNT; i++) {
        if (!progress->tried[i])
            continue;
        fprintf(to, "%s%s", any ? " " : "tried ",
                command_name((enum command)i));
        any = true;
    }
    if (any)
        putc('\n', to);
}

static void put(struct progress *progress, FILE *to)
{
    if (progress->welcomed)
        fprintf(to, "welcomed\n");
    put_tried(progress, to);
    for (size_t i = 0; i < progress->count; i++) {
        struct progress_line *line = &progress->lines[i];

        fprintf(to, "%s predicted %d happened %d runs %u", line->lesson,
                line->predicted, line->happened, line->runs);
        if (line->broken)
            fprintf(to, " broken %u", line->broken);
        putc('\n', to);
        line->known = (struct progress_known){line->predicted, line->happened,
                                              line->runs};
    }
    put_exercises(progress, to);
}

static bool write_file(struct progress *progress, const char *path)
{
    char *text = NULL;
    size_t length = 0;
    FILE *to = open_memstream(&text, &length);

    MUST(to != NULL);
    put(progress, to);
    MUST(fclose(to) == 0);
    bool well = whole_write(path, text, 0600);
    int why = errno;
    free(text);
    errno = why;
    return well;
}

bool progress_write(struct progress *progress)
{
    const char *folder = place_state();

    if (!folder)
        return false;
    /* The folder itself is locked: the file is another one each time. */
    int lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock >= 0)
        flock(lock, LOCK_EX);
    char *path = must_print("%s/progress", folder);
    read_file(progress, path);
    bool well = write_file(progress, path);
    int why = errno;
    free(path);
    if (lock >= 0)
        close(lock);
    errno = why;
    return well;
}
