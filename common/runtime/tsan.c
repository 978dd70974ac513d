/* tsan.c - what code compiled with -fsanitize=thread calls.

   Compilers turn each access to memory that may be shared into a call of these
   functions, whose names and meanings are those of compiler-rt's
   tsan_interface.h and tsan_interface_atomic.h. The runtime stands in for the
   sanitizer's own library: plain accesses are told before they are made;
   atomic ones are made here. */
#include "runtime/explore.h"
#include "runtime/format.h"
#include "runtime/hint.h"
#include "runtime/real.h"
#include "runtime/variable.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define SEEN(name, op, size)                                                   \
    void name(void *address);                                                  \
    EXPORT void name(void *address)                                            \
    {                                                                          \
        if (UNLIKELY(self_area != NULL))                                       \
            variable_access(op, address, size, WHERE);                         \
    }

#define SEEN_SIZES(read, write)                                                \
    SEEN(read##1, OP_READ_VARIABLE, 1)                                         \
    SEEN(read##2, OP_READ_VARIABLE, 2)                                         \
    SEEN(read##4, OP_READ_VARIABLE, 4)                                         \
    SEEN(read##8, OP_READ_VARIABLE, 8)                                         \
    SEEN(read##16, OP_READ_VARIABLE, 16)                                       \
    SEEN(write##1, OP_WRITE_VARIABLE, 1)                                       \
    SEEN(write##2, OP_WRITE_VARIABLE, 2)                                       \
    SEEN(write##4, OP_WRITE_VARIABLE, 4)                                       \
    SEEN(write##8, OP_WRITE_VARIABLE, 8)                                       \
    SEEN(write##16, OP_WRITE_VARIABLE, 16)

SEEN_SIZES(__tsan_read, __tsan_write)
SEEN_SIZES(__tsan_unaligned_read, __tsan_unaligned_write)
SEEN_SIZES(__tsan_volatile_read, __tsan_volatile_write)
SEEN_SIZES(__tsan_unaligned_volatile_read, __tsan_unaligned_volatile_write)

/* clang: both, of one variable, with nothing between that others could see.
   They are two operations all the same. */
#define SEEN_TWICE(name, size)                                                 \
    void name(void *address);                                                  \
    EXPORT void name(void *address)                                            \
    {                                                                          \
        if (LIKELY(self_area == NULL))                                         \
            return;                                                            \
        variable_access(OP_READ_VARIABLE, address, size, WHERE);               \
        variable_access(OP_WRITE_VARIABLE, address, size, WHERE);              \
    }

SEEN_TWICE(__tsan_read_write1, 1)
SEEN_TWICE(__tsan_read_write2, 2)
SEEN_TWICE(__tsan_read_write4, 4)
SEEN_TWICE(__tsan_read_write8, 8)
SEEN_TWICE(__tsan_read_write16, 16)
SEEN_TWICE(__tsan_unaligned_read_write2, 2)
SEEN_TWICE(__tsan_unaligned_read_write4, 4)
SEEN_TWICE(__tsan_unaligned_read_write8, 8)
SEEN_TWICE(__tsan_unaligned_read_write16, 16)

#define SEEN_RANGE(name, op)                                                   \
    void name(void *address, unsigned long size);                              \
    EXPORT void name(void *address, unsigned long size)                        \
    {                                                                          \
        if (UNLIKELY(self_area != NULL))                                       \
            variable_access(op, address, size, WHERE);                         \
    }

SEEN_RANGE(__tsan_read_range, OP_READ_VARIABLE)
SEEN_RANGE(__tsan_write_range, OP_WRITE_VARIABLE)

/* Of C++: what tells an object's class, which constructors and destructors
   write, as they did before or anew. */
void __tsan_vptr_update(void **address, void *value);
EXPORT void __tsan_vptr_update(void **address, void *value)
{
    if (UNLIKELY(self_area != NULL) && *address != value)
        variable_access(OP_WRITE_VARIABLE, address, sizeof *address, WHERE);
}

SEEN(__tsan_vptr_read, OP_READ_VARIABLE, sizeof(void *))

/* Of no interest here. */
#define IGNORED(name, ...)                                                     \
    void name(__VA_ARGS__);                                                    \
    EXPORT void name(__VA_ARGS__)                                              \
    {                                                                          \
    }

void __tsan_init(void);
EXPORT void __tsan_init(void)
{
    variable_seen = true;
}

IGNORED(__tsan_ignore_thread_begin, void)
IGNORED(__tsan_ignore_thread_end, void)

/* The frame of the function that calls one of these, which has a frame pointer:
   it lies between where the call returns to and where its own does. */
#define FRAME_LOW ((uintptr_t)__builtin_frame_address(0) + FRAME_ABOVE)
#define FRAME_END (*(const uintptr_t *)__builtin_frame_address(0) + FRAME_ABOVE)

enum { FRAME_ABOVE = 16 }; /* From the frame pointer to the frame's end. */

void __tsan_func_entry(void *caller);
EXPORT void __tsan_func_entry(void *caller)
{
    (void)caller;
    if (LIKELY(self_area == NULL))
        return;
    if (explore_runs())
        explore_note_entered(FRAME_LOW, FRAME_END, WHERE);
    else
        hint_entered(FRAME_END, WHERE);
}

void __tsan_func_exit(void);
EXPORT void __tsan_func_exit(void)
{
    if (LIKELY(self_area == NULL))
        return;
    if (explore_runs()) /* What comes next is the end of the function. */
        explore_note_left(FRAME_LOW, FRAME_END, (const char *)WHERE + 1);
    else
        hint_left();
}

/* ---- Functions of libc that read and write memory for the program. The
   linker sends its calls here (--wrap). ---- */

static void both(const void *from, void *to, size_t size, const void *where)
{
    variable_access(OP_READ_VARIABLE, from, size, where);
    variable_access(OP_WRITE_VARIABLE, to, size, where);
}

void *__wrap_memcpy(void *to, const void *from, size_t size);
EXPORT void *__wrap_memcpy(void *to, const void *from, size_t size)
{
    if (UNLIKELY(self_area != NULL))
        both(from, to, size, WHERE);
    return memcpy(to, from, size);
}

void *__wrap_memmove(void *to, const void *from, size_t size);
EXPORT void *__wrap_memmove(void *to, const void *from, size_t size)
{
    if (UNLIKELY(self_area != NULL))
        both(from, to, size, WHERE);
    return memmove(to, from, size);
}

void *__wrap_memset(void *to, int byte, size_t size);
EXPORT void *__wrap_memset(void *to, int byte, size_t size)
{
    if (UNLIKELY(self_area != NULL))
        variable_access(OP_WRITE_VARIABLE, to, size, WHERE);
    return memset(to, byte, size);
}

char *__wrap_strcpy(char *to, const char *from);
EXPORT char *__wrap_strcpy(char *to, const char *from)
{
    if (UNLIKELY(self_area != NULL))
        both(from, to, strlen(from) + 1, WHERE);
    return strcpy(to, from);
}

char *__wrap_strncpy(char *to, const char *from, size_t size);
EXPORT char *__wrap_strncpy(char *to, const char *from, size_t size)
{
    if (UNLIKELY(self_area != NULL)) {
        variable_access(OP_READ_VARIABLE, from, strnlen(from, size), WHERE);
        variable_access(OP_WRITE_VARIABLE, to, size, WHERE);
    }
    return strncpy(to, from, size);
}

char *__wrap_strcat(char *to, const char *from);
EXPORT char *__wrap_strcat(char *to, const char *from)
{
    if (UNLIKELY(self_area != NULL))
        both(from, to + strlen(to), strlen(from) + 1, WHERE);
    return strcat(to, from);
}

size_t __wrap_strlen(const char *text);
EXPORT size_t __wrap_strlen(const char *text)
{
    if (UNLIKELY(self_area != NULL))
        variable_access(OP_READ_VARIABLE, text, strlen(text) + 1, WHERE);
    return strlen(text);
}

int __wrap_strcmp(const char *one, const char *other);
EXPORT int __wrap_strcmp(const char *one, const char *other)
{
    if (UNLIKELY(self_area != NULL)) {
        variable_access(OP_READ_VARIABLE, one, strlen(one) + 1, WHERE);
        variable_access(OP_READ_VARIABLE, other, strlen(other) + 1, WHERE);
    }
    return strcmp(one, other);
}

int __wrap_memcmp(const void *one, const void *other, size_t size);
EXPORT int __wrap_memcmp(const void *one, const void *other, size_t size)
{
    if (UNLIKELY(self_area != NULL)) {
        variable_access(OP_READ_VARIABLE, one, size, WHERE);
        variable_access(OP_READ_VARIABLE, other, size, WHERE);
    }
    return memcmp(one, other, size);
}

/* These are no operations of their own: what is in their way is noticed. */

char *__wrap_strncat(char *to, const char *from, size_t size);
EXPORT char *__wrap_strncat(char *to, const char *from, size_t size)
{
    if (UNLIKELY(self_area != NULL)) {
        size_t length = strnlen(from, size);

        variable_note(OP_READ_VARIABLE, from, length, WHERE);
        variable_note(OP_WRITE_VARIABLE, to + strlen(to), length + 1, WHERE);
    }
    return strncat(to, from, size);
}

int __wrap_strncmp(const char *one, const char *other, size_t size);
EXPORT int __wrap_strncmp(const char *one, const char *other, size_t size)
{
    if (UNLIKELY(self_area != NULL)) {
        variable_note(OP_READ_VARIABLE, one, strnlen(one, size), WHERE);
        variable_note(OP_READ_VARIABLE, other, strnlen(other, size), WHERE);
    }
    return strncmp(one, other, size);
}

char *__wrap_strchr(const char *text, int letter);
EXPORT char *__wrap_strchr(const char *text, int letter)
{
    if (UNLIKELY(self_area != NULL))
        variable_read_text(text, WHERE);
    return strchr(text, letter);
}

char *__wrap_strdup(const char *text);
EXPORT char *__wrap_strdup(const char *text)
{
    if (UNLIKELY(self_area != NULL))
        variable_read_text(text, WHERE);
    return strdup(text);
}

/* How much will be written is found out by writing it to nowhere. */
__attribute__((format(printf, 3, 0))) static int
print_into(char *to, size_t size, const char *format, va_list arguments,
           const void *where)
{
    if (UNLIKELY(self_area != NULL)) {
        va_list again;

        format_reads(format, arguments, where);
        va_copy(again, arguments);
        int length = vsnprintf(NULL, 0, format, again);
        va_end(again);
        if (length >= 0 && size > 0)
            variable_note(OP_WRITE_VARIABLE, to,
                          (size_t)length < size ? (size_t)length + 1 : size,
                          where);
    }
    return vsnprintf(to, size, format, arguments);
}

__attribute__((format(printf, 2, 3))) int
__wrap_sprintf(char *to, const char *format, ...);
EXPORT int __wrap_sprintf(char *to, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    int length = print_into(to, INT_MAX, format, arguments, WHERE);
    va_end(arguments);
    return length;
}

__attribute__((format(printf, 3, 4))) int
__wrap_snprintf(char *to, size_t size, const char *format, ...);
EXPORT int __wrap_snprintf(char *to, size_t size, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    int length = print_into(to, size, format, arguments, WHERE);
    va_end(arguments);
    return length;
}
