/* expect: data-race
   Made once; but the others do not wait. */
#include "../must.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

struct settings {
    int width;
    int height;
};

static struct settings made;
static atomic_bool is_made;
static int times_made; /* Should become 1, and stay so. */

static void make(void)
{
    times_made++;
    made.width = 80;
    made.height = 24;
}

/* The settings, which are made when somebody asks for them first. */
const struct settings *settings(void)
{
    if (!atomic_exchange(&is_made, true))
        make();
    return &made;
}

/* How often they were made. Nobody asks for them at the moment. */
int count_made(void)
{
    return times_made;
}

static void *look(void *unused)
{
    printf("%d x %d\n", settings()->width, settings()->height);
    return unused;
}

int main(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++)
        MUST(pthread_create(&threads[i], NULL, look, NULL));
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(threads[i], NULL));
    printf("made %d times\n", count_made());
    return 0;
}
