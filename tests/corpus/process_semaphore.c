/* expect: ok
   The child writes and posts; the parent waits and reads. */
#include <assert.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
    sem_t ready;
    int answer;
};

int main(void)
{
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    sem_init(&shared->ready, 1, 0);
    if (fork() == 0) {
        shared->answer = 42;
        sem_post(&shared->ready);
        _exit(0);
    }
    sem_wait(&shared->ready);
    assert(shared->answer == 42);
    wait(NULL);
    return 0;
}
