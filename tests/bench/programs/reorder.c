/* SETTERS threads write a, then b; one reads both. It fails when it reads
   between the two writes of one, and before the second of all others. */
#include <assert.h>
#include <pthread.h>

#ifndef SETTERS
#define SETTERS 19
#endif

static int a, b;

static void *set(void *argument)
{
    a = 1;
    b = -1;
    return argument;
}

static void *check(void *argument)
{
    int first = a;
    int second = b;

    assert((first == 0 && second == 0) || (first == 1 && second == -1));
    return argument;
}

int main(void)
{
    pthread_t threads[SETTERS + 1];

    for (int i = 0; i < SETTERS; i++)
        pthread_create(&threads[i], NULL, set, NULL);
    pthread_create(&threads[SETTERS], NULL, check, NULL);
    for (int i = 0; i <= SETTERS; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
