/* expect: misuse
   Only one of two threads was created; both are joined. */
#include <pthread.h>

static pthread_t threads[2];

static void *work(void *argument)
{
    return argument;
}

int main(void)
{
    pthread_create(&threads[0], NULL, work, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
