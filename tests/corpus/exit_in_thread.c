/* expect: ok
   A thread ends the program. */
#include <pthread.h>
#include <stdlib.h>

static void *w(void *argument)
{
    exit(argument != NULL);
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, w, NULL);
    pthread_join(t, NULL);
    return 0;
}
