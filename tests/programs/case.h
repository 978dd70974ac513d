/* case.h - one line of output for each case that a program tries.

       POSIX(read(3, buffer, 10));          "read(3, buffer, 10): -1 EBADF"
       NUMBER(pthread_mutex_unlock(&m));    "pthread_mutex_unlock(&m): EPERM"
       SHOW(waitpid(-1, NULL, WNOHANG) > 0)  "waitpid(-1, ...) > 0: 1"

   What the call leaves in errno is told too, for it must be left alone by
   whoever stands in front of the call. */
#ifndef PROGRAMS_CASE_H
#define PROGRAMS_CASE_H

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { UNTOUCHED = 4242 }; /* In errno before each call. */

/* One write for a line, so that lines of many tasks stay whole. */
__attribute__((format(printf, 1, 2))) static inline void
line(const char *format, ...)
{
    char text[512];
    int kept = errno;
    va_list arguments;

    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text - 1, format, arguments);
    va_end(arguments);
    if (length > (int)sizeof text - 2)
        length = (int)sizeof text - 2;
    text[length++] = '\n';
    if (write(STDOUT_FILENO, text, (size_t)length) < 0)
        _exit(99);
    errno = kept;
}

static inline const char *error_name(int error)
{
    const char *name = strerrorname_np(error);

    return error == UNTOUCHED ? "untouched" : name ? name : "?";
}

static inline long posix_case(const char *call, long result)
{
    line("%s: %ld errno %s", call, result, error_name(errno));
    return result;
}

static inline int number_case(const char *call, int result)
{
    const char *name = strerrorname_np(result);

    line("%s: %s errno %s", call, name ? name : "another number",
         error_name(errno));
    return result;
}

#define POSIX(call)  posix_case(#call, (errno = UNTOUCHED, (long)(call)))
#define NUMBER(call) number_case(#call, (errno = UNTOUCHED, (int)(call)))
#define SHOW(value)  line("%s: %ld", #value, (long)(value))

/* So many milliseconds from now, on a clock; and an absurd time. */
static inline struct timespec soon(clockid_t clock, long ms)
{
    struct timespec time;

    clock_gettime(clock, &time);
    time.tv_nsec += ms % 1000 * 1000000;
    time.tv_sec += ms / 1000 + time.tv_nsec / 1000000000;
    time.tv_nsec %= 1000000000;
    return time;
}

static const struct timespec absurd
    __attribute__((unused)) = {.tv_sec = 4000000000, .tv_nsec = 2000000000};

/* Something went wrong that is not what the program is about. */
#define NEED(truth)                                                            \
    do {                                                                       \
        if (!(truth)) {                                                        \
            line("needed: %s", #truth);                                        \
            _exit(98);                                                         \
        }                                                                      \
    } while (0)

#endif
