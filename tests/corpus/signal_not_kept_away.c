/* expect: crash
   The thread keeps the signal from itself when it may have come already. */
#include <pthread.h>
#include <signal.h>
#include <stddef.h>

static int got;

static void *wait_for_it(void *argument)
{
    pthread_sigmask(SIG_BLOCK, argument, NULL);
    sigwait(argument, &got);
    return NULL;
}

int main(void)
{
    sigset_t signals;
    pthread_t thread;

    sigemptyset(&signals);
    sigaddset(&signals, SIGUSR1);
    pthread_create(&thread, NULL, wait_for_it, &signals);
    pthread_kill(thread, SIGUSR1);
    pthread_join(thread, NULL);
    return got == SIGUSR1 ? 0 : 1;
}
