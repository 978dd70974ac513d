/* expect: wrong-output
   main looks once whether its child has ended, and takes it for sure. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    pid_t child = fork();

    if (child == 0)
        _exit(0);
    if (waitpid(child, NULL, WNOHANG) == child)
        return 0;
    waitpid(child, NULL, 0);
    return 1;
}
