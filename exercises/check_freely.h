/* check_freely.h - running freely: cmocka tests of the student's functions.

   After each test nothing may be left: no memory, descriptor, thread, process,
   shared memory or queue. Calls that sleep are counted. */
#ifndef EXERCISE_CHECK_FREELY_H
#define EXERCISE_CHECK_FREELY_H

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <semaphore.h>
#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

/* The lab reads the message, and shows it. */
#define check(truth, message)                                                  \
    do {                                                                       \
        if (!(truth)) {                                                        \
            print_error("[says] %s\n", message);                               \
            fail();                                                            \
        }                                                                      \
    } while (0)

static inline void interleave_work(void)
{
}

#ifndef CHECK_OWN_WORK
void work(void)
{
}
#endif

/* ---- Memory: the linker sends the student's calls here. ---- */

enum { CHECK_BLOCKS = 1 << 16 };

static _Atomic(void *) check_blocks[CHECK_BLOCKS];
static atomic_int check_kept;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
char *__real_strdup(const char *text);
void __real_free(void *block);

static void *check_keep(void *block)
{
    for (size_t i = 0; block && i < CHECK_BLOCKS; i++) {
        size_t at = (((uintptr_t)block >> 4) + i) % CHECK_BLOCKS;
        void *none = NULL;

        if (atomic_compare_exchange_strong(&check_blocks[at], &none, block)) {
            atomic_fetch_add(&check_kept, 1);
            break;
        }
    }
    return block;
}

static void check_forget(void *block)
{
    for (size_t i = 0; block && i < CHECK_BLOCKS; i++) {
        size_t at = (((uintptr_t)block >> 4) + i) % CHECK_BLOCKS;
        void *expected = block;

        if (atomic_compare_exchange_strong(&check_blocks[at], &expected,
                                           NULL)) {
            atomic_fetch_sub(&check_kept, 1);
            return;
        }
        if (i > 256)
            return; /* It comes from elsewhere. */
    }
}

void *__wrap_malloc(size_t size)
{
    return check_keep(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
    return check_keep(__real_calloc(count, size));
}

void *__wrap_realloc(void *block, size_t size)
{
    check_forget(block);
    return check_keep(__real_realloc(block, size));
}

char *__wrap_strdup(const char *text)
{
    return check_keep(__real_strdup(text));
}

void __wrap_free(void *block)
{
    check_forget(block);
    __real_free(block);
}

/* ---- Sleeping. ---- */

static atomic_int check_slept;

static void check_note_sleep(void)
{
    static const char text[] = "[sleeps]\n";

    if (atomic_fetch_add(&check_slept, 1) == 0)
        write(STDERR_FILENO, text, sizeof text - 1); /* Even if it hangs. */
}

unsigned __real_sleep(unsigned seconds);
int __real_usleep(useconds_t time);
int __real_nanosleep(const struct timespec *time, struct timespec *left);

unsigned __wrap_sleep(unsigned seconds)
{
    check_note_sleep();
    return __real_sleep(seconds);
}

int __wrap_usleep(useconds_t time)
{
    check_note_sleep();
    return __real_usleep(time);
}

int __wrap_nanosleep(const struct timespec *time, struct timespec *left)
{
    check_note_sleep();
    return __real_nanosleep(time, left);
}

/* ---- Starting more than may be. ---- */

static int check_note_crowd(int error)
{
    static const char text[] = "[crowd]\n";

    if (error == EAGAIN)
        write(STDERR_FILENO, text, sizeof text - 1);
    return error;
}

pid_t __real_fork(void);
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*function)(void *), void *argument);
int __real_posix_spawn(pid_t *pid, const char *path,
                       const posix_spawn_file_actions_t *actions,
                       const posix_spawnattr_t *attributes,
                       char *const arguments[], char *const environment[]);
int __real_posix_spawnp(pid_t *pid, const char *file,
                        const posix_spawn_file_actions_t *actions,
                        const posix_spawnattr_t *attributes,
                        char *const arguments[], char *const environment[]);

pid_t __wrap_fork(void)
{
    pid_t pid = __real_fork();

    if (pid < 0)
        errno = check_note_crowd(errno);
    return pid;
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*function)(void *), void *argument)
{
    return check_note_crowd(
        __real_pthread_create(thread, attributes, function, argument));
}

int __wrap_posix_spawn(pid_t *pid, const char *path,
                       const posix_spawn_file_actions_t *actions,
                       const posix_spawnattr_t *attributes,
                       char *const arguments[], char *const environment[])
{
    return check_note_crowd(__real_posix_spawn(pid, path, actions, attributes,
                                               arguments, environment));
}

int __wrap_posix_spawnp(pid_t *pid, const char *file,
                        const posix_spawn_file_actions_t *actions,
                        const posix_spawnattr_t *attributes,
                        char *const arguments[], char *const environment[])
{
    return check_note_crowd(__real_posix_spawnp(pid, file, actions, attributes,
                                                arguments, environment));
}

/* ---- What has a name, and stays until it is unlinked. ---- */

enum { CHECK_NAMES = 16, CHECK_NAME = 64 };

/* Shared, since a child may make them. */
static struct check_named {
    atomic_int count;
    struct {
        char kind; /* 'm'emory, 's'emaphore, 'q'ueue. */
        char name[CHECK_NAME];
    } names[CHECK_NAMES];
} * check_named;

