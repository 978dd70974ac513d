/* expect: data-race
   main spins on a plain variable of its own, which a thread sets. */
#include <pthread.h>
#include <stdbool.h>

static void *work(void *argument)
{
    *(bool *)argument = true;
    return NULL;
}

int main(void)
{
    pthread_t thread;
    bool done = false;

    pthread_create(&thread, NULL, work, &done);
    while (!done)
        continue;
    pthread_join(thread, NULL);
    return 0;
}
