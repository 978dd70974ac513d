/* expect: ok
   Two processes count in shared memory, each with the lock that is there. */
#include <assert.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
    pthread_mutex_t lock;
    int count;
};

static void count(struct shared *shared)
{
    pthread_mutex_lock(&shared->lock);
    shared->count++;
    pthread_mutex_unlock(&shared->lock);
}

int main(void)
{
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_mutexattr_t attributes;

    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(&shared->lock, &attributes);
    if (fork() == 0) {
        count(shared);
        _exit(0);
    }
    count(shared);
    wait(NULL);
    assert(shared->count == 2);
    return 0;
}
