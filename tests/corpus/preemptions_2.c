/* expect: assertion
   Fails if the other comes into two gaps. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int a;

static void *steps(void *argument)
{
    a = 1;
    a = 2;
    a = 3;
    return argument;
}

static void *look(void *argument)
{
    int x = a;
    int y = a;

    assert(!(x == 1 && y == 2));
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, steps, NULL);
    pthread_create(&threads[1], NULL, look, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
