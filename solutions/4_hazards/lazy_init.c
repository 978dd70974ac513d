/* lazy_init.c - settings that are made when they are first needed, once.

   settings() makes the settings when it is called for the first time.
   pthread_once makes them in whoever comes first, and all others wait until it
   is done. */
#include "../must.h"

#include <pthread.h>

struct settings {
    int width;
    int height;
};

static struct settings made;
static pthread_once_t once = PTHREAD_ONCE_INIT;
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
    MUST(pthread_once(&once, make));
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
