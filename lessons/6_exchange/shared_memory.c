/* shared_memory.c - what must two processes do to share a number safely?

   Watch: two processes wait for one lock; each counts to the same two
   counters, one with the lock and one without.
   Compare with: isolation.c, where each process has its own memory. */
#include "../must.h"

#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROCESSES = 2, TIMES = 4 };

struct board {
    pthread_mutex_t lock;
    int with_lock;       /* Guarded by lock. */
    int without;         /* Guarded by nothing. */
    int done[PROCESSES]; /* Each process writes only its own. */
};

static struct board *board;

/* Adds one in two steps, with a pause in which another may come. */
static void add_one(int *counter)
{
    int seen = *counter; /* @seen */

    usleep(1000);
    *counter = seen + 1; /* @written */
}

static void work(int process)
{
    for (int i = 0; i < TIMES; i++)
        add_one(&board->without); /* @without */
    for (int i = 0; i < TIMES; i++) {
        MUST(pthread_mutex_lock(&board->lock)); /* @with */
        add_one(&board->with_lock);
        MUST(pthread_mutex_unlock(&board->lock));
        board->done[process]++; /* @own */
    }
}

int main(void)
{
    pthread_mutexattr_t shared;

    board = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE,
                 MAP_SHARED | MAP_ANONYMOUS, -1, 0); /* @map */
    MUST(board == MAP_FAILED ? errno : 0);
    MUST(pthread_mutexattr_init(&shared));
    MUST(pthread_mutexattr_setpshared(&shared, PTHREAD_PROCESS_SHARED));
    MUST(pthread_mutex_init(&board->lock, &shared)); /* @process_shared */
    MUST(pthread_mutexattr_destroy(&shared));
    for (int i = 0; i < PROCESSES; i++) {
        pid_t child;

        MUST_NOT_BE_NEGATIVE(child = fork());
        if (child == 0) {
            work(i);
            exit(0);
        }
    }
    for (int i = 0; i < PROCESSES; i++)
        MUST_NOT_BE_NEGATIVE(wait(NULL)); /* @wait */
    int all = board->done[0] + board->done[1];
    printf("of %d: lost with the lock %d, without %d\n", all,
           all - board->with_lock, all - board->without);
    MUST(pthread_mutex_destroy(&board->lock));
    MUST_NOT_BE_NEGATIVE(munmap(board, sizeof *board));
    return 0;
}
