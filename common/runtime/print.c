/* print.c - printing through stdio and straight to the descriptor.

   The text itself reaches the lab through the program's standard output. What
   is told here is which task printed it, when, and how it began. */
#include "runtime/print.h"

#include "runtime/emit.h"
#include "runtime/explore.h"
#include "runtime/format.h"
#include "runtime/real.h"
#include "runtime/variable.h"

#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

enum { SHOWN = 64 }; /* Bytes of the text that are told. */

bool print_is_for_people(int fd)
{
    int saved = errno;
    struct stat status;
    bool standard = fd == STDOUT_FILENO || fd == STDERR_FILENO;

    if (explore_runs())
        return standard;
    bool shown = standard && fstat(fd, &status) == 0 && S_ISCHR(status.st_mode);

    errno = saved;
    return shown;
}

static bool is_shown(FILE *stream)
{
    return (stream == stdout || stream == stderr) &&
           print_is_for_people(fileno(stream));
}

void print_tell(struct self *self, const char *text, ssize_t length,
                const void *where)
{
    int saved = errno;
    char shown[SHOWN + 1];

    if (length > 0) {
        size_t kept = (size_t)length < SHOWN ? (size_t)length : SHOWN;

        while (kept > 0 && text[kept - 1] == '\n')
            kept--;
        for (size_t i = 0; i < kept; i++)
            shown[i] = text[i] == '\n' ? ' '
                       : (unsigned char)text[i] < ' ' || text[i] == 0x7f
                           ? '?'
                           : text[i];
        shown[kept] = '\0';
        emit_text(self, OP_PRINT, STAGE_DID, 0, length, shown, where);
    }
    errno = saved;
}

/* Formats a second time, into a short buffer, for the lab to see. */
__attribute__((format(printf, 2, 0))) static int
print_format(FILE *stream, const char *format, va_list arguments,
             const void *where)
{
    struct self *self = watched();

    if (self)
        format_reads(format, arguments, where);
    if (!self || !is_shown(stream))
        return REAL(vfprintf)(stream, format, arguments);
    va_list again;
    char text[SHOWN + 1] = "";
    va_copy(again, arguments);
    vsnprintf(text, sizeof text, format, again);
    va_end(again);
    announce(self, OP_PRINT, 0, 0, where);
    if (explore_runs())
        return explore_vprint(format, arguments);
    int length = REAL(vfprintf)(stream, format, arguments);
    size_t kept = strlen(text);
    print_tell(self, text, length < (int)kept ? length : (ssize_t)kept, where);
    return length;
}

EXPORT int printf(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    int length = print_format(stdout, format, arguments, WHERE);
    va_end(arguments);
    return length;
}

EXPORT int fprintf(FILE *stream, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    int length = print_format(stream, format, arguments, WHERE);
    va_end(arguments);
    return length;
}

EXPORT int vprintf(const char *format, va_list arguments)
{
    return print_format(stdout, format, arguments, WHERE);
}

EXPORT int vfprintf(FILE *stream, const char *format, va_list arguments)
{
    return print_format(stream, format, arguments, WHERE);
}

EXPORT int dprintf(int fd, const char *format, ...)
{
    struct self *self = watched();
    va_list arguments;
    char text[SHOWN + 1] = "";

    if (self && print_is_for_people(fd)) {
        va_start(arguments, format);
        vsnprintf(text, sizeof text, format, arguments);
        va_end(arguments);
        announce(self, OP_PRINT, 0, 0, WHERE);
    }
    va_start(arguments, format);
    int length = explore_runs() && print_is_for_people(fd)
                     ? explore_vprint(format, arguments)
                     : REAL(vdprintf)(fd, format, arguments);
    va_end(arguments);
    if (self && *text)
        print_tell(self, text, (ssize_t)strlen(text), WHERE);
    return length;
}

/* What programs built with _FORTIFY_SOURCE call instead. The check is that of
   the format's memory, which vfprintf does without. */
__attribute__((format(printf, 2, 3))) int __printf_chk(int flag,
                                                       const char *format, ...);
