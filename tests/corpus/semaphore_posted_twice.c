/* expect: data-race assertion
   A post too many lets two in. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

static sem_t s;
static int inside;

static void *w(void *argument)
{
    sem_wait(&s);
    inside++;
    assert(inside == 1);
    inside--;
    sem_post(&s);
    sem_post(&s);
    return argument;
}

int main(void)
{
    pthread_t t[3];
    sem_init(&s, 0, 1);
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, w, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    return 0;
}
