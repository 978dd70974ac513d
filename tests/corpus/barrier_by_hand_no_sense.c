/* expect: livelock
   The first is back at the barrier before the other has left it. */
#include <pthread.h>
#include <stdatomic.h>

static atomic_int count;

static void bar(void)
{
    atomic_fetch_add(&count, 1);
    if (count == 2)
        count = 0;
    else
        while (count != 0)
            ;
}

static void *w(void *argument)
{
    bar();
    bar();
    return argument;
}

int main(void)
{
    pthread_t t[2];
    for (long i = 0; i < 2; i++)
        pthread_create(&t[i], NULL, w, (void *)i);
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    return 0;
}
