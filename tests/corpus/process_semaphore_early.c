/* expect: data-race
   The child posts before it writes. */
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
        sem_post(&shared->ready);
        shared->answer = 42;
        _exit(0);
    }
    sem_wait(&shared->ready);
    int answer = shared->answer;
    wait(NULL);
    return answer == 1;
}
