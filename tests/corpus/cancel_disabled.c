/* expect: ok
   A thread that may not be cancelled does all of its work. */
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>

static sem_t began;
static int steps;

static void *work(void *argument)
{
    int old;

    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old);
    sem_post(&began);
    steps++;
    usleep(10);
    steps++;
    pthread_setcancelstate(old, NULL);
    return argument;
}

int main(void)
{
    pthread_t thread;

    sem_init(&began, 0, 0);
    pthread_create(&thread, NULL, work, NULL);
    sem_wait(&began);
    pthread_cancel(thread);
    pthread_join(thread, NULL);
    return steps == 2 ? 0 : 1;
}
