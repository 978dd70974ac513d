/* expect: ok
   A thread takes as its own a signal that all keep from themselves, be it sent
   before it waits. */
#include <pthread.h>
#include <signal.h>
#include <stddef.h>

static int got;

static void *wait_for_it(void *argument)
{
    sigwait(argument, &got);
    return NULL;
}

int main(void)
{
    sigset_t signals;
    pthread_t thread;

    sigemptyset(&signals);
    sigaddset(&signals, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    pthread_create(&thread, NULL, wait_for_it, &signals);
    pthread_kill(thread, SIGUSR1);
    pthread_join(thread, NULL);
    return got == SIGUSR1 ? 0 : 1;
}
