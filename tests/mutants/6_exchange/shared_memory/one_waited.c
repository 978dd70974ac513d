/* expect: data-race
   Only one of them is waited for. */
#include "../must.h"

#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
    pthread_mutex_t lock;
    int count; /* Guarded by lock. */
};

static void work_in_child(struct shared *shared, int times)
{
    for (int i = 0; i < times; i++) {
        MUST(pthread_mutex_lock(&shared->lock));
        shared->count++;
        MUST(pthread_mutex_unlock(&shared->lock));
    }
}

/* So many processes, each of which adds 1 so many times. Returns the count. */
int count_together(int workers, int times)
{
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_mutexattr_t attributes;

    MUST(shared == MAP_FAILED);
    MUST(pthread_mutexattr_init(&attributes));
    MUST(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
    MUST(pthread_mutex_init(&shared->lock, &attributes));
    MUST(pthread_mutexattr_destroy(&attributes));
    shared->count = 0;
    for (int i = 0; i < workers; i++) {
        pid_t pid = fork();

        MUST_NOT_BE_NEGATIVE(pid);
        if (pid == 0) {
            work_in_child(shared, times);
            _exit(0);
        }
    }
    for (int i = 0; i < 1; i++)
        MUST_NOT_BE_NEGATIVE(wait(NULL));
    int count = shared->count;
    MUST(munmap(shared, sizeof *shared));
    return count;
}

int main(void)
{
    printf("%d of 200000\n", count_together(2, 100000));
    return 0;
}
