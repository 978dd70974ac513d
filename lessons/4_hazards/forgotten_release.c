/* forgotten_release.c - what if a function returns early, with the lock?

   Watch: who holds `shelf` when its thread has ended already.
   Compare with: lock.c, where each way out gives the lock back. */
#include "../must.h"

#include <pthread.h>
#include <stdbool.h>

static pthread_mutex_t shelf = PTHREAD_MUTEX_INITIALIZER;
static int stock = 5; /* Guarded by shelf. */

/* Takes so many from the shelf, if there are as many. */
static bool take(int wanted)
{
    MUST(pthread_mutex_lock(&shelf)); /* @lock */
    if (stock < wanted)
        return false; /* @forgotten */
    stock -= wanted;
    MUST(pthread_mutex_unlock(&shelf)); /* @unlock */
    return true;
}

static void *customer(void *argument)
{
    int wanted = *(int *)argument;
    bool served = take(wanted);

    printf("%d wanted: %s\n", wanted, served ? "here you are" : "sold out");
    return NULL;
}

int main(void)
{
    pthread_t threads[3];
    int wanted[3] = {4, 3, 1}; /* Of 4 and 3, the second to come gets none. */

    for (int i = 0; i < 3; i++)
        MUST(pthread_create(&threads[i], NULL, customer, &wanted[i]));
    for (int i = 0; i < 3; i++)
        MUST(pthread_join(threads[i], NULL)); /* @join */
    puts("the shop closes");
    return 0;
}
