/* case.h - programs that are tables of small cases, one line of output each.

       static void unlocks_what_is_free(void)
       {
           pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

           NUMBER(pthread_mutex_lock(&mutex));
           NUMBER(pthread_mutex_unlock(&mutex));
       }

       static const struct one_case cases[] = {CASE(unlocks_what_is_free)};
       CASES_MAIN(cases)

   prints "unlocks_what_is_free: pthread_mutex_lock(&mutex)=0 ...", and at the
   end how many cases there were. Arguments choose cases by name.

   What a call leaves in errno is told where it is not what was there before,
   for it must be left alone by whoever stands in front of the call. Lines hold
   nothing that another run could have otherwise: no address, number of a
   process, or time. */
#ifndef PROGRAMS_CASE_H
#define PROGRAMS_CASE_H

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { UNTOUCHED = 4242 }; /* In errno before each call. */

struct one_case {
    const char *name;
    void (*run)(void);
};

/* The line of the case that runs. Only the program's first thread adds to it:
   others leave their results where it finds them. */
static struct {
    char text[4000];
    size_t length;
} said;

__attribute__((format(printf, 1, 2))) static inline void say(const char *format,
                                                             ...)
{
    size_t room = sizeof said.text - 1 - said.length;
    int kept = errno;
    va_list arguments;

    va_start(arguments, format);
    int length = vsnprintf(said.text + said.length, room, format, arguments);
    va_end(arguments);
    said.length += (size_t)length < room ? (size_t)length : room - 1;
    errno = kept;
}

/* One write for a line, which then stays whole. */
static inline void end_line(void)
{
    said.text[said.length++] = '\n';
    if (write(STDOUT_FILENO, said.text, said.length) < 0)
        _exit(99);
    said.length = 0;
}

static inline const char *error_name(int error)
{
    const char *name = strerrorname_np(error);

    return name ? name : "?";
}

static inline void say_errno(void)
{
    if (errno != UNTOUCHED)
        say("(%s)", error_name(errno));
}

/* A result that is -1 or less, with errno set, or a number. */
static inline long posix_case(const char *call, long result)
{
    say(" %s=%ld", call, result);
    say_errno();
    return result;
}

/* A result that is an error number. */
static inline int number_case(const char *call, int result)
{
    if (result > 0)
        say(" %s=%s", call, error_name(result));
    else
        say(" %s=%d", call, result);
    say_errno();
    return result;
}

#define POSIX(call)  posix_case(#call, (errno = UNTOUCHED, (long)(call)))
#define NUMBER(call) number_case(#call, (errno = UNTOUCHED, (int)(call)))
#define SHOW(value)  say(" %s=%ld", #value, (long)(value))

/* As NUMBER, where another thread made the call. */
#define ERROR(value) say(" %s=%s", #value, (value) ? error_name(value) : "0")

static inline void say_status(const char *what, int status)
{
    if (WIFEXITED(status))
        say(" %s=exited %d", what, WEXITSTATUS(status));
    else if (WIFSIGNALED(status))
        say(" %s=SIG%s", what, sigabbrev_np(WTERMSIG(status)));
    else if (WIFSTOPPED(status))
        say(" %s=stopped by SIG%s", what, sigabbrev_np(WSTOPSIG(status)));
    else
        say(" %s=%s", what, WIFCONTINUED(status) ? "continued" : "?");
}

#define STATUS(status) say_status(#status, status)

/* Something went wrong that is not what the case is about. */
#define NEED(truth)                                                            \
    do {                                                                       \
        if (!(truth)) {                                                        \
            say(" needed: %s", #truth);                                        \
            end_line();                                                        \
            _exit(98);                                                         \
        }                                                                      \
    } while (0)

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
static const struct timespec past __attribute__((unused)) = {.tv_sec = 1};

/* How a child that does this ends. */
static inline int in_child(void (*what)(void))
{
    int status = -1;
    pid_t child = fork();

    NEED(child >= 0);
    if (child == 0) {
        what();
        _exit(0);
    }
    NEED(waitpid(child, &status, 0) == child);
    return status;
}

static inline pid_t fork_that_exits(int code)
{
    pid_t child = fork();

    NEED(child >= 0);
    if (child == 0)
        _exit(code);
    return child;
}

static inline pid_t fork_that_stays(void)
{
    pid_t child = fork();

    NEED(child >= 0);
    while (child == 0)
        pause();
    return child;
}

static inline int run_cases(const struct one_case *cases, size_t count,
                            int argc, char **argv)
{
    int run = 0;

    for (size_t i = 0; i < count; i++) {
        int wanted = argc < 2;

        for (int j = 1; j < argc; j++)
            wanted |= strcmp(argv[j], cases[i].name) == 0;
        if (!wanted)
            continue;
        say("%s:", cases[i].name);
        cases[i].run();
        end_line();
        run++;
    }
    say("%d cases", run);
    end_line();
    return 0;
}

#define CASE(name)                                                             \
    {                                                                          \
#name, name                                                            \
    }
#define CASES_MAIN(cases)                                                      \
    int main(int argc, char **argv)                                            \
    {                                                                          \
        return run_cases(cases, sizeof cases / sizeof *cases, argc, argv);     \
    }

#endif
