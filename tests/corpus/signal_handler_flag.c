/* expect: ok
   A handler sets a flag that the interrupted thread looks at: volatile
   sig_atomic_t is made for that. */
#include <pthread.h>
#include <signal.h>

static pthread_t first;
static volatile sig_atomic_t stops;

static void on_signal(int number)
{
    stops = number;
}

static void *work(void *argument)
{
    pthread_kill(first, SIGUSR1);
    return argument;
}

int main(void)
{
    pthread_t thread;

    first = pthread_self();
    signal(SIGUSR1, on_signal);
    pthread_create(&thread, NULL, work, NULL);
    int seen = stops;
    pthread_join(thread, NULL);
    return stops < seen;
}
