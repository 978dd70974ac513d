/* expect: data-race
   One thread sets a variable of the environment while another looks for one. */
#include <pthread.h>
#include <stdlib.h>

static void *work(void *argument)
{
    setenv("LANGUAGE", "uk", 1);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, work, NULL);
    (void)getenv("HOME");
    pthread_join(thread, NULL);
    return 0;
}
