/* fork_with_threads.c - a child is born while somebody holds a lock, and waits
   for it for ever.

   A thread writes into a log; meanwhile main starts a child that writes into it
   too. Mend it: the child's log must be usable. */
#include "../must.h"

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int lines; /* Of the log. Guarded by lock. */

/* One line more. Returns how many there are. */
int log_line(void)
{
    MUST(pthread_mutex_lock(&lock));
    int now = ++lines;
    MUST(pthread_mutex_unlock(&lock));
    return now;
}

/* Starts a child that writes one line. */
pid_t start_child(void)
{
    pid_t child = fork();

    MUST_NOT_BE_NEGATIVE(child);
    if (child == 0) {
        log_line();
        _exit(0);
    }
    return child;
}

/* Waits for it. Returns its status, as exited. */
int wait_for_child(pid_t child)
{
    int status;

    MUST_NOT_BE_NEGATIVE(waitpid(child, &status, 0));
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void *write_lines(void *unused)
{
    for (int i = 0; i < 100000; i++)
        log_line();
    return unused;
}

int main(void)
{
    pthread_t writer;

    MUST(pthread_create(&writer, NULL, write_lines, NULL));
    for (int i = 0; i < 100; i++)
        wait_for_child(start_child());
    MUST(pthread_join(writer, NULL));
    printf("%d lines\n", log_line());
    return 0;
}
