/* forks_holding.c - children that find locks as they were at their fork, each
   made by a process that has never used these locks before. */
#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TIMES = 50 };

static pthread_mutex_t kept = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t given_back = PTHREAD_MUTEX_INITIALIZER;

static int fork_and_look(void)
{
    int status = 1;

    pthread_mutex_lock(&given_back);
    pthread_mutex_unlock(&given_back);
    pthread_mutex_lock(&kept);
    pid_t child = fork();
    if (child == 0)
        _exit(pthread_mutex_trylock(&kept) == 0 ||
              pthread_mutex_trylock(&given_back) != 0);
    pthread_mutex_unlock(&kept);
    pthread_mutex_lock(&given_back);
    waitpid(child, &status, 0);
    return status;
}

int main(void)
{
    int status;

    for (int i = 0; i < TIMES; i++) {
        if (fork() == 0)
            _exit(fork_and_look() != 0);
        wait(&status);
        if (status != 0)
            return 1;
    }
    return 0;
}
