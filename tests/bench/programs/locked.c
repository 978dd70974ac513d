/* Two threads add to a counter under a lock, ROUNDS times each, or as often as
   the argument says. */
#include <pthread.h>
#include <stdlib.h>

#ifndef ROUNDS
#define ROUNDS 3
#endif

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int counter;
static int rounds = ROUNDS;

static void *add(void *argument)
{
    int left = rounds;

    while (left-- > 0) {
        pthread_mutex_lock(&lock);
        counter++;
        pthread_mutex_unlock(&lock);
    }
    return argument;
}

int main(int argc, char **argv)
{
    pthread_t threads[2];

    if (argc > 1)
        rounds = atoi(argv[1]);
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, add, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return counter != 2 * rounds;
}
