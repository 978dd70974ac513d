/* expect: data-race assertion
   Parent and child count in shared memory. */
#include <assert.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int *c = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                  -1, 0);
    if (fork() == 0) {
        (*c)++;
        _exit(0);
    }
    (*c)++;
    wait(0);
    assert(*c == 2);
    return 0;
}
