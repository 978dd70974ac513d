/* expect: ok
   The function waits for the threads that use its local variables, again and
   again in the same memory. */
#include <pthread.h>

static void *work(void *argument)
{
    ++*(int *)argument;
    return argument;
}

static int ask(int number)
{
    pthread_t thread;

    pthread_create(&thread, NULL, work, &number);
    pthread_join(thread, NULL);
    return number;
}

int main(void)
{
    return ask(1) + ask(2) == 5 ? 0 : 1;
}
