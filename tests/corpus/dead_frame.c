/* expect: data-race crash
   A thread is handed a variable of a function that returns before it. */
#include <pthread.h>

static void *work(void *argument)
{
    *(int *)argument = 1;
    return argument;
}

static pthread_t start(void)
{
    pthread_t thread;
    int local = 0;

    pthread_create(&thread, NULL, work, &local);
    local++;
    return thread;
}

int main(void)
{
    pthread_join(start(), NULL);
    return 0;
}
