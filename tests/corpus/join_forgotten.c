/* expect: data-race
   The result is read without a join. */
#include <pthread.h>

static int result;
static int copy;

static void *work(void *argument)
{
    result = 1;
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, work, NULL);
    copy = result;
    pthread_join(thread, NULL);
    return 0;
}
