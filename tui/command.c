/* command.c - the table behind command.h. */
#include "tui/command.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *id;
    int key;
    int alternative;
    enum where where;
    const char *label;
    const char *help;
} commands[COMMAND_COUNT] = {
#define X(id, key, alternative, places, label, help)                           \
    [COMMAND_##id] = {#id, key, alternative, (enum where)(places), label, help},
    COMMANDS(X)
#undef X
};

/* Ids are A to Z and "_". */
static char spoken(char letter)
{
    return letter == '_' ? '-' : (char)tolower((unsigned char)letter);
}

const char *command_name(enum command command)
{
    static char name[32];
    size_t length = 0;

    for (const char *id = commands[command].id; *id; id++)
        name[length++] = spoken(*id);
    name[length] = '\0';
    return name;
}

enum command command_named(const char *name, size_t length)
{
    for (int i = 1; i < COMMAND_COUNT; i++) {
        const char *id = commands[i].id;
        size_t same = 0;

        while (same < length && id[same] && spoken(id[same]) == name[same])
            same++;
        if (same == length && !id[same])
            return (enum command)i;
    }
    return COMMAND_NONE;
}

enum command command_for(int key, enum where where)
{
    for (int i = 1; i < COMMAND_COUNT; i++) {
        if ((commands[i].where & where) &&
            (commands[i].key == key ||
             (commands[i].alternative && commands[i].alternative == key)))
            return (enum command)i;
    }
    return COMMAND_NONE;
}

static const char *key_name(int key, char *name, size_t size)
{
    switch (key) {
    case KEY_RETURN:
        return "Enter";
    case KEY_TABULATOR:
        return "Tab";
    case KEY_SHIFT_TAB:
        return "Shift-Tab";
    case KEY_ESCAPE:
        return "Esc";
    case ' ':
        return "Space";
    case KEY_ARROW_UP:
        return "Up";
    case KEY_ARROW_DOWN:
        return "Down";
    case KEY_ARROW_LEFT:
        return "Left";
    case KEY_ARROW_RIGHT:
        return "Right";
    case KEY_PAGE_UP:
        return "PgUp";
    case KEY_PAGE_DOWN:
        return "PgDn";
    case KEY_TO_START:
        return "Home";
    case KEY_TO_END:
        return "End";
    case KEY_DIGIT:
        return "0-9";
    case KEY_FUNCTION_1:
        return "F1";
    case KEY_FUNCTION_8:
        return "F8";
    case KEY_FUNCTION_10:
        return "F10";
    default:
        break;
    }
    if (key < ' ')
        snprintf(name, size, "Ctrl-%c", key + '@');
    else
        snprintf(name, size, "%c", key);
    return name;
}

const char *command_key_name(enum command command)
{
    static char name[16];

    return key_name(commands[command].key, name, sizeof name);
}

const char *command_keys(enum command command)
{
    static char names[32];
    char other[16];

    snprintf(names, sizeof names, "%s", command_key_name(command));
    if (commands[command].alternative != KEY_NONE) {
        size_t used = strlen(names);

        snprintf(names + used, sizeof names - used, " %s",
                 key_name(commands[command].alternative, other, sizeof other));
    }
    return names;
}

const char *command_label(enum command command)
{
    const char *label = commands[command].label;

    return *label ? _(label) : label;
}

const char *command_help(enum command command)
{
    return _(commands[command].help);
}

enum where command_where(enum command command)
{
    return commands[command].where;
}
