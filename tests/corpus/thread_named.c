/* expect: ok
   Threads have names of their own, and each finds its own. */
#include <assert.h>
#include <pthread.h>
#include <string.h>

static void *work(void *argument)
{
    char name[16];

    pthread_setname_np(pthread_self(), argument);
    pthread_getname_np(pthread_self(), name, sizeof name);
    assert(strcmp(name, argument) == 0);
    return NULL;
}

int main(void)
{
    static char *names[] = {"reader", "writer"};
    pthread_t threads[2];

    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, work, names[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
