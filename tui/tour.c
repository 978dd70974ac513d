/* tour.c - finding the keys that a page names, and filling them in. */
#include "tui/tour.h"

#include "must.h"

#include <stdlib.h>
#include <string.h>

static const char opening[] = "`key:";

enum { OPENING = sizeof opening - 1 };

/* The next name, from `page` on, and its length; NULL: there is none. */
static const char *find_name(const char *page, size_t *length)
{
    const char *found = strstr(page, opening);

    if (!found)
        return NULL;
    *length = strcspn(found + OPENING, "`\n");
    return found + OPENING;
}

enum command tour_next(const char **page, struct tour_slip *unknown)
{
    const char *name;
    size_t length;

    while ((name = find_name(*page, &length))) {
        enum command command = command_named(name, length);

        *page = name + length;
        if (command != COMMAND_NONE)
            return command;
        if (unknown)
            *unknown = (struct tour_slip){name, length};
    }
    return COMMAND_NONE;
}

/* In the page's place of a name. */
static char *shown(const char *name, size_t length, const bool *tried)
{
    enum command command = command_named(name, length);

    if (command == COMMAND_NONE)
        return must_print("%s%.*s", opening, (int)length, name);
    return must_print("`[%c] %s", tried[command] ? 'x' : ' ',
                      command_key_name(command));
}

char *tour_filled(const char *page, const bool tried[COMMAND_COUNT])
{
    char *filled = must_copy("");
    const char *name;
    size_t length;

    while ((name = find_name(page, &length))) {
        char *key = shown(name, length, tried);
        char *longer = must_print("%s%.*s%s", filled,
                                  (int)(name - OPENING - page), page, key);

        free(key);
        free(filled);
        filled = longer;
        page = name + length;
    }
    char *whole = must_print("%s%s", filled, page);
    free(filled);
    return whole;
}
