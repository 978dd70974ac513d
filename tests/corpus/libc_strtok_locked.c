/* expect: ok
   All of a line is taken apart under the lock: the next may begin then. */
#include <pthread.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *work(void *argument)
{
    char line[] = "one two";

    pthread_mutex_lock(&lock);
    for (char *word = strtok(line, " "); word; word = strtok(NULL, " "))
        ;
    pthread_mutex_unlock(&lock);
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
