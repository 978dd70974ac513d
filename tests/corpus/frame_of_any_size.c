/* expect: ok
   Arrays whose sizes are known only when they are made, used by threads that
   their function waits for. */
#include <alloca.h>
#include <pthread.h>
#include <string.h>

static void *work(void *argument)
{
    int *numbers = argument;

    numbers[3]++;
    return NULL;
}

static int run(int count)
{
    int first[count];
    int *second = alloca((size_t)count * sizeof *second);
    pthread_t threads[2];

    memset(first, 0, sizeof first);
    memset(second, 0, (size_t)count * sizeof *second);
    pthread_create(&threads[0], NULL, work, first);
    pthread_create(&threads[1], NULL, work, second);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return first[3] + second[3];
}

int main(void)
{
    return run(8) + run(4) == 4 ? 0 : 1;
}
