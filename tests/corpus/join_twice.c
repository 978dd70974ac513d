/* expect: misuse
   A thread that was joined is joined again. */
#include <pthread.h>

static void *w(void *argument)
{
    return argument;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, w, NULL);
    pthread_join(t, NULL);
    pthread_join(t, NULL);
    return 0;
}
