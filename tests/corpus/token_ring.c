/* expect: assertion data-race
   Each copies its neighbour's value plus one, without waiting for it. */
#include <assert.h>
#include <pthread.h>

static int x1 = 1;
static int x2 = 2;
static int x3 = 1;

static void *one(void *argument)
{
    x1 = (x3 + 1) % 4;
    return argument;
}

static void *two(void *argument)
{
    x2 = x1;
    return argument;
}

static void *three(void *argument)
{
    x3 = x2;
    return argument;
}

int main(void)
{
    void *(*const routines[])(void *) = {one, two, three};
    pthread_t threads[3];

    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, routines[i], NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    assert(x1 == x2 && x2 == x3);
    return 0;
}
