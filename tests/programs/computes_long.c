/* A thread computes for longer than anyone waits, and meets nobody. */
#include <pthread.h>

static void *compute(void *argument)
{
    volatile unsigned long sum = 0;

    for (unsigned long i = 0; i < 100000000000; i++)
        sum += i;
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, compute, NULL);
    pthread_join(thread, NULL);
    return 0;
}
