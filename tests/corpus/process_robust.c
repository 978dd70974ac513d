/* expect: ok
   A child ends with the robust lock; the parent repairs what it guards. */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
    pthread_mutex_t lock;
    int half;
};

int main(void)
{
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_mutexattr_t attributes;

    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(&shared->lock, &attributes);
    if (fork() == 0) {
        pthread_mutex_lock(&shared->lock);
        shared->half = 1;
        _exit(0);
    }
    if (pthread_mutex_lock(&shared->lock) == EOWNERDEAD) {
        shared->half = 0;
        pthread_mutex_consistent(&shared->lock);
    }
    assert(shared->half == 0);
    pthread_mutex_unlock(&shared->lock);
    wait(NULL);
    return 0;
}
