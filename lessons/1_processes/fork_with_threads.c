/* fork_with_threads.c - what does a fork copy, when another thread is at work?

   Watch: who holds `notes` at the fork; who holds the child's copy of it.
   Compare with: isolation.c, where the parent has one thread. */
#include "../must.h"

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_mutex_t notes = PTHREAD_MUTEX_INITIALIZER;

static void write_note(const char *who)
{
    MUST(pthread_mutex_lock(&notes)); /* @lock */
    usleep(300000);                   /* Writes slowly. */
    MUST(pthread_mutex_unlock(&notes));
    printf("%s has written a note\n", who);
}

static void *secretary(void *unused)
{
    write_note("the secretary");
    return unused;
}

int main(void)
{
    pthread_t thread;
    pid_t child;

    /* Print by lines: text kept for later would be copied into the child. */
    MUST(setvbuf(stdout, NULL, _IOLBF, 0));
    MUST(pthread_create(&thread, NULL, secretary, NULL));
    usleep(100000);                       /* The secretary begins. */
    MUST_NOT_BE_NEGATIVE(child = fork()); /* @fork */
    if (child == 0) {
        write_note("the child"); /* @child */
        exit(0);
    }
    MUST(pthread_join(thread, NULL));
    MUST_NOT_BE_NEGATIVE(waitpid(child, NULL, 0)); /* @wait */
    puts("all notes are written");
    return 0;
}
