/* expect: lost-wakeup
   The signal may come between the look at the flag and the pause. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t got;

static void h(int s)
{
    got = s;
}

int main(void)
{
    struct sigaction sa = {.sa_handler = h};
    sigaction(SIGUSR1, &sa, 0);
    pid_t p = getpid();
    if (fork() == 0) {
        kill(p, SIGUSR1);
        _exit(0);
    }
    while (!got)
        pause();
    wait(0);
    return 0;
}
