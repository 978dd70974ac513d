/* reckless.c - does one thing that nobody should, as told:
     crowd N     N children, all at once, that stay
     swarm N     N children, one after the other
     close       closes every descriptor, and goes on working
     self        ends itself with SIGKILL
     group       ends its whole group with SIGKILL, a child too
     parent      ends its parent with SIGKILL: that had better not be the lab */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER;

static void crowd(int count)
{
    for (int i = 0; i < count; i++) {
        if (fork() == 0) {
            pause();
            _exit(0);
        }
    }
    puts("all are here");
    fflush(stdout);
    while (wait(NULL) > 0)
        continue;
}

static void swarm(int count)
{
    for (int i = 0; i < count; i++) {
        pid_t child = fork();

        if (child == 0)
            _exit(0);
        if (child < 0 || waitpid(child, NULL, 0) != child)
            exit(1);
    }
}

static void work_without_descriptors(void)
{
    for (int fd = 0; fd < 4096; fd++)
        close(fd);
    for (int i = 0; i < 10; i++) {
        pthread_mutex_lock(&door);
        pthread_mutex_unlock(&door);
    }
    exit(7);
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    int count = argc > 2 ? atoi(argv[2]) : 1000;

    if (strcmp(what, "crowd") == 0)
        crowd(count);
    if (strcmp(what, "swarm") == 0)
        swarm(count);
    if (strcmp(what, "close") == 0)
        work_without_descriptors();
    if (strcmp(what, "self") == 0)
        kill(getpid(), SIGKILL);
    if (strcmp(what, "group") == 0) {
        if (fork() == 0)
            pause();
        kill(0, SIGKILL);
    }
    if (strcmp(what, "parent") == 0)
        kill(getppid(), SIGKILL);
    return 0;
}
