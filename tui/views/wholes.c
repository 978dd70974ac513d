/* wholes.c - what belongs together has the same beginning of its name. */
#include "tui/views/wholes.h"

#include "model/describe.h"
#include "must.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where a name's parts begin: at the first '.' or '['; but an element that is
   a structure is a whole: table[2].row is the row of table[2]. */
static size_t whole_length(const char *name)
{
    size_t length = *name ? 1 + strcspn(name + 1, ".[") : 0;
    size_t end = length;

    while (name[end] == '[')
        end += strcspn(name + end, "]") + (strchr(name + end, ']') != NULL);
    return name[end] == '.' ? end : length;
}

static void read_name(const struct scene *scene, uint32_t object, char *name)
{
    describe_object(scene->model, object, name, WHOLE_NAME);
}

/* The whole of this name, made where it is new. */
static struct whole *whole_called(struct wholes *wholes, const char *name,
                                  size_t length)
{
    for (size_t i = 0; i < wholes->count; i++) {
        struct whole *whole = &wholes->list[i];

        if (strncmp(whole->name, name, length) == 0 &&
            whole->name[length] == '\0')
            return whole;
    }
    struct whole *added = &wholes->list[wholes->count++];
    snprintf(added->name, sizeof added->name, "%.*s", (int)length, name);
    return added;
}

/* Numbers in names as numbers: [2] before [10]. */
static int compare_parts(const void *a, const void *b)
{
    const char *one = ((const struct part *)a)->name;
    const char *other = ((const struct part *)b)->name;
    bool members = *one == '.' || *other == '.';
    uint32_t left = ((const struct part *)a)->object;
    uint32_t right = ((const struct part *)b)->object;
    int order = members ? 0 : strverscmp(one, other);

    return order ? order : (left > right) - (left < right);
}

static void put_in(struct wholes *wholes, const struct scene *scene,
                   const uint32_t *objects, size_t count)
{
    char name[WHOLE_NAME];
    struct part *next = wholes->parts;

    for (size_t i = 0; i < count; i++) {
        read_name(scene, objects[i], name);
        whole_called(wholes, name, whole_length(name))->count++;
    }
    for (size_t i = 0; i < wholes->count; i++) {
        wholes->list[i].parts = next;
        next += wholes->list[i].count;
        wholes->list[i].count = 0;
    }
    for (size_t i = 0; i < count; i++) {
        read_name(scene, objects[i], name);
        size_t length = whole_length(name);
        struct whole *whole = whole_called(wholes, name, length);
        struct part *part = &whole->parts[whole->count++];
        part->object = objects[i];
        snprintf(part->name, sizeof part->name, "%s", name + length);
    }
}

struct wholes wholes_of(const struct scene *scene)
{
    uint32_t *objects;
    size_t count = scene_variables(scene, &objects);
    struct wholes wholes = {
        .list = must_allocate(count + 1, sizeof *wholes.list),
        .parts = must_allocate(count + 1, sizeof *wholes.parts),
    };

    put_in(&wholes, scene, objects, count);
    for (size_t i = 0; i < wholes.count; i++) {
        struct whole *whole = &wholes.list[i];

        if (whole->count == 1) /* One part goes by its own name. */
            read_name(scene, whole->parts[0].object, whole->name);
        else
            qsort(whole->parts, whole->count, sizeof *whole->parts,
                  compare_parts);
    }
    free(objects);
    return wholes;
}

void wholes_free(struct wholes *wholes)
{
    free(wholes->list);
    free(wholes->parts);
}

bool whole_is_row(const struct whole *whole)
{
    for (size_t i = 0; i < whole->count; i++) {
        char element[32];

        snprintf(element, sizeof element, "[%zu]", i);
        if (strcmp(whole->parts[i].name, element) != 0)
            return false;
    }
    return whole->count > 1;
}
