/* expect: data-race
   Two processes count in shared memory, with nothing between them. */
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int *counter = mmap(NULL, sizeof *counter, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (fork() == 0) {
        ++*counter;
        _exit(0);
    }
    ++*counter;
    wait(NULL);
    return 0;
}
