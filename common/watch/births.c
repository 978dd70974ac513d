/* births.c - a list, in order. */
#include "watch/births.h"

#include "must.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME = 64 };

struct birth {
    uint32_t process;
    unsigned number;
    uint64_t key;
    char name[NAME];
};

struct births {
    struct birth *list;
    size_t count;
    size_t room;
};

struct births *births_new(void)
{
    return must_allocate(1, sizeof(struct births));
}

void births_free(struct births *births)
{
    if (births)
        free(births->list);
    free(births);
}

unsigned births_number(struct births *births, uint32_t process, uint64_t key,
                       const char *name)
{
    unsigned seen = 0;

    for (size_t i = 0; i < births->count; i++) {
        const struct birth *birth = &births->list[i];

        if (birth->process != process || strcmp(birth->name, name) != 0)
            continue;
        if (birth->key == key)
            return birth->number;
        seen++;
    }
    if (births->count == births->room) {
        births->room = births->room ? births->room * 2 : 16;
        births->list =
            must_resize(births->list, births->room, sizeof *births->list);
    }
    struct birth *added = &births->list[births->count++];
    *added = (struct birth){process, seen + 1, key, ""};
    snprintf(added->name, sizeof added->name, "%s", name);
    return added->number;
}
