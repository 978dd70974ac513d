/* input.c - reading through stdio.

   libc fills a stream's buffer by a read that nobody sees, and that may wait
   for ever while the task has the turn. So under control the calls are made of
   single characters, and where the next one is not in the buffer the task
   stands before the read as before any other. */
#include "runtime/descriptor.h"
#include "runtime/emit.h"
#include "runtime/explore.h"
#include "runtime/real.h"
#include "runtime/transfer.h"
#include "runtime/turn.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* A stream whose reads are made in turn; NULL self: libc does it all, as it
   does for terminals and devices, whom no task makes ready. */
struct input {
    struct self *self;
    FILE *stream;
    const void *where;
};

static struct input input_of(FILE *stream, const void *where)
{
    struct input input = {watched(), stream, where};

    if (input.self && (!turn_controls() || explore_runs() ||
                       !transfer_may_wait(fileno(stream)) ||
                       descriptor_key(fileno(stream)) == 0))
        input.self = NULL;
    return input;
}

/* Bytes that need no read. Those before one put back are kept aside. */
static size_t buffered(const FILE *stream)
{
    const int put_back = 0x100; /* glibc's _IO_IN_BACKUP. */
    ptrdiff_t left = stream->_IO_read_end - stream->_IO_read_ptr;

    if (left == 0 && (stream->_flags & put_back))
        left = stream->_IO_save_end - stream->_IO_save_base;
    return left > 0 ? (size_t)left : 0;
}

static int next(const struct input *input)
{
    FILE *stream = input->stream;

    if (buffered(stream) > 0 || feof(stream))
        return REAL(fgetc)(stream);
    uint64_t key = descriptor_key(fileno(stream));
    int error = transfer_begins(input->self, OP_READ, key, fileno(stream),
                                input->where);
    if (error) {
        errno = error;
        stream->_flags |= _IO_ERR_SEEN;
        return EOF;
    }
    int byte = REAL(fgetc)(stream);
    transfer_ends(input->self, OP_READ, key,
                  byte != EOF      ? 1 + (ssize_t)buffered(stream)
                  : ferror(stream) ? -1
                                   : 0,
                  input->where);
    return byte;
}

/* As much as there is at once: at least one byte, or 0 at the end. */
static size_t some(const struct input *input, char *to, size_t room)
{
    size_t there = buffered(input->stream);

    if (there > 0)
        return REAL(fread)(to, 1, there < room ? there : room, input->stream);
    int byte = next(input);
    if (byte == EOF)
        return 0;
    *to = (char)byte;
    return 1;
}

static size_t take(FILE *stream, void *to, size_t size, size_t count,
                   const void *where)
{
    struct input input = input_of(stream, where);
    size_t got = 0;
    size_t part;

    if (!input.self || size == 0 || count > SIZE_MAX / size)
        return REAL(fread)(to, size, count, stream);
    while (got < size * count &&
           (part = some(&input, (char *)to + got, size * count - got)) > 0)
        got += part;
    return got / size;
}

static char *take_line(FILE *stream, char *line, int room, const void *where)
{
    struct input input = input_of(stream, where);
    int length = 0;
    int byte = 0;

    if (!input.self || room < 2)
        return REAL(fgets)(line, room, stream);
    while (length < room - 1 && byte != '\n' && (byte = next(&input)) != EOF)
        line[length++] = (char)byte;
    if (length == 0 || (byte == EOF && ferror(stream)))
        return NULL;
    line[length] = '\0';
    return line;
}

static ssize_t take_until(FILE *stream, char **line, size_t *room, int end,
                          const void *where)
{
    struct input input = input_of(stream, where);
    size_t length = 0;
    int byte;

    if (!input.self || !line || !room)
        return REAL(getdelim)(line, room, end, stream);
    do {
        byte = next(&input);
        if (!*line || length + 2 > *room) {
            size_t wanted = *line && *room > 60 ? 2 * *room : 120;
            char *grown = realloc(*line, wanted);

            if (!grown)
                return -1;
            *line = grown;
            *room = wanted;
        }
        if (byte != EOF)
            (*line)[length++] = (char)byte;
    } while (byte != EOF && byte != end);
    (*line)[length] = '\0';
    return length > 0 ? (ssize_t)length : -1;
}

static int take_character(FILE *stream, const void *where)
{
    struct input input = input_of(stream, where);

    return input.self ? next(&input) : REAL(fgetc)(stream);
}

EXPORT int fgetc(FILE *stream)
{
    return take_character(stream, WHERE);
}

#undef getc
EXPORT int getc(FILE *stream)
{
    return take_character(stream, WHERE);
}

#undef getchar
EXPORT int getchar(void)
{
    return take_character(stdin, WHERE);
}

