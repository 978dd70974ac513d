/* expect: misuse
   A detached thread cannot be joined. */
#include <pthread.h>

static void *w(void *argument)
{
    return argument;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, w, NULL);
    pthread_detach(t);
    pthread_join(t, NULL);
    return 0;
}
