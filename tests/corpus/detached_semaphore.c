/* expect: ok
   A detached thread says by a semaphore that it is done. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

static sem_t done;
static int result;

static void *work(void *argument)
{
    result = 1;
    sem_post(&done);
    return argument;
}

int main(void)
{
    pthread_t thread;
    pthread_attr_t attributes;

    sem_init(&done, 0, 0);
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_create(&thread, &attributes, work, NULL);
    pthread_attr_destroy(&attributes);
    sem_wait(&done);
    assert(result == 1);
    return 0;
}
