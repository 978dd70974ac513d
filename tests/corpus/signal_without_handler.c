/* expect: crash
   A thread sends another a signal that nobody handles: the process dies of it,
   in whatever order. */
#include <pthread.h>
#include <signal.h>

static pthread_t worker;

static void *ask(void *unused)
{
    pthread_kill(worker, SIGUSR1);
    return unused;
}

int main(void)
{
    pthread_t asker;

    worker = pthread_self();
    pthread_create(&asker, NULL, ask, NULL);
    pthread_join(asker, NULL);
    return 0;
}
