/* expect: ok
   A byte from a pipe says that shared memory can be read; so does its end. */
#include <assert.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int *answers = mmap(NULL, 2 * sizeof *answers, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int ends[2];
    char byte;

    if (pipe(ends) != 0)
        return 1;
    if (fork() == 0) {
        close(ends[0]);
        answers[0] = 1;
        if (write(ends[1], "x", 1) != 1)
            _exit(1);
        answers[1] = 2;
        _exit(0);
    }
    close(ends[1]);
    if (read(ends[0], &byte, 1) == 1)
        assert(answers[0] == 1);
    if (read(ends[0], &byte, 1) == 0)
        assert(answers[1] == 2);
    wait(NULL);
    return 0;
}
