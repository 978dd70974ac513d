/* expect: ok
   Threads use a megabyte of their stacks. */
#include <pthread.h>
#include <string.h>

static void *w(void *argument)
{
    char b[1024 * 1024];
    memset(b, 1, sizeof b);
    return b[5] == 1 ? argument : NULL;
}

int main(void)
{
    pthread_t t[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&t[i], NULL, w, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    return 0;
}
