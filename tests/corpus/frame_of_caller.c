/* expect: ok
   A thread hands back the address of what it was given by who waits for it. */
#include <pthread.h>

struct sum {
    int count;
    int total;
};

static void *work(void *argument)
{
    struct sum *sum = argument;

    for (int i = 0; i < sum->count; i++)
        sum->total += i;
    return &sum->total;
}

int main(void)
{
    struct sum sum = {3, 0};
    pthread_t thread;
    void *total;

    pthread_create(&thread, NULL, work, &sum);
    pthread_join(thread, &total);
    return *(int *)total == 3 ? 0 : 1;
}
