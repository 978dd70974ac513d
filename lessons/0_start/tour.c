/* tour.c - two cooks and one oven: whose cake is in first?

   Watch: who has the `oven`, who waits for it, and which key shows you that.
   Compare with: lock.c, where what is done alone is an addition. */
#include "../must.h"

#include <pthread.h>
#include <unistd.h>

enum { COOKS = 2, CAKES = 2 };

static pthread_mutex_t oven = PTHREAD_MUTEX_INITIALIZER;
static char *first; /* Guarded by oven: who came first. */

static void *bake(void *name)
{
    for (int i = 0; i < CAKES; i++) {
        MUST(pthread_mutex_lock(&oven)); /* @enter */
        if (!first)
            first = name;
        printf("%s bakes cake %d\n", (char *)name, i + 1);
        usleep(1000);                      /* @baking */
        MUST(pthread_mutex_unlock(&oven)); /* @leave */
    }
    return NULL;
}

int main(void)
{
    static char names[COOKS][4] = {"Ann", "Ben"};
    pthread_t cooks[COOKS];

    for (int i = 0; i < COOKS; i++)
        MUST(pthread_create(&cooks[i], NULL, bake, names[i]));
    for (int i = 0; i < COOKS; i++)
        MUST(pthread_join(cooks[i], NULL)); /* @join */
    printf("%s was first\n", first);
    return 0;
}
