/* expect: ok
   What is written before a post is seen after the wait. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

static sem_t s;
static int data;

static void *w(void *argument)
{
    data = 7;
    sem_post(&s);
    return argument;
}

int main(void)
{
    pthread_t t;
    sem_init(&s, 0, 0);
    pthread_create(&t, NULL, w, NULL);
    sem_wait(&s);
    assert(data == 7);
    pthread_join(t, NULL);
    sem_destroy(&s);
    return 0;
}
