/* expect: ok
   Neighbouring bytes are different memory. */
#include <assert.h>
#include <pthread.h>

static char bytes[2];

static void *one(void *argument)
{
    bytes[0] = 1;
    return argument;
}

static void *other(void *argument)
{
    bytes[1] = 1;
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, one, NULL);
    pthread_create(&threads[1], NULL, other, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    assert(bytes[0] + bytes[1] == 2);
    return 0;
}
