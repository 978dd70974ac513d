/* shell.c - functions of libc that start processes. Under control they are
   made of the calls that are seen; else libc's own do it. */
#include "runtime/real.h"
#include "runtime/turn.h"

#include <errno.h>
#include <string.h>

enum { STREAMS = 64 };

/* What popen gave, and whom it started. */
static struct {
    FILE *stream;
    pid_t child;
} streams[STREAMS];

static bool in_turn(void)
{
    return watched() && turn_controls();
}

static void become_shell(const char *command)
{
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

static int wait_for(pid_t child)
{
    int status = -1;

    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR)
            return -1;
    }
    return status;
}

EXPORT int system(const char *command)
{
    if (!in_turn())
        return REAL(system)(command);
    if (!command) /* Is there a shell? */
        return system("exit 0") == 0;
    pid_t child = fork();
    if (child == 0)
        become_shell(command);
    return child < 0 ? -1 : wait_for(child);
}

/* The child's end becomes its standard input or output; those of earlier
   popens are closed in it, as POSIX wants. */
static void connect_child(int ends[2], bool reads, const char *command)
{
    int ours = reads ? STDOUT_FILENO : STDIN_FILENO;

    for (size_t i = 0; i < STREAMS; i++) {
        if (streams[i].stream)
            REAL(close)(fileno(streams[i].stream));
    }
    dup2(ends[reads ? 1 : 0], ours);
    become_shell(command);
}

EXPORT FILE *popen(const char *command, const char *mode)
{
    bool reads = *mode == 'r';
    size_t free_place = 0;
    int ends[2];

    while (free_place < STREAMS && streams[free_place].stream)
        free_place++;
    if (!in_turn() || free_place == STREAMS)
        return REAL(popen)(command, mode);
    if (pipe2(ends, O_CLOEXEC) != 0)
        return NULL;
    pid_t child = fork();
    if (child == 0)
        connect_child(ends, reads, command);
    close(ends[reads ? 1 : 0]);
    if (child < 0) {
        close(ends[reads ? 0 : 1]);
        return NULL;
    }
    if (!strchr(mode, 'e'))
        fcntl(ends[reads ? 0 : 1], F_SETFD, 0);
    FILE *stream = fdopen(ends[reads ? 0 : 1], reads ? "r" : "w");
    streams[free_place].stream = stream;
    streams[free_place].child = child;
    return stream;
}

EXPORT int pclose(FILE *stream)
{
    for (size_t i = 0; i < STREAMS; i++) {
        if (streams[i].stream != stream)
            continue;
        streams[i].stream = NULL;
        fclose(stream);
        return wait_for(streams[i].child);
    }
    return REAL(pclose)(stream);
}

EXPORT int daemon(int stay, int keep)
{
    if (!in_turn())
        return REAL(daemon)(stay, keep);
    pid_t child = fork();
    if (child != 0) {
        if (child > 0)
            _exit(EXIT_SUCCESS);
        return -1;
    }
    if (setsid() < 0 || (!stay && chdir("/") != 0))
        return -1;
    int nothing = keep ? -1 : open("/dev/null", O_RDWR);
    for (int i = STDIN_FILENO; nothing >= 0 && i <= STDERR_FILENO; i++)
        dup2(nothing, i);
    if (nothing > STDERR_FILENO)
        close(nothing);
    return 0;
}
