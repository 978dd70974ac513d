/* expect: misuse
   A global variable keeps the address of a local one, whose function has
   returned when a thread looks. */
#include <pthread.h>

static int *best;
static int found;

static void choose(void)
{
    int mine = 3;

    best = &mine;
}

static void *look(void *argument)
{
    found = *best;
    return argument;
}

int main(void)
{
    pthread_t thread;

    choose();
    pthread_create(&thread, NULL, look, NULL);
    pthread_join(thread, NULL);
    return 0;
}
