/* expect: ok
   A function that runs before main writes what threads read. */
#include <assert.h>
#include <pthread.h>
#include <stdio.h>

static int prepared;
static pthread_mutex_t lock;

__attribute__((constructor)) static void prepare(void)
{
    pthread_mutex_init(&lock, NULL);
    pthread_mutex_lock(&lock);
    prepared = 1;
    pthread_mutex_unlock(&lock);
}

static void *work(void *argument)
{
    pthread_mutex_lock(&lock);
    prepared++;
    pthread_mutex_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, work, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    assert(prepared == 3);
    return 0;
}
