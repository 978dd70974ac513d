/* expect: misuse
   A thread is detached for the second time. */
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
    pthread_detach(t);
    pthread_exit(0);
}
