/* exec.c - becoming another program, and starting one.

   The program may hand over an environment of its own making, without what
   brings the runtime into the next program: that is put in. */
#include "runtime/exec.h"

#include "runtime/emit.h"
#include "runtime/real.h"
#include "runtime/turn.h"

#include <alloca.h>
#include <dlfcn.h>
#include <limits.h>
#include <stdarg.h>
#include <string.h>

extern char **environ;

static char preload_entry[PATH_MAX + 16]; /* LD_PRELOAD=... */
static char area_entry[PATH_MAX + 32];

void exec_remember(void)
{
    const char *area = REAL(getenv)(AREA_VARIABLE);
    Dl_info here;

    if (dladdr(preload_entry, &here) != 0 && here.dli_fname)
        snprintf(preload_entry, sizeof preload_entry, "LD_PRELOAD=%s",
                 here.dli_fname);
    snprintf(area_entry, sizeof area_entry, AREA_VARIABLE "=%s",
             area ? area : "");
}

static bool has_entry(char *const environment[], const char *entry)
{
    size_t name = (size_t)(strchr(entry, '=') - entry) + 1;

    for (; environment && *environment; environment++) {
        if (strncmp(*environment, entry, name) == 0)
            return true;
    }
    return false;
}

static size_t length_of(char *const list[])
{
    size_t length = 0;

    while (list && list[length])
        length++;
    return length;
}

/* An environment with ours put in where it is missing, in `room`, which holds
   three entries more than the environment. A program that sets LD_PRELOAD
   itself means it: we stay out. */
static char *const *with_ours(char *const environment[], char **room)
{
    size_t length = length_of(environment);

    if (has_entry(environment, preload_entry) &&
        has_entry(environment, area_entry))
        return environment;
    if (length > 0)
        memcpy(room, environment, length * sizeof *room);
    if (!has_entry(environment, preload_entry))
        room[length++] = preload_entry;
    if (!has_entry(environment, area_entry))
        room[length++] = area_entry;
    room[length] = NULL;
    return room;
}

#define WITH_OURS(environment)                                                 \
    with_ours(environment,                                                     \
              alloca((length_of(environment) + 3) * sizeof(char *)))

static void tell_exec(struct self *self, const char *path, const void *where)
{
    announce(self, OP_EXEC, 0, 0, where);
    emit_text(self, OP_EXEC, STAGE_WANTS, 0, 0, path, where);
}

static int tell_refused(struct self *self, int result, const void *where)
{
    int saved = errno;

    emit(self, OP_EXEC, STAGE_FAILED, 0, saved, where);
    errno = saved;
    return result;
}

EXPORT int execve(const char *path, char *const arguments[],
                  char *const environment[])
{
    struct self *self = watched();

    if (!self)
        return REAL(execve)(path, arguments, environment);
    tell_exec(self, path, WHERE);
    return tell_refused(
        self, REAL(execve)(path, arguments, WITH_OURS(environment)), WHERE);
}

EXPORT int execvpe(const char *file, char *const arguments[],
                   char *const environment[])
{
    struct self *self = watched();

    if (!self)
        return REAL(execvpe)(file, arguments, environment);
    tell_exec(self, file, WHERE);
    return tell_refused(
        self, REAL(execvpe)(file, arguments, WITH_OURS(environment)), WHERE);
}

EXPORT int execv(const char *path, char *const arguments[])
{
    struct self *self = watched();

    if (!self)
        return REAL(execve)(path, arguments, environ);
    tell_exec(self, path, WHERE);
    return tell_refused(self, REAL(execve)(path, arguments, WITH_OURS(environ)),
                        WHERE);
}

EXPORT int execvp(const char *file, char *const arguments[])
{
    struct self *self = watched();

    if (!self)
        return REAL(execvpe)(file, arguments, environ);
    tell_exec(self, file, WHERE);
    return tell_refused(
        self, REAL(execvpe)(file, arguments, WITH_OURS(environ)), WHERE);
}

