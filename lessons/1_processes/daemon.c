/* daemon.c - who ends with main, who is waited for, and who is left alone?

   Watch: the zombie, which has ended and is still in the list; its child, which
   gets another parent; the daemon, which main ends; the ordinary child, for
   which main waits.
   Compare with: processes.c, where main waits for every child. */
#include "../must.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static int life[2]; /* A pipe, open for writing as long as a parent lives. */

/* Starts a child that runs this and ends with what it returns. */
static pid_t start(int (*run)(void))
{
    pid_t child;

    MUST_NOT_BE_NEGATIVE(child = fork()); /* @fork */
    if (child == 0)
        exit(run());
    return child;
}

static int outlive_parent(void)
{
    char nothing;

    MUST_NOT_BE_NEGATIVE(close(life[1])); /* That end is the parent's alone. */
    MUST_NOT_BE_NEGATIVE(read(life[0], &nothing, 1)); /* @orphan */
    puts("orphan: my parent has ended");
    return 0;
}

/* Ends at once, and leaves a child of its own behind. */
static int leave_child(void)
{
    MUST_NOT_BE_NEGATIVE(pipe(life));
    start(outlive_parent); /* @leave */
    return 0;
}

static int work(void)
{
    usleep(100000);
    puts("ordinary: my work is done");
    return 0;
}

/* Has no end of its own: it serves as long as it is needed. */
static int serve(void)
{
    while (pause() < 0) /* @serve */
        continue;
    return 0;
}

int main(void)
{
    int status;

    /* Print by lines: text kept for later would be copied into each child. */
    MUST(setvbuf(stdout, NULL, _IOLBF, 0));
    pid_t zombie = start(leave_child);
    pid_t daemon = start(serve);
    pid_t ordinary = start(work);

    MUST_NOT_BE_NEGATIVE(waitpid(ordinary, &status, 0)); /* @join */
    printf("ordinary: joined, exit code %d\n", WEXITSTATUS(status));
    MUST_NOT_BE_NEGATIVE(waitpid(zombie, &status, 0)); /* @reap */
    puts("zombie: reaped");
    MUST_NOT_BE_NEGATIVE(kill(daemon, SIGTERM)); /* @end */
    MUST_NOT_BE_NEGATIVE(waitpid(daemon, &status, 0));
    printf("daemon: ended by signal %d with main\n", WTERMSIG(status));
    return 0;
}
