/* line.h - lines of output that stay whole, from programs of many tasks. */
#ifndef PROGRAMS_LINE_H
#define PROGRAMS_LINE_H

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

__attribute__((format(printf, 1, 2))) static inline void
line(const char *format, ...)
{
    char text[512];
    va_list arguments;

    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text - 1, format, arguments);
    va_end(arguments);
    if (length < 0 || length > (int)sizeof text - 2)
        length = (int)sizeof text - 2;
    text[length++] = '\n';
    if (write(STDOUT_FILENO, text, (size_t)length) != length)
        exit(1);
}

#endif
