/* expect: wrong-output
   A child may be ended before it has written. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int ends[2];
    char letter;

    if (pipe(ends) != 0)
        return 2;
    pid_t child = fork();
    if (child == 0) {
        write(ends[1], "x", 1);
        _exit(0);
    }
    close(ends[1]);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    return read(ends[0], &letter, 1) == 1 ? 0 : 1;
}
