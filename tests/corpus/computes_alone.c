/* expect: ok
   main computes for long, as the only task. */
#include <assert.h>
#include <pthread.h>

enum { NUMBERS = 20000 };

static unsigned numbers[NUMBERS];
static unsigned sum;

static void *add(void *argument)
{
    sum += numbers[1];
    return argument;
}

int main(void)
{
    pthread_t thread;

    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < NUMBERS; i++)
            numbers[i] += (unsigned)i;
    }
    pthread_create(&thread, NULL, add, NULL);
    pthread_join(thread, NULL);
    assert(sum == 3);
    return 0;
}
