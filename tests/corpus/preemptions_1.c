/* expect: assertion
   Fails if the reader comes between the two halves. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int a;
static atomic_int b;

static void *put(void *argument)
{
    a = 1;
    b = 1;
    return argument;
}

static void *get(void *argument)
{
    int x = a;

    assert(x == b);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, put, NULL);
    pthread_create(&threads[1], NULL, get, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
