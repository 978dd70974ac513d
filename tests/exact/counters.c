/* Two threads; each loads a counter and stores one more, so many times. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static atomic_int counter;
static int times;

static void *add(void *argument)
{
    for (int i = 0; i < times; i++)
        atomic_store(&counter, atomic_load(&counter) + 1);
    return argument;
}

int main(int argc, char **argv)
{
    pthread_t threads[2];

    times = argc > 1 ? atoi(argv[1]) : 1;
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, add, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d\n", counter);
    return 0;
}