__attribute__((format(printf, 3, 4))) int
__fprintf_chk(FILE *stream, int flag, const char *format, ...);
__attribute__((format(printf, 2, 0))) int
__vprintf_chk(int flag, const char *format, va_list arguments);
__attribute__((format(printf, 3, 0))) int
__vfprintf_chk(FILE *stream, int flag, const char *format, va_list arguments);

EXPORT int __printf_chk(int flag, const char *format, ...)
{
    va_list arguments;

    (void)flag;
    va_start(arguments, format);
    int length = print_format(stdout, format, arguments, WHERE);
    va_end(arguments);
    return length;
}

EXPORT int __fprintf_chk(FILE *stream, int flag, const char *format, ...)
{
    va_list arguments;

    (void)flag;
    va_start(arguments, format);
    int length = print_format(stream, format, arguments, WHERE);
    va_end(arguments);
    return length;
}

EXPORT int __vprintf_chk(int flag, const char *format, va_list arguments)
{
    (void)flag;
    return print_format(stdout, format, arguments, WHERE);
}

EXPORT int __vfprintf_chk(FILE *stream, int flag, const char *format,
                          va_list arguments)
{
    (void)flag;
    return print_format(stream, format, arguments, WHERE);
}

EXPORT int fputs(const char *text, FILE *stream)
{
    struct self *self = watched();

    if (self)
        variable_read_text(text, WHERE);
    if (!self || !is_shown(stream))
        return REAL(fputs)(text, stream);
    announce(self, OP_PRINT, 0, 0, WHERE);
    if (explore_runs()) {
        explore_print(text, strlen(text));
        return 1;
    }
    int result = REAL(fputs)(text, stream);
    print_tell(self, text, (ssize_t)strlen(text), WHERE);
    return result;
}

EXPORT int puts(const char *text)
{
    struct self *self = watched();

    if (self)
        variable_read_text(text, WHERE);
    if (!self || !is_shown(stdout))
        return REAL(puts)(text);
    announce(self, OP_PRINT, 0, 0, WHERE);
    if (explore_runs()) {
        explore_print(text, strlen(text));
        explore_print("\n", 1);
        return 1;
    }
    int result = REAL(puts)(text);
    print_tell(self, text, (ssize_t)strlen(text), WHERE);
    return result;
}

EXPORT size_t fwrite(const void *items, size_t size, size_t count, FILE *stream)
{
    struct self *self = watched();

    if (!self || !is_shown(stream))
        return REAL(fwrite)(items, size, count, stream);
    announce(self, OP_PRINT, 0, 0, WHERE);
    if (explore_runs()) {
        explore_print(items, size * count);
        return count;
    }
    size_t written = REAL(fwrite)(items, size, count, stream);
    print_tell(self, items, (ssize_t)(written * size), WHERE);
    return written;
}

static int print_character(int character, FILE *stream, const void *where)
{
    struct self *self = watched();
    char text = (char)character;

    if (!self || !is_shown(stream))
        return REAL(fputc)(character, stream);
    announce(self, OP_PRINT, 0, 0, where);
    if (explore_runs()) {
        explore_print(&text, 1);
        return (unsigned char)text;
    }
    int result = REAL(fputc)(character, stream);
    print_tell(self, &text, 1, where);
    return result;
}

EXPORT int fputc(int character, FILE *stream)
{
    return print_character(character, stream, WHERE);
}

#undef putc
EXPORT int putc(int character, FILE *stream)
{
    return print_character(character, stream, WHERE);
}

#undef putchar
EXPORT int putchar(int character)
{
    return print_character(character, stdout, WHERE);
}

EXPORT void perror(const char *prefix)
{
    struct self *self = watched();
    bool shown = self && is_shown(stderr);

    if (shown)
        announce(self, OP_PRINT, 0, 0, WHERE);
    int saved = errno;
    if (!explore_runs())
        REAL(perror)(prefix);
    if (shown) {
        char text[SHOWN + 1];
        int length = snprintf(text, sizeof text, "%s: error %d",
                              prefix ? prefix : "", saved);

        if (explore_runs())
            explore_print(text, strlen(text));

        print_tell(self, text, length, WHERE);
    }
}
