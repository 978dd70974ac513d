/* process_lock.c - can processes, which share nothing, share a lock?

   Watch: five processes queue for `printer`, a lock in memory they all map.
   Compare with: lock.c, the same between threads. */
#include "../must.h"

#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROCESSES = 5, PAGES = 2 };

/* What the parent maps before it forks is the same memory in all of them. */
struct office {
    pthread_mutex_t printer;
    char paper[PROCESSES * PAGES + 1]; /* Guarded by printer: "AABBCC.." */
    int used;
};

static struct office *office;

static void print_job(char name)
{
    MUST(pthread_mutex_lock(&office->printer)); /* @lock */
    for (int page = 0; page < PAGES; page++) {
        office->paper[office->used++] = name; /* @page */
        usleep(1000);                         /* The paper moves. */
    }
    MUST(pthread_mutex_unlock(&office->printer)); /* @unlock */
}

static int is_in_order(const char *paper)
{
    for (int i = 0; i < PROCESSES * PAGES; i += PAGES) {
        if (paper[i] != paper[i + 1])
            return 0;
    }
    return 1;
}

int main(void)
{
    pthread_mutexattr_t shared;

    office = mmap(NULL, sizeof *office, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0); /* @map */
    MUST(office == MAP_FAILED ? errno : 0);
    MUST(pthread_mutexattr_init(&shared));
    MUST(pthread_mutexattr_setpshared(&shared, PTHREAD_PROCESS_SHARED));
    MUST(pthread_mutex_init(&office->printer, &shared)); /* @shared */
    for (int i = 0; i < PROCESSES; i++) {
        pid_t child;

        MUST_NOT_BE_NEGATIVE(child = fork()); /* @fork */
        if (child == 0) {
            print_job((char)('A' + i));
            exit(0);
        }
    }
    for (int i = 0; i < PROCESSES; i++)
        MUST_NOT_BE_NEGATIVE(wait(NULL)); /* @wait */
    printf("%s: %s\n", office->paper,
           is_in_order(office->paper) ? "each job in one piece" : "mixed up");
    MUST(pthread_mutex_destroy(&office->printer));
    MUST_NOT_BE_NEGATIVE(munmap(office, sizeof *office));
    return 0;
}
