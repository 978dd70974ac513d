/* equivalence_print.c - what is printed for people: the bytes, the results,
   and what a stream that cannot be written to says. */
#include "case.h"

#include <stdarg.h>

/* What a program calls that was built with _FORTIFY_SOURCE. */
int __printf_chk(int flag, const char *format, ...);
int __fprintf_chk(FILE *stream, int flag, const char *format, ...);
int __vprintf_chk(int flag, const char *format, va_list arguments);
int __vfprintf_chk(FILE *stream, int flag, const char *format,
                   va_list arguments);

static int by_vprintf(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    int length = vprintf(format, arguments);
    va_end(arguments);
    return length;
}

static int by_vfprintf(FILE *stream, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    int length = vfprintf(stream, format, arguments);
    va_end(arguments);
    return length;
}

static void formatted(void)
{
    int so_far = 0;

    POSIX(printf("%d %s %5.2f|%n\n", 1, "two", 3.0, &so_far));
    SHOW(so_far);
    POSIX(fprintf(stdout, "%s\n", "to a stream"));
    POSIX(fprintf(stderr, "%s\n", "to standard error"));
    POSIX(by_vprintf("%c%c\n", 'v', 'p'));
    POSIX(by_vfprintf(stdout, "%x\n", 255));
    POSIX(dprintf(1, "%s\n", "to a descriptor"));
    POSIX(dprintf(-1, "%s\n", "nowhere"));
    POSIX(printf("%s", ""));
    POSIX(printf("%s\n", (char *)NULL ? "" : "(null)"));
    fflush(stdout);
}

static int by_vprintf_chk(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    int length = __vprintf_chk(1, format, arguments);
    va_end(arguments);
    return length;
}

static int by_vfprintf_chk(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    int length = __vfprintf_chk(stdout, 1, format, arguments);
    va_end(arguments);
    return length;
}

static void formatted_with_checks(void)
{
    POSIX(__printf_chk(1, "%d checked\n", 1));
    POSIX(__fprintf_chk(stdout, 1, "%d checked\n", 2));
    POSIX(by_vprintf_chk("%d checked\n", 3));
    POSIX(by_vfprintf_chk("%d checked\n", 4));
    fflush(stdout);
}

static void plain(void)
{
    POSIX(puts("a line") >= 0);
    POSIX(fputs("another\n", stdout) >= 0);
    POSIX(fputc('x', stdout));
    POSIX(putc('y', stdout));
    POSIX(putchar('z'));
    POSIX(fwrite("abc\n", 1, 4, stdout));
    POSIX(fwrite("abcd\n", 5, 1, stdout));
    POSIX(fwrite("", 0, 5, stdout));
    POSIX(write(1, "written\n", 8));
    POSIX(write(2, "also\n", 5));
    fflush(stdout);
}

static void a_long_line(void)
{
    char text[3000];

    memset(text, 'm', sizeof text);
    text[sizeof text - 2] = '\n';
    text[sizeof text - 1] = '\0';
    POSIX(printf("%s", text));
    POSIX(puts(text) >= 0);
    fflush(stdout);
}

static void bytes_that_are_no_text(void)
{
    POSIX(fwrite("\0\1\2\377\n", 1, 5, stdout));
    POSIX(write(1, "\0\0\n", 3));
    fflush(stdout);
}

static void errors_in_words(void)
{
    errno = ENOENT;
    perror("what");
    errno = EAGAIN;
    perror(NULL);
    SHOW(errno == EAGAIN);
}

static void a_stream_for_reading(void)
{
    FILE *stream = fopen("/dev/null", "r");

    NEED(stream);
    POSIX(fprintf(stream, "no"));
    POSIX(fputs("no", stream));
    POSIX(fputc('n', stream));
    POSIX(fwrite("no", 1, 2, stream));
    fclose(stream);
}

static void to_a_file(void)
{
    char text[32] = "";
    FILE *stream = tmpfile();

    NEED(stream);
    POSIX(fprintf(stream, "%d", 12));
    POSIX(fputs("ab", stream) >= 0);
    POSIX(fputc('c', stream));
    POSIX(fwrite("de", 1, 2, stream));
    rewind(stream);
    SHOW(fread(text, 1, sizeof text, stream));
    say(" %s", text);
    fclose(stream);
}

static const struct one_case cases[] = {
    CASE(formatted),
    CASE(formatted_with_checks),
    CASE(plain),
    CASE(a_long_line),
    CASE(bytes_that_are_no_text),
    CASE(errors_in_words),
    CASE(a_stream_for_reading),
    CASE(to_a_file),
};
CASES_MAIN(cases)
