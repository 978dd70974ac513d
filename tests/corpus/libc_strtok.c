/* expect: data-race
   strtok keeps where it was, for all threads: each takes words of its own line,
   and may get those of the other. */
#include <pthread.h>
#include <string.h>

static void *work(void *argument)
{
    char line[] = "one two";

    for (char *word = strtok(line, " "); word; word = strtok(NULL, " "))
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