int __real_shm_open(const char *name, int flags, mode_t mode);
sem_t *__real_sem_open(const char *name, int flags, mode_t mode,
                       unsigned value);
mqd_t __real_mq_open(const char *name, int flags, mode_t mode,
                     struct mq_attr *attributes);

static void check_note_name(char kind, const char *name, int flags)
{
    if (!(flags & O_CREAT) || !check_named)
        return;
    int at = atomic_fetch_add(&check_named->count, 1) % CHECK_NAMES;
    check_named->names[at].kind = kind;
    snprintf(check_named->names[at].name, CHECK_NAME, "%s", name);
}

int __wrap_shm_open(const char *name, int flags, mode_t mode)
{
    check_note_name('m', name, flags);
    return __real_shm_open(name, flags, mode);
}

sem_t *__wrap_sem_open(const char *name, int flags, mode_t mode, unsigned value)
{
    check_note_name('s', name, flags);
    return __real_sem_open(name, flags, mode, value);
}

mqd_t __wrap_mq_open(const char *name, int flags, mode_t mode,
                     struct mq_attr *attributes)
{
    check_note_name('q', name, flags);
    return __real_mq_open(name, flags, mode, attributes);
}

/* True: it was still there, and is no more. */
static int check_unlinked(char kind, const char *name)
{
    return kind == 'm'   ? shm_unlink(name) == 0
           : kind == 's' ? sem_unlink(name) == 0
                         : mq_unlink(name) == 0;
}

static int check_names_left(void)
{
    int count = atomic_exchange(&check_named->count, 0);
    int left = 0;

    for (int i = 0; i < count && i < CHECK_NAMES; i++)
        left += check_unlinked(check_named->names[i].kind,
                               check_named->names[i].name);
    return left;
}

/* ---- Before and after a test. ---- */

static int check_entries(const char *folder)
{
    DIR *directory = opendir(folder);
    int count = 0;

    while (directory && readdir(directory))
        count++;
    if (directory)
        closedir(directory);
    return count;
}

struct check_state {
    int blocks, files, threads;
};

static struct check_state check_look(void)
{
    return (struct check_state){
        .blocks = atomic_load(&check_kept),
        .files = check_entries("/proc/self/fd"),
        .threads = check_entries("/proc/self/task"),
    };
}

/* A thread that was joined may be seen for a moment. */
static struct check_state check_look_again(const struct check_state *before)
{
    struct check_state now = check_look();
    const struct timespec moment = {.tv_nsec = 10000000};

    for (int i = 0; i < 100 && now.threads > before->threads; i++) {
        __real_nanosleep(&moment, NULL);
        now = check_look();
    }
    return now;
}

static void check_left(const struct check_state *before)
{
    int status;
    pid_t child = waitpid(-1, &status, WNOHANG);

    check(child <= 0, "leak: a process was not waited for: a zombie");
    check(child < 0, "leak: a process still runs at the end");
    struct check_state now = check_look_again(before);
    check(now.threads <= before->threads,
          "leak: a thread still runs at the end");
    check(now.blocks <= before->blocks,
          "leak: a block of memory is not given back");
    check(now.files <= before->files, "leak: a descriptor is not closed");
    check(check_names_left() == 0,
          "leak: shared memory, a semaphore or a queue is not unlinked");
}

struct check_test {
    void (*function)(void **state);
};

static void check_one(void **state)
{
    const struct check_test *test = *state;
    struct check_state before = check_look();
    void *none = NULL;

    test->function(&none);
    check_left(&before);
}

#define FREELY(test)                                                           \
    {                                                                          \
#test, check_one, NULL, NULL, &(struct check_test)                     \
        {                                                                      \
            test                                                               \
        }                                                                      \
    }

/* ---- The token: who prints a pass without it has not passed. ---- */

enum { CHECK_TOKEN = 32 };

/* By system calls, since the student's file may define read() and write(). */
static void check_take_token(char token[CHECK_TOKEN])
{
    struct stat input;
    int nothing = open("/dev/null", O_RDONLY);

    if (fstat(STDIN_FILENO, &input) == 0 && S_ISFIFO(input.st_mode))
        syscall(SYS_read, STDIN_FILENO, token, CHECK_TOKEN);
    dup2(nothing, STDIN_FILENO);
    close(nothing);
}

static int check_end(const char token[CHECK_TOKEN], int failures)
{
    fflush(NULL);
    if (failures == 0)
        syscall(SYS_write, STDOUT_FILENO, token, CHECK_TOKEN);
    return failures;
}

#define CHECKS(scenario, ...)                                                  \
    int main(void)                                                             \
    {                                                                          \
        const struct CMUnitTest tests[] = {__VA_ARGS__};                       \
        char token[CHECK_TOKEN] = "";                                          \
                                                                               \
        check_take_token(token);                                               \
        check_named = mmap(NULL, sizeof *check_named, PROT_READ | PROT_WRITE,  \
                           MAP_SHARED | MAP_ANONYMOUS, -1, 0);                 \
        return check_end(token, cmocka_run_group_tests_name(                   \
                                    "runs freely", tests, NULL, NULL));        \
    }

#endif