EXPORT int fexecve(int fd, char *const arguments[], char *const environment[])
{
    struct self *self = watched();

    if (!self)
        return REAL(fexecve)(fd, arguments, environment);
    tell_exec(self, arguments[0] ? arguments[0] : "", WHERE);
    return tell_refused(
        self, REAL(fexecve)(fd, arguments, WITH_OURS(environment)), WHERE);
}

/* The arguments of execl and its kin, as a list: counted in a first pass,
   copied in a second. */
static size_t count_arguments(va_list passed)
{
    size_t count = 1;

    while (va_arg(passed, char *))
        count++;
    return count;
}

static void copy_arguments(char **list, const char *first, va_list passed)
{
    *list = (char *)(uintptr_t)first;
    while (*list)
        *++list = va_arg(passed, char *);
}

#define COLLECT(arguments, first)                                              \
    do {                                                                       \
        va_list passed;                                                        \
        va_start(passed, first);                                               \
        size_t count = count_arguments(passed);                                \
        va_end(passed);                                                        \
        (arguments) = alloca((count + 1) * sizeof(char *));                    \
        va_start(passed, first);                                               \
        copy_arguments(arguments, first, passed);                              \
        va_end(passed);                                                        \
    } while (0)

EXPORT int execl(const char *path, const char *first, ...)
{
    char **arguments;

    COLLECT(arguments, first);
    return execv(path, arguments);
}

EXPORT int execlp(const char *file, const char *first, ...)
{
    char **arguments;

    COLLECT(arguments, first);
    return execvp(file, arguments);
}

EXPORT int execle(const char *path, const char *first, ...)
{
    char **arguments;
    va_list rest;

    COLLECT(arguments, first);
    va_start(rest, first);
    while (va_arg(rest, char *))
        continue;
    char *const *environment = va_arg(rest, char *const *);
    va_end(rest);
    return execve(path, arguments, environment);
}

typedef int spawn_function(pid_t *, const char *,
                           const posix_spawn_file_actions_t *,
                           const posix_spawnattr_t *, char *const[],
                           char *const[]);

static int spawn(struct self *self, spawn_function *start, pid_t *child,
                 const char *path, const posix_spawn_file_actions_t *actions,
                 const posix_spawnattr_t *attributes, char *const arguments[],
                 char *const environment[], const void *where)
{
    pid_t started = 0;

    announce(self, OP_SPAWN, 0, 0, where);
    uint32_t arrivals = turn_controls() ? turn_arrivals() : 0;
    int error = EAGAIN;
    if (!turn_controls() || turn_has_room())
        error = start(&started, path, actions, attributes, arguments,
                      WITH_OURS(environment));
    /* A foreign program never arrives: it is one operation, until its end. */
    if (error == 0 && turn_controls())
        turn_await_arrival(arrivals, started);
    if (error == 0)
        emit_text(self, OP_SPAWN, STAGE_DID, (uint64_t)started, 0, path, where);
    else
        emit_text(self, OP_SPAWN, STAGE_FAILED, 0, error, path, where);
    if (child && error == 0)
        *child = turn_controls() ? turn_virtual_pid(started) : started;
    return error;
}

EXPORT int posix_spawn(pid_t *restrict child, const char *restrict path,
                       const posix_spawn_file_actions_t *actions,
                       const posix_spawnattr_t *restrict attributes,
                       char *const arguments[restrict],
                       char *const environment[restrict])
{
    struct self *self = watched();

    if (!self)
        return REAL(posix_spawn)(child, path, actions, attributes, arguments,
                                 environment);
    return spawn(self, REAL(posix_spawn), child, path, actions, attributes,
                 arguments, environment, WHERE);
}

EXPORT int posix_spawnp(pid_t *restrict child, const char *restrict file,
                        const posix_spawn_file_actions_t *actions,
                        const posix_spawnattr_t *restrict attributes,
                        char *const arguments[restrict],
                        char *const environment[restrict])
{
    struct self *self = watched();

    if (!self)
        return REAL(posix_spawnp)(child, file, actions, attributes, arguments,
                                  environment);
    return spawn(self, REAL(posix_spawnp), child, file, actions, attributes,
                 arguments, environment, WHERE);
}
