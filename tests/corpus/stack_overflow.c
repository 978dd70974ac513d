/* expect: crash
   A thread that calls itself for ever. */
#include <pthread.h>

static int deeper(int depth)
{
    volatile char room[1024];

    room[0] = (char)depth;
    return depth < 0 ? room[0] : deeper(depth + 1) + room[0];
}

static void *work(void *argument)
{
    if (deeper(1))
        return NULL;
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, work, NULL);
    pthread_join(thread, NULL);
    return 0;
}
