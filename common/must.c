/* must.c - how a mistake of ours ends. */
#include "must.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void must_fail(const char *what, const char *file, int line)
{
    fprintf(stderr, "interleave: %s:%d: this must hold: %s\n", file, line,
            what);
    abort();
}

void *must_allocate(size_t count, size_t size)
{
    void *block = calloc(count, size);

    MUST(block || count == 0 || size == 0);
    return block;
}

void *must_resize(void *block, size_t count, size_t size)
{
    void *resized = reallocarray(block, count, size);

    MUST(resized || count == 0 || size == 0);
    return resized;
}

char *must_copy(const char *string)
{
    char *copy = strdup(string);

    MUST(copy);
    return copy;
}

char *must_print(const char *format, ...)
{
    char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    MUST(length >= 0);
    return text;
}
