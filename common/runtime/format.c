/* format.c - what printf and its like read for the program. */
#include "runtime/format.h"

#include "runtime/variable.h"

#include <printf.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <wchar.h>

enum { ARGUMENTS = 32 /* More are not looked at. */ };

/* "%.5s" and "%.*s" need no end of the text. */
static bool may_cut_texts(const char *format)
{
    for (const char *at = strchr(format, '%'); at; at = strchr(at, '%')) {
        size_t before = strcspn(++at, ".%sdiouxXeEfFgGaAcpn");

        if (at[before] == '.')
            return true;
        at += before + (at[before] == '%');
    }
    return false;
}

/* The one at which `list` stands is passed by. A text is returned. */
static const char *next_text(va_list *list, int type)
{
    bool large = type & (PA_FLAG_LONG | PA_FLAG_LONG_LONG);

    if (type & PA_FLAG_PTR)
        return (void)va_arg(*list, void *), NULL;
    switch (type & ~PA_FLAG_MASK) {
    case PA_STRING:
        return va_arg(*list, const char *);
    case PA_WSTRING:
    case PA_POINTER:
        return (void)va_arg(*list, void *), NULL;
    case PA_FLOAT:
    case PA_DOUBLE:
        if (type & PA_FLAG_LONG_DOUBLE)
            (void)va_arg(*list, long double);
        else
            (void)va_arg(*list, double);
        return NULL;
    case PA_WCHAR:
        return (void)va_arg(*list, wint_t), NULL;
    default:
        if (large)
            (void)va_arg(*list, long long);
        else
            (void)va_arg(*list, int);
        return NULL;
    }
}

void format_reads(const char *format, va_list arguments, const void *where)
{
    int types[ARGUMENTS];

    if (!variable_seen || !strstr(format, "s") || may_cut_texts(format))
        return;
    size_t count = parse_printf_format(format, ARGUMENTS, types);
    va_list list;
    va_copy(list, arguments);
    for (size_t i = 0; i < count && i < ARGUMENTS; i++)
        variable_read_text(next_text(&list, types[i]), where);
    va_end(list);
}
