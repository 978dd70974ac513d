/* expect: ok
   Two processes count with C11 atomics, and one publishes to the other. */
#include <assert.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
    atomic_int count;
    atomic_int ready;
    int answer;
};

int main(void)
{
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (fork() == 0) {
        shared->answer = 42;
        atomic_store_explicit(&shared->ready, 1, memory_order_release);
        atomic_fetch_add(&shared->count, 1);
        _exit(0);
    }
    atomic_fetch_add(&shared->count, 1);
    if (atomic_load_explicit(&shared->ready, memory_order_acquire))
        assert(shared->answer == 42);
    wait(NULL);
    assert(atomic_load(&shared->count) == 2);
    return 0;
}