EXPORT size_t fread(void *to, size_t size, size_t count, FILE *stream)
{
    return take(stream, to, size, count, WHERE);
}

EXPORT char *fgets(char *line, int room, FILE *stream)
{
    return take_line(stream, line, room, WHERE);
}

EXPORT ssize_t getdelim(char **line, size_t *room, int end, FILE *stream)
{
    return take_until(stream, line, room, end, WHERE);
}

EXPORT ssize_t getline(char **line, size_t *room, FILE *stream)
{
    return take_until(stream, line, room, '\n', WHERE);
}

/* What programs built with _FORTIFY_SOURCE call; the compiler has checked
   what it could, and the rest is checked here. */
char *__fgets_chk(char *line, size_t size, int room, FILE *stream);
EXPORT char *__fgets_chk(char *line, size_t size, int room, FILE *stream)
{
    if (room > 0 && (size_t)room > size)
        abort();
    return take_line(stream, line, room, WHERE);
}

size_t __fread_chk(void *to, size_t room, size_t size, size_t count,
                   FILE *stream);
EXPORT size_t __fread_chk(void *to, size_t room, size_t size, size_t count,
                          FILE *stream)
{
    if (size > 0 && count > room / size)
        abort();
    return take(stream, to, size, count, WHERE);
}

/* ---- scanf reads from a stream of ours, which reads on from the program's
   one character at a time, and keeps the one that it did not take. ---- */

typedef int scanning(FILE *, const char *, va_list);

static ssize_t read_on(void *from, char *to, size_t size)
{
    const struct input *input = from;
    int byte = size > 0 ? next(input) : EOF;

    if (byte == EOF)
        return ferror(input->stream) ? -1 : 0;
    *to = (char)byte;
    return 1;
}

static int scan(scanning *real_one, FILE *stream, const char *format,
                va_list arguments, const void *where)
{
    struct input input = input_of(stream, where);
    FILE *reader = NULL;

    if (input.self)
        reader =
            fopencookie(&input, "r", (cookie_io_functions_t){.read = read_on});
    if (!reader)
        return real_one(stream, format, arguments);
    setvbuf(reader, NULL, _IONBF, 0);
    int count = real_one(reader, format, arguments);
    int saved = errno;
    if (reader->_IO_read_ptr < reader->_IO_read_end)
        ungetc((unsigned char)*reader->_IO_read_ptr, stream);
    fclose(reader);
    errno = saved;
    return count;
}

/* The headers give scanf the name of the standard that it keeps to. Each is a
   function of its own, with its own behaviour, and not each libc has all. */
#define SCANNING(prefix, name)                                                 \
    int prefix##_scanf(const char *format, ...) __asm__(name "scanf");         \
    int prefix##_vscanf(const char *format,                                    \
                        va_list arguments) __asm__(name "vscanf");             \
    int prefix##_fscanf(FILE *stream, const char *format,                      \
                        ...) __asm__(name "fscanf");                           \
    int prefix##_vfscanf(FILE *stream, const char *format,                     \
                         va_list arguments) __asm__(name "vfscanf");           \
    static scanning *prefix##_real(void)                                       \
    {                                                                          \
        static _Atomic(scanning *) found;                                      \
        if (!found) {                                                          \
            scanning *real_one = NULL;                                         \
            *(void **)&real_one = dlsym(RTLD_NEXT, name "vfscanf");            \
            found = real_one;                                                  \
        }                                                                      \
        return found;                                                          \
    }                                                                          \
    EXPORT int prefix##_scanf(const char *format, ...)                         \
    {                                                                          \
        va_list arguments;                                                     \
        va_start(arguments, format);                                           \
        int count = scan(prefix##_real(), stdin, format, arguments, WHERE);    \
        va_end(arguments);                                                     \
        return count;                                                          \
    }                                                                          \
    EXPORT int prefix##_vscanf(const char *format, va_list arguments)          \
    {                                                                          \
        return scan(prefix##_real(), stdin, format, arguments, WHERE);         \
    }                                                                          \
    EXPORT int prefix##_fscanf(FILE *stream, const char *format, ...)          \
    {                                                                          \
        va_list arguments;                                                     \
        va_start(arguments, format);                                           \
        int count = scan(prefix##_real(), stream, format, arguments, WHERE);   \
        va_end(arguments);                                                     \
        return count;                                                          \
    }                                                                          \
    EXPORT int prefix##_vfscanf(FILE *stream, const char *format,              \
                                va_list arguments)                             \
    {                                                                          \
        return scan(prefix##_real(), stream, format, arguments, WHERE);        \
    }

SCANNING(gnu, "")
SCANNING(c99, "__isoc99_")
SCANNING(c23, "__isoc23_")
