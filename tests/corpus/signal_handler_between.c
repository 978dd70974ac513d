/* expect: assertion
   A handler runs between main's read of a plain variable and its write: what
   the handler added is lost. */
#include <assert.h>
#include <pthread.h>
#include <signal.h>

static pthread_t first;
static int count;

static void on_signal(int number)
{
    (void)number;
    count++;
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
    count++;
    pthread_join(thread, NULL);
    assert(count == 2);
    return 0;
}
