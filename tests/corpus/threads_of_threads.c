/* expect: ok
   A thread makes another, waits for it and goes on. */
#include <assert.h>
#include <pthread.h>

static void *inner(void *argument)
{
    *(int *)argument = 3;
    return argument;
}

static void *outer(void *argument)
{
    pthread_t thread;

    pthread_create(&thread, NULL, inner, argument);
    pthread_join(thread, NULL);
    ++*(int *)argument;
    return argument;
}

int main(void)
{
    pthread_t thread;
    int number = 0;

    pthread_create(&thread, NULL, outer, &number);
    pthread_join(thread, NULL);
    assert(number == 4);
    return 0;
}
