/* capture.c - running a command and reading what it says. */
#include "tests/support/capture.h"

#include "must.h"
#include "tests/support/environment.h"
#include "tests/support/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { DEADLINE_MS = 60000, ARGUMENTS = 32 };

/* One of the command's two streams. */
struct stream {
    int fd; /* -1: at its end. */
    char *text;
    size_t length;
};

static const struct capture_options nothing_special;

static _Noreturn void become(const char *const *command,
                             const struct capture_options *options,
                             const struct environment *environment,
                             const int ends[2])
{
    char *arguments[ARGUMENTS] = {NULL};
    int input = open(options->input ? options->input : "/dev/null", O_RDONLY);

    for (int i = 0; command[i] && i < ARGUMENTS - 1; i++)
        arguments[i] = must_copy(command[i]);
    setsid(); /* No terminal, not even the tester's. */
    dup2(input, STDIN_FILENO);
    dup2(ends[0], STDOUT_FILENO);
    dup2(ends[1], STDERR_FILENO);
    if (options->folder && chdir(options->folder) != 0)
        _exit(127);
    execve(arguments[0], arguments, environment->lines);
    _exit(127);
}

static void take(struct stream *stream)
{
    char bytes[65536];
    ssize_t got = read(stream->fd, bytes, sizeof bytes);

    if (got < 0 && errno == EINTR)
        return;
    if (got <= 0) {
        close(stream->fd);
        stream->fd = -1;
        return;
    }
    stream->text =
        must_resize(stream->text, stream->length + (size_t)got + 1, 1);
    memcpy(stream->text + stream->length, bytes, (size_t)got);
    stream->length += (size_t)got;
    stream->text[stream->length] = '\0';
}

/* Reads until both are at their end, or time is over. */
static void follow(struct stream streams[2], pid_t pid,
                   const struct capture_options *options)
{
    long until = process_now_ms() + DEADLINE_MS;
    bool sent = options->signal == 0;

    while ((streams[0].fd >= 0 || streams[1].fd >= 0) &&
           process_now_ms() < until) {
        struct pollfd wait_for[2] = {{streams[0].fd, POLLIN, 0},
                                     {streams[1].fd, POLLIN, 0}};

        poll(wait_for, 2, 100);
        for (int i = 0; i < 2; i++) {
            if (wait_for[i].revents)
                take(&streams[i]);
        }
        if (!sent && strstr(streams[0].text, options->signal_at))
            sent = kill(pid, options->signal) == 0;
    }
}

struct capture capture_run(const char *const *command,
                           const struct capture_options *options)
{
    int output[2];
    int error[2];
    int status = 0;
    char mark[64];
    char *folder = process_make_folder();
    struct environment environment;

    if (!options)
        options = &nothing_special;
    process_mark(mark, sizeof mark);
    environment_init(&environment, folder, "xterm-256color", mark,
                     options->environment);
    MUST(pipe2(output, O_CLOEXEC) == 0 && pipe2(error, O_CLOEXEC) == 0);
    pid_t pid = fork();
    MUST(pid >= 0);
    if (pid == 0)
        become(command, options, &environment, (int[]){output[1], error[1]});
    close(output[1]);
    close(error[1]);
    struct stream streams[2] = {{output[0], must_copy(""), 0},
                                {error[0], must_copy(""), 0}};
    follow(streams, pid, options);
    for (int i = 0; i < 2; i++) {
        if (streams[i].fd >= 0) { /* It does not end: it is ended. */
            close(streams[i].fd);
            kill(pid, SIGKILL);
        }
    }
    MUST(waitpid(pid, &status, 0) == pid);
    int left = process_find(mark, NULL, NULL, 0);
    process_end_all(mark);
    environment_fini(&environment);
    process_remove_folder(folder);
    free(folder);
    return (struct capture){
        WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status),
        streams[0].text, streams[1].text, streams[0].length, left};
}

void capture_fini(struct capture *capture)
{
    free(capture->output);
    free(capture->error);
}

int capture_lines(const char *text)
{
    int lines = 0;

    for (; *text; text++)
        lines += *text == '\n' || !text[1];
    return lines;
}
