/* expect: data-race assertion
   A word that one thread asks for comes from the line of another. */
#include <assert.h>
#include <pthread.h>
#include <string.h>

static void *work(void *argument)
{
    char line[] = "three four";

    (void)strtok(line, " ");
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, work, NULL);
    char line[] = "one two";
    (void)strtok(line, " ");
    const char *second = strtok(NULL, " ");
    assert(second && strcmp(second, "two") == 0);
    pthread_join(thread, NULL);
    return 0;
}
