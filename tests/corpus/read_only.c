/* expect: ok
   Nobody writes what all read. */
#include <assert.h>
#include <pthread.h>

static int table[4];

static void *read_it(void *argument)
{
    int sum = 0;

    for (int i = 0; i < 4; i++)
        sum += table[i];
    assert(sum == 6);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 4; i++)
        table[i] = i;
    pthread_create(&threads[0], NULL, read_it, NULL);
    pthread_create(&threads[1], NULL, read_it, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
