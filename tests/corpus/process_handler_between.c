/* expect: wrong-output
   A handler runs between two changes that belong together. */
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t given, taken, differ;

static void compare(int number)
{
    (void)number;
    differ = given != taken;
}

int main(void)
{
    pid_t parent = getpid();

    signal(SIGUSR1, compare);
    pid_t child = fork();
    if (child == 0) {
        kill(parent, SIGUSR1);
        _exit(0);
    }
    given++;
    sched_yield();
    taken++;
    while (waitpid(child, NULL, 0) < 0)
        continue;
    return differ;
}
