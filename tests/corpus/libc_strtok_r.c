/* expect: ok
   strtok_r keeps where it was in a variable of the caller's. */
#include <pthread.h>
#include <string.h>

static void *work(void *argument)
{
    char line[] = "one two";
    char *rest;

    for (char *word = strtok_r(line, " ", &rest); word;
         word = strtok_r(NULL, " ", &rest))
        ;
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, work, NULL);
    work(NULL);
    pthread_join(thread, NULL);
    return 0;
}
