/* catalogue.c - finding lessons. */
#include "tui/lessons/catalogue.h"

#include "must.h"
#include "tui/drawing/text.h"
#include "tui/lessons/chapters.h"
#include "tui/pages/language.h"
#include "words.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const char *catalogue_chapter(const char *folder)
{
    const char *rest = folder + strspn(folder, "0123456789");

    return rest > folder && *rest == '_' && rest[1] ? rest + 1 : folder;
}

static bool is_file(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

static void add_lesson(struct catalogue *catalogue, const char *lessons,
                       const char *programs, const char *folder,
                       const char *file)
{
    size_t length = strlen(file) - strlen(".md");
    char *base = must_print("%s/%s/%.*s", lessons, folder, (int)length, file);
    char *source = must_print("%s.c", base);

    if (!is_file(source)) {
        free(source);
        free(base);
        return;
    }
    catalogue->lessons = must_resize(catalogue->lessons, catalogue->count + 1,
                                     sizeof *catalogue->lessons);
    struct lesson *lesson = &catalogue->lessons[catalogue->count++];
    *lesson = (struct lesson){
        .chapter = must_copy(catalogue_chapter(folder)),
        .folder = must_copy(folder),
        .name = must_print("%.*s", (int)length, file),
        .source = source,
        .text = text_of_file(source),
        .page = must_print("%s.md", base),
        .program =
            must_print("%s/%s/%.*s", programs, folder, (int)length, file),
    };
    char *text = language_page_text(lesson->page);
    char *read = language_page(lesson->page);
    lesson->translated = strcmp(read, lesson->page) != 0;
    free(read);
    lesson_parse(lesson, text ? text : "", NULL);
    free(text);
    free(base);
}

struct reading {
    struct catalogue *catalogue;
    const char *lessons;
    const char *programs;
};

static void read_page(void *context, const char *folder, const char *page)
{
    const struct reading *reading = context;

    add_lesson(reading->catalogue, reading->lessons, reading->programs, folder,
               page);
}

static struct chapter_place place_of(const struct lesson *lesson)
{
    return (struct chapter_place){lesson->folder, lesson->order, lesson->name};
}

static int by_place(const void *a, const void *b)
{
    return chapters_compare(place_of(a), place_of(b));
}

struct catalogue *catalogue_read(const char *lessons, const char *programs)
{
    struct catalogue *catalogue = must_allocate(1, sizeof *catalogue);

    chapters_visit(lessons, read_page,
                   &(struct reading){catalogue, lessons, programs});
    if (catalogue->count > 0)
        qsort(catalogue->lessons, catalogue->count, sizeof *catalogue->lessons,
              by_place);
    return catalogue;
}

/* ---- Paths. ---- */

/* The lesson of a line, and its minutes; NULL with `why`: neither. */
static struct lesson *lesson_in(const struct catalogue *catalogue,
                                const char *line, size_t length,
                                unsigned *minutes, char *why, size_t why_size)
{
    char name[64];
    char copy[128];
    const char *nearest;

    snprintf(copy, sizeof copy, "%.*s", (int)length, line);
    if (sscanf(copy, "%63s %u", name, minutes) != 2) {
        snprintf(why, why_size, _("not a lesson and its minutes: %s"), copy);
        return NULL;
    }
    const struct lesson *found = catalogue_find(catalogue, name, &nearest);
    if (!found)
        snprintf(why, why_size, _("no such lesson: %s"), name);
    return found ? &catalogue->lessons[found - catalogue->lessons] : NULL;
}

bool catalogue_follow(struct catalogue *catalogue, const char *lessons,
                      const char *path, char *why, size_t why_size)
{
    char *file = must_print("%s/%s.path", lessons, path);
    char *text = strchr(path, '/') ? NULL : text_of_file(file);
    size_t *order = must_allocate(catalogue->count + 1, sizeof *order);
    bool *kept = must_allocate(catalogue->count + 1, sizeof *kept);
    size_t count = 0;

    *why = '\0';
    if (!text)
        snprintf(why, why_size, _("%s: no such path"), path);
    for (const char *at = text; at && *at && !*why;) {
        size_t length = strcspn(at, "\n");
        unsigned minutes = 0;

        if (length > 0 && *at != '#') {
            struct lesson *lesson =
                lesson_in(catalogue, at, length, &minutes, why, why_size);
            size_t index = lesson ? (size_t)(lesson - catalogue->lessons) : 0;

            if (lesson && !kept[index]) {
                kept[index] = true;
                order[count++] = index;
            }
            if (lesson)
                lesson->minutes += minutes;
            catalogue->minutes += minutes;
        }
        at += length + (at[length] == '\n');
    }
    struct lesson *all = catalogue->lessons;
    catalogue->lessons = must_allocate(count + 1, sizeof *all);
    for (size_t i = 0; i < count; i++)
        catalogue->lessons[i] = all[order[i]];
    for (size_t i = 0; i < catalogue->count; i++) {
        if (!kept[i])
            lesson_fini(&all[i]);
    }
    catalogue->count = count;
    free(all);
    free(kept);
    free(order);
    free(text);
    free(file);
    return !*why;
}

void catalogue_free(struct catalogue *catalogue)
{
    if (!catalogue)
        return;
    for (size_t i = 0; i < catalogue->count; i++)
        lesson_fini(&catalogue->lessons[i]);
    free(catalogue->lessons);
    free(catalogue);
}

/* "chapter/name"? */
static bool is_within(const char *name, const char *chapter,
                      const struct lesson *lesson)
{
    size_t length = strlen(chapter);

    return strncmp(name, chapter, length) == 0 && name[length] == '/' &&
           strcmp(name + length + 1, lesson->name) == 0;
}

static bool is_called(const struct lesson *lesson, const char *name)
{
    if (strcmp(name, lesson->name) == 0 || strcmp(name, lesson->page) == 0 ||
        strcmp(name, lesson->source) == 0)
        return true;
    return is_within(name, lesson->chapter, lesson) ||
           is_within(name, lesson->folder, lesson);
}

/* What may be a lesson's name: the last part of CHAPTER/NAME; all of a path
   that can only be a program's. */
static const char *typed_name(const char *name)
{
    const char *slash = strchr(name, '/');
    bool is_path = *name == '.' || *name == '/';

    return slash && slash == strrchr(name, '/') && !is_path ? slash + 1 : name;
}

/* How far a name is from what was typed: what begins with it is nearest, then
   what has it within; then the fewest keys that were hit wrongly. */
static size_t farness(const char *typed, const char *name)
{
    size_t length = strlen(typed);
    size_t farthest = length / 2 + 1; /* Is not near. */
    size_t distance = text_distance(typed, name);

    if (length > 1 && strncmp(name, typed, length) == 0)
        return 1;
    if (length > 2 && strstr(name, typed))
        return 2;
    return distance < farthest ? 2 + distance : SIZE_MAX;
}

const struct lesson *catalogue_find(const struct catalogue *catalogue,
                                    const char *name, const char **nearest)
{
    const char *typed = typed_name(name);
    size_t least = SIZE_MAX;
    char *real = strchr(name, '/') ? realpath(name, NULL) : NULL;
    const struct lesson *found = NULL;

    *nearest = NULL;
    for (size_t i = 0; i < catalogue->count && !found; i++) {
        const struct lesson *lesson = &catalogue->lessons[i];
        size_t distance = farness(typed, lesson->name);

        if (is_called(lesson, name) || (real && is_called(lesson, real)))
            found = lesson;
        if (distance < least) {
            least = distance;
            *nearest = lesson->name;
        }
    }
    free(real);
    return found;
}
