/* threads_share.c - who sees a change of a global variable?

   Watch: one function, run by a thread, by a forked child, and by a thread
   again; which of the three additions `number` keeps in main.
   Compare with: isolation.c, where there are only processes. */
#include "../must.h"

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

static int number = 1;

static void add(int amount, const char *who)
{
    number += amount; /* @add */
    printf("%s: number = %d at %p\n", who, number, (void *)&number);
}

static void *run(void *amount)
{
    add(*(int *)amount, "thread");
    return NULL;
}

/* A thread adds; main goes on when it has ended. */
static void add_in_thread(int amount)
{
    pthread_t thread;

    MUST(pthread_create(&thread, NULL, run, &amount)); /* @thread */
    MUST(pthread_join(thread, NULL));
}

/* A child process adds; main goes on when it has ended. */
static void add_in_child(int amount)
{
    pid_t child;

    MUST_NOT_BE_NEGATIVE(child = fork()); /* @child */
    if (child == 0) {
        add(amount, "child");
        exit(0);
    }
    MUST_NOT_BE_NEGATIVE(waitpid(child, NULL, 0));
}

int main(void)
{
    /* Print by lines: text kept for later would be copied into the child. */
    MUST(setvbuf(stdout, NULL, _IOLBF, 0));
    add_in_thread(10);
    add_in_child(100);
    add_in_thread(1000);
    printf("at the end main finds number = %d\n", number); /* @end */
    return 0;
}
