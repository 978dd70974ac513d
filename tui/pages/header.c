/* header.c - reading what stands at the head of a page. */
#include "tui/pages/header.h"

#include "must.h"
#include "words.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void header_complain(char **problems, const char *format, ...)
{
    char line[512];
    va_list arguments;

    if (!problems)
        return;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    char *longer = must_print("%s%s\n", *problems ? *problems : "", line);
    free(*problems);
    *problems = longer;
}

char *header_trimmed(const char *from, size_t length)
{
    while (length > 0 && isspace((unsigned char)*from)) {
        from++;
        length--;
    }
    while (length > 0 && isspace((unsigned char)from[length - 1]))
        length--;
    return must_print("%.*s", (int)length, from);
}

const char *header_bar(const char *text)
{
    const char *found = NULL;
    bool quoted = false;

    for (; *text; text++) {
        if (*text == '"')
            quoted = !quoted;
        else if (*text == '|' && !quoted)
            found = text;
    }
    return found;
}

const char *header_read(const char *text, header_take *take, void *context,
                        char **problems)
{
    while (*text && *text != '\n') {
        size_t length = strcspn(text, "\n");
        const char *colon = memchr(text, ':', length);

        if (colon) {
            char *key = header_trimmed(text, (size_t)(colon - text));
            char *value =
                header_trimmed(colon + 1, length - (size_t)(colon + 1 - text));

            take(context, key, value);
            free(value);
            free(key);
        } else {
            header_complain(problems, _("not a `key: value` line: %.*s"),
                            (int)length, text);
        }
        text += length + (text[length] == '\n');
    }
    return text;
}
