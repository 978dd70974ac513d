/* escapes.c - does what a program can do to get away from who keeps it.

   Says "ready" when all it starts is there, and then waits for ever:
     daemon      a grandchild in a session of its own; the program has ended
     ignores     ignores every signal it can
     headless    a child whose first thread has ended, and another goes on
     stopped     a child that has stopped itself
     many        a tree of processes
     breeding    processes that fork without end, up to a few hundred
     brief       a grandchild that outlives the program, and then ends with 5 */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void say(const char *text)
{
    if (write(STDOUT_FILENO, text, strlen(text)) < 0)
        _exit(9);
}

static void wait_for_ever(void)
{
    for (;;)
        pause();
}

static void ignore_all(void)
{
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_IGN);
}

/* Forks; the child returns once the parent's side can be sure of it. */
static pid_t fork_and_wait_until(void (*what)(void))
{
    int ends[2];
    char byte;

    if (pipe(ends) != 0)
        _exit(8);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        what();
        if (write(ends[1], "x", 1) != 1)
            _exit(7);
        close(ends[1]);
        return 0;
    }
    close(ends[1]);
    if (read(ends[0], &byte, 1) != 1)
        _exit(6);
    close(ends[0]);
    return child;
}

static void get_away(void)
{
    setsid();
    ignore_all();
    if (fork() != 0)
        _exit(0);
}

static void nothing(void)
{
}

static void *stay(void *argument)
{
    (void)argument;
    wait_for_ever();
    return NULL;
}

static void be_headless(void)
{
    pthread_t thread;

    ignore_all();
    pthread_create(&thread, NULL, stay, NULL);
}

static int depth = 3;

/* Three children, each with a tree below it before its parent goes on. */
static void grow(void)
{
    ignore_all();
    if (depth-- == 0)
        return;
    for (int i = 0; i < 3; i++) {
        if (fork_and_wait_until(grow) == 0)
            wait_for_ever();
    }
    depth++;
}

static void breed(void)
{
    _Atomic int *count = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    while (*count < 300) {
        pid_t child = fork();

        if (child == 0)
            (*count)++;
        if (child == 0 && *count == 30)
            say("ready\n");
        usleep(2000);
    }
    wait_for_ever();
}

int main(int argc, char **argv)
{
    const char *how = argc > 1 ? argv[1] : "";

    if (strcmp(how, "daemon") == 0 || strcmp(how, "brief") == 0) {
        if (fork_and_wait_until(get_away) == 0) {
            if (*how == 'd')
                wait_for_ever();
            usleep(100000);
            _exit(5);
        }
        say("ready\n");
        return 3;
    }
    if (strcmp(how, "ignores") == 0) {
        ignore_all();
    } else if (strcmp(how, "headless") == 0) {
        if (fork_and_wait_until(be_headless) == 0)
            pthread_exit(NULL);
        usleep(20000);
    } else if (strcmp(how, "stopped") == 0) {
        pid_t child = fork_and_wait_until(nothing);

        if (child == 0) {
            raise(SIGSTOP);
            wait_for_ever();
        }
        waitpid(child, NULL, WUNTRACED);
    } else if (strcmp(how, "many") == 0) {
        grow();
    } else if (strcmp(how, "breeding") == 0) {
        breed();
    }
    say("ready\n");
    wait_for_ever();
    return 0;
}
