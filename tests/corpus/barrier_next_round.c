/* expect: data-race
   One is still reading of this round while the other writes for the next. */
#include <pthread.h>

static pthread_barrier_t b;
static int shared;

static void *w(void *argument)
{
    for (int i = 0; i < 2; i++) {
        if ((long)argument == i)
            shared = i;
        pthread_barrier_wait(&b);
        (void)*(volatile int *)&shared;
    }
    return argument;
}

int main(void)
{
    pthread_t t[2];
    pthread_barrier_init(&b, 0, 2);
    for (long i = 0; i < 2; i++)
        pthread_create(&t[i], NULL, w, (void *)i);
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    return 0;
}
