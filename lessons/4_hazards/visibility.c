/* visibility.c - does one thread see what another has written, and in order?

   Watch: `ready` and `data`, two plain variables that no lock guards.
   Compare with: event.c, where a lock stands between writer and reader. */
#include "../must.h"

#include <assert.h>
#include <pthread.h>

static int data;  /* The answer, */
static int ready; /* and whether it is there. Plain ints, both of them. */

/* A person would write data first and ready second. To the compiler the two
   have nothing to do with each other: this is an order that it may choose. */
static void *writer(void *unused)
{
    ready = 1; /* @ready */
    data = 42; /* @data */
    return unused;
}

static void *reader(void *unused)
{
    while (!ready) /* @spin */
        continue;
    int seen = data; /* @use */
    printf("the reader saw %d\n", seen);
    assert(seen == 42);
    return unused;
}

int main(void)
{
    pthread_t first;
    pthread_t second;

    MUST(pthread_create(&first, NULL, reader, NULL));
    MUST(pthread_create(&second, NULL, writer, NULL));
    MUST(pthread_join(first, NULL));
    MUST(pthread_join(second, NULL));
    return 0;
}
