/* expect: ok
   Threads may look at the environment together: it was changed before. */
#include <pthread.h>
#include <stdlib.h>

static void *work(void *argument)
{
    return getenv("LANGUAGE") ? argument : NULL;
}

int main(void)
{
    pthread_t thread;

    setenv("LANGUAGE", "uk", 1);
    pthread_create(&thread, NULL, work, NULL);
    work(NULL);
    pthread_join(thread, NULL);
    return 0;
}
