/* expect: ok
   The signal is blocked until the parent waits for it. */
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
    sigset_t b, o;
    sigemptyset(&b);
    sigaddset(&b, SIGUSR1);
    sigprocmask(SIG_BLOCK, &b, &o);
    pid_t p = getpid();
    if (fork() == 0) {
        kill(p, SIGUSR1);
        _exit(0);
    }
    while (!got)
        sigsuspend(&o);
    wait(0);
    return 0;
}
