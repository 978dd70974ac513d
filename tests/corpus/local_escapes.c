/* expect: data-race
   main changes its local variable that a thread has the address of. */
#include <pthread.h>

static void *w(void *argument)
{
    *(int *)argument += 1;
    return argument;
}

int main(void)
{
    pthread_t t;
    int x = 0;
    pthread_create(&t, NULL, w, &x);
    x += 2;
    pthread_join(t, NULL);
    return 0;
}
