/* shelf.c - finding exercises: NAME.c, NAME.md and NAME_check.c in a chapter's
   folder; or NAME.sched and NAME.md, where a program is to be broken. */
#include "must.h"
#include "tui/drawing/text.h"
#include "tui/exercises/exercise.h"
#include "tui/keeping/place.h"
#include "tui/lessons/catalogue.h"
#include "tui/lessons/chapters.h"
#include "tui/pages/language.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What is to be broken: the exercise's own program, or its lesson's. */
static char *program_of(struct exercise *exercise, const char *exercises)
{
    const char *slash = strchr(exercise->lesson, '/');

    if (!*exercise->breaks)
        return NULL;
    char *own =
        must_print("%s/%s/%s.c", exercises, exercise->folder, exercise->name);
    exercise->own_program = access(own, R_OK) == 0;
    if (exercise->own_program)
        return own;
    free(own);
    return must_print("%s/%s/%s.c", place_lessons(), exercise->folder,
                      slash ? slash + 1 : "");
}

static void add(struct shelf *shelf, const char *exercises,
                const char *solutions, const char *folder, const char *page)
{
    int length = (int)(strlen(page) - strlen(".md"));

    shelf->exercises = must_resize(shelf->exercises, shelf->count + 1,
                                   sizeof *shelf->exercises);
    struct exercise *exercise = &shelf->exercises[shelf->count];
    *exercise = (struct exercise){
        .chapter = must_copy(catalogue_chapter(folder)),
        .folder = must_copy(folder),
        .name = must_print("%.*s", length, page),
        .page = must_print("%s/%s/%s", exercises, folder, page),
        .check =
            must_print("%s/%s/%.*s_check.c", exercises, folder, length, page),
    };
    char *text = language_page_text(exercise->page);
    exercise_parse(exercise, text ? text : "", NULL);
    free(text);
    exercise->ending = *exercise->breaks ? ".sched" : ".c";
    exercise->stub = must_print("%s/%s/%s%s", exercises, folder, exercise->name,
                                exercise->ending);
    exercise->solution = must_print("%s/%s/%s%s", solutions, folder,
                                    exercise->name, exercise->ending);
    exercise->program = program_of(exercise, exercises);
    if (access(exercise->program ? exercise->stub : exercise->check, R_OK) == 0)
        shelf->count++;
    else
        exercise_fini(exercise);
}

struct reading {
    struct shelf *shelf;
    const char *exercises;
    const char *solutions;
};

static void read_page(void *context, const char *folder, const char *page)
{
    const struct reading *reading = context;

    add(reading->shelf, reading->exercises, reading->solutions, folder, page);
}

static struct chapter_place place_of(const struct exercise *exercise)
{
    return (struct chapter_place){exercise->folder, exercise->order,
                                  exercise->name};
}

static int by_place(const void *a, const void *b)
{
    return chapters_compare(place_of(a), place_of(b));
}

struct shelf *shelf_read(const char *exercises, const char *solutions)
{
    struct shelf *shelf = must_allocate(1, sizeof *shelf);

    chapters_visit(exercises, read_page,
                   &(struct reading){shelf, exercises, solutions});
    if (shelf->count > 0)
        qsort(shelf->exercises, shelf->count, sizeof *shelf->exercises,
              by_place);
    return shelf;
}

void shelf_free(struct shelf *shelf)
{
    if (!shelf)
        return;
    for (size_t i = 0; i < shelf->count; i++)
        exercise_fini(&shelf->exercises[i]);
    free(shelf->exercises);
    free(shelf);
}

/* "hazards/deadlock" of hazards, or of 4_hazards; or a path that ends so. */
static bool is_within(const char *name, const char *chapter,
                      const struct exercise *exercise)
{
    char *file =
        must_print("/%s/%s%s", chapter, exercise->name, exercise->ending);
    size_t length = strlen(name);
    size_t end = strlen(file);
    size_t bare = end - 1 - strlen(exercise->ending);
    bool is = (length == bare && strncmp(name, file + 1, length) == 0) ||
              strcmp(name, file + 1) == 0 ||
              (length > end && strcmp(name + length - end, file) == 0);

    free(file);
    return is;
}

static bool is_called(const struct exercise *exercise, const char *name)
{
    size_t length = strlen(exercise->name);

    if (strncmp(name, exercise->name, length) == 0 &&
        (name[length] == '\0' || strcmp(name + length, exercise->ending) == 0))
        return true;
    return is_within(name, exercise->chapter, exercise) ||
           is_within(name, exercise->folder, exercise);
}

const struct exercise *shelf_find(const struct shelf *shelf, const char *name,
                                  const char **nearest)
{
    const char *slash = strrchr(name, '/');
    const char *typed = slash ? slash + 1 : name;
    size_t least = strlen(typed) / 2 + 1; /* Farther is not near. */

    *nearest = NULL;
    for (size_t i = 0; i < shelf->count; i++) {
        const struct exercise *exercise = &shelf->exercises[i];
        size_t distance = text_distance(typed, exercise->name);

        if (is_called(exercise, name))
            return exercise;
        if (distance < least) {
            least = distance;
            *nearest = exercise->name;
        }
    }
    return NULL;
}

const struct exercise *shelf_of_lesson(const struct shelf *shelf,
                                       const char *lesson)
{
    for (size_t i = 0; i < shelf->count; i++) {
        if (strcmp(shelf->exercises[i].lesson, lesson) == 0)
            return &shelf->exercises[i];
    }
    return NULL;
}
