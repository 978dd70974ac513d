/* expect: data-race
   What one process publishes, the other may read too early: it is relaxed. */
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
    atomic_int ready;
    int answer;
};

int main(void)
{
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (fork() == 0) {
        shared->answer = 42;
        atomic_store_explicit(&shared->ready, 1, memory_order_relaxed);
        _exit(0);
    }
    int answer = 0;
    if (atomic_load_explicit(&shared->ready, memory_order_relaxed))
        answer = shared->answer;
    wait(NULL);
    return answer == 1;
}
