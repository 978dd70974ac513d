/* expect: ok
   What a thread wrote is read after the join, from its stack and by pointer. */
#include <assert.h>
#include <pthread.h>

static void *work(void *argument)
{
    int *result = argument;

    *result = 5;
    return argument;
}

int main(void)
{
    pthread_t thread;
    int result = 0;
    void *same;

    pthread_create(&thread, NULL, work, &result);
    pthread_join(thread, &same);
    assert(result == 5 && same == &result);
    return 0;
}
