/* expect: ok
   The parent reads what the child wrote when it has waited for it. */
#include <assert.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int *answers = mmap(NULL, 2 * sizeof *answers, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    for (int i = 0; i < 2; i++) {
        if (fork() == 0) {
            answers[i] = i + 1;
            _exit(0);
        }
    }
    wait(NULL);
    wait(NULL);
    assert(answers[0] + answers[1] == 3);
    return 0;
}
