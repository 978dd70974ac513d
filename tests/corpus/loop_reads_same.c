/* expect: ok
   A loop that reads the same shared values again and again, a fixed number of
   times, waits for nobody. */
#include <assert.h>
#include <pthread.h>

static int factor = 3;

static void *sum(void *argument)
{
    long total = 0;

    for (int i = 0; i < 200; i++)
        total += factor;
    assert(total == 600);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, sum, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
