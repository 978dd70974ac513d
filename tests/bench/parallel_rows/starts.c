/* starts.c - what it costs to begin, and to end. */
#include "parallel/process.h"
#include "parallel/thread.h"
#include "tests/bench/parallel.h"

#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int nothing(void *argument)
{
    return argument != NULL;
}

static void do_nothing(void *argument)
{
    (void)argument;
}

static void *do_nothing_raw(void *argument)
{
    return argument;
}

static double begin_by(enum process_method method, long times)
{
    for (long i = 0; i < times; i++) {
        struct process process = {.run = nothing, .method = method};

        if (process_start(&process))
            return 0;
        process_join(&process, FOREVER);
        process_close(&process);
    }
    return (double)times;
}

static double our_fork(long times)
{
    return begin_by(PROCESS_FORK, times);
}

static double our_spawn(long times)
{
    return begin_by(PROCESS_SPAWN, times);
}

static double our_forkserver(long times)
{
    return begin_by(PROCESS_FORKSERVER, times);
}

static double raw_fork(long times)
{
    for (long i = 0; i < times; i++) {
        pid_t pid = fork();

        if (pid == 0)
            _exit(0);
        waitpid(pid, NULL, 0);
    }
    return (double)times;
}

/* This program again, whose main knows the word. */
static double raw_spawn(long times)
{
    static char own[] = "parallel", word[] = BENCH_NOTHING;
    char *arguments[] = {own, word, NULL};

    for (long i = 0; i < times; i++) {
        pid_t pid;

        if (posix_spawn(&pid, "/proc/self/exe", NULL, NULL, arguments, environ))
            return 0;
        waitpid(pid, NULL, 0);
    }
    return (double)times;
}

/* A child that forks for each byte it is sent, and answers when that one has
   ended. */
static _Noreturn void serve(int socket)
{
    char byte;

    while (read(socket, &byte, 1) == 1) {
        pid_t pid = fork();

        if (pid == 0)
            _exit(0);
        waitpid(pid, NULL, 0);
        if (write(socket, &byte, 1) != 1)
            break;
    }
    _exit(0);
}

static double raw_forkserver(long times)
{
    static int ends[2] = {-1, -1};
    char byte = 0;

    if (ends[0] < 0) {
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
            return 0;
        if (fork() == 0) {
            close(ends[0]);
            serve(ends[1]);
        }
        close(ends[1]);
    }
    for (long i = 0; i < times; i++)
        if (write(ends[0], &byte, 1) != 1 || read(ends[0], &byte, 1) != 1)
            return 0;
    return (double)times;
}

static double our_thread(long times)
{
    for (long i = 0; i < times; i++) {
        struct thread thread;

        thread_start(&thread, NULL, do_nothing, NULL);
        thread_join(&thread, FOREVER);
    }
    return (double)times;
}

static double raw_thread(long times)
{
    for (long i = 0; i < times; i++) {
        pthread_t thread;

        if (pthread_create(&thread, NULL, do_nothing_raw, NULL))
            return 0;
        pthread_join(thread, NULL);
    }
    return (double)times;
}

const struct bench_row bench_starts[] = {
    {"process", our_fork, raw_fork, 300},
    {"process_spawn", our_spawn, raw_spawn, 100},
    {"process_forkserver", our_forkserver, raw_forkserver, 300},
    {"thread", our_thread, raw_thread, 2000},
    {0},
};
