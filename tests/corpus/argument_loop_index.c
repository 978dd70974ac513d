/* expect: data-race
   Each thread is given the address of the loop's counter. */
#include <pthread.h>
#include <stdio.h>

static void *w(void *argument)
{
    int id = *(int *)argument;
    return id > 100 ? argument : 0;
}

int main(void)
{
    pthread_t t[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&t[i], NULL, w, &i);
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    return 0;
}
