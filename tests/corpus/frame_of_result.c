/* expect: misuse crash wrong-output
   A thread hands back the address of its own local variable. */
#include <pthread.h>

static void *work(void *argument)
{
    int sum = 0;
    int *result = &sum;

    for (int i = 0; i < *(int *)argument; i++)
        sum += i;
    return result;
}

int main(void)
{
    pthread_t thread;
    int count = 3;
    void *sum;

    pthread_create(&thread, NULL, work, &count);
    pthread_join(thread, &sum);
    return *(int *)sum == 3 ? 0 : 1;
}
