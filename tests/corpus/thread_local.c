/* expect: ok
   Each thread has its own counter. */
#include <assert.h>
#include <pthread.h>

static _Thread_local int counter;

static void *add(void *argument)
{
    for (int i = 0; i < 2; i++)
        counter++;
    assert(counter == 2);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, add, NULL);
    pthread_create(&threads[1], NULL, add, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
