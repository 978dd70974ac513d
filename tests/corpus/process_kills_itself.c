/* expect: crash
   Whoever comes last kills the process, which nobody can handle; the other may
   have ended it before. */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

static atomic_int came;

static void *come(void *argument)
{
    if (atomic_fetch_add(&came, 1) == 1)
        kill(getpid(), SIGKILL);
    return argument;
}

static void *leave(void *argument)
{
    if (atomic_fetch_add(&came, 1) == 1)
        _exit(0);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, come, NULL);
    pthread_create(&threads[1], NULL, leave, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
