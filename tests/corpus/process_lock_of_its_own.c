/* expect: data-race
   The lock is a global variable: after the fork each process has its own. */
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void count(int *counter)
{
    pthread_mutex_lock(&lock);
    ++*counter;
    pthread_mutex_unlock(&lock);
}

int main(void)
{
    int *counter = mmap(NULL, sizeof *counter, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (fork() == 0) {
        count(counter);
        _exit(0);
    }
    count(counter);
    wait(NULL);
    return 0;
}
