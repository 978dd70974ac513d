/* gil_free_processes.c - what changes when each process has its own GIL?

   Watch: each process takes a lock of its own; neither waits for the other.
   Compare with: gil.c, where two threads share one. */
#include "../must.h"

#include <pthread.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Copied into each process by fork, as all memory is: two GILs. */
static pthread_mutex_t gil = PTHREAD_MUTEX_INITIALIZER;

static void *interpret(void *unused)
{
    MUST(pthread_mutex_lock(&gil)); /* @take */
    for (int i = 0; i < 10000000; i++)
        continue;
    MUST(pthread_mutex_unlock(&gil));
    return unused;
}

static long now_ms(void)
{
    struct timespec now;

    MUST_NOT_BE_NEGATIVE(clock_gettime(CLOCK_MONOTONIC, &now));
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Two threads, one GIL. */
static void run_threads(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++)
        MUST(pthread_create(&threads[i], NULL, interpret, NULL));
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(threads[i], NULL));
}

/* Two processes, a GIL in each. */
static void run_processes(void)
{
    for (int i = 0; i < 2; i++) {
        pid_t child = fork();

        MUST_NOT_BE_NEGATIVE(child);
        if (child == 0) {
            interpret(NULL); /* @child */
            _exit(0);
        }
    }
    for (int i = 0; i < 2; i++)
        MUST_NOT_BE_NEGATIVE(wait(NULL));
}

int main(void)
{
    long start = now_ms();
    run_threads();
    long threads = now_ms() - start;
    start = now_ms();
    run_processes();
    long processes = now_ms() - start;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    printf("one GIL: %ld ms; a GIL each: %ld ms; on %ld core(s)\n", threads,
           processes, cores);
    return 0;
}
