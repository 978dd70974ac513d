/* expect: data-race
   The loop's variable is handed to all threads by pointer. */
#include <pthread.h>

static int seen[3];

static void *work(void *argument)
{
    int *number = argument;

    seen[*number % 3] = 1;
    return argument;
}

int main(void)
{
    pthread_t threads[2];
    int i;

    for (i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, work, &i);
    for (int j = 0; j < 2; j++)
        pthread_join(threads[j], NULL);
    return 0;
}
