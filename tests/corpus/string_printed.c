/* expect: data-race
   A name is printed while another thread puts a new one there: printf reads
   it. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static char name[16] = "nobody";

static void *rename_it(void *argument)
{
    strcpy(name, "somebody");
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, rename_it, NULL);
    printf("%d: %s\n", 1, name);
    pthread_join(thread, NULL);
    return 0;
}
