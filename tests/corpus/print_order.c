/* expect: ok
   The order of two lines is open, and nothing is wrong with that. */
#include <pthread.h>
#include <stdio.h>

static void *hello(void *argument)
{
    puts("hello");
    return argument;
}

static void *world(void *argument)
{
    puts("world");
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, hello, NULL);
    pthread_create(&threads[1], NULL, world, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
