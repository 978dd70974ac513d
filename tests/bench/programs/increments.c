/* Two threads add to a counter ROUNDS times each, without a lock. */
#include <pthread.h>

#ifndef ROUNDS
#define ROUNDS 2
#endif

static int counter;

static void *add(void *argument)
{
    for (int i = 0; i < ROUNDS; i++)
        counter++;
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, add, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
