/* expect: ok
   A lock and a condition: the reader sleeps meanwhile. */
#include "../must.h"

#include <pthread.h>
#include <stdbool.h>

static int page;     /* Written before `published` is set. */
static int pictures; /* The same. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t out = PTHREAD_COND_INITIALIZER;
static bool published;

/* Forgets the page. Nobody else is there. */
void reset(void)
{
    page = pictures = 0;
    published = false;
}

/* The editor: once for each page. */
void publish(int text, int count)
{
    MUST(pthread_mutex_lock(&lock));
    page = text;
    pictures = count;
    published = true;
    MUST(pthread_cond_broadcast(&out));
    MUST(pthread_mutex_unlock(&lock));
}

/* A reader: waits until there is a page. Returns text and pictures, added. */
int read_page(void)
{
    MUST(pthread_mutex_lock(&lock));
    while (!published)
        MUST(pthread_cond_wait(&out, &lock));
    int seen = page + pictures;
    MUST(pthread_mutex_unlock(&lock));
    return seen;
}

static void *edit(void *unused)
{
    publish(40, 2);
    return unused;
}

int main(void)
{
    pthread_t editor;

    reset();
    MUST(pthread_create(&editor, NULL, edit, NULL));
    printf("the reader saw %d\n", read_page());
    MUST(pthread_join(editor, NULL));
    return 0;
}
