/* expect: ok
   main looks whether its child has ended, and goes on until it has. */
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    pid_t child = fork();

    if (child == 0)
        _exit(0);
    while (waitpid(child, NULL, WNOHANG) != child)
        sched_yield();
    return 0;
}
