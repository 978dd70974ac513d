/* expect: data-race
   Relaxed: the flag arrives, nothing is ordered. */
#include "../must.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

static int page;     /* Written before `published` is set. */
static int pictures; /* The same. */
static atomic_bool published;

/* Forgets the page. Nobody else is there. */
void reset(void)
{
    page = pictures = 0;
    published = false;
}

/* The editor: once for each page. */
void publish(int text, int count)
{
    page = text;
    pictures = count;
    atomic_store_explicit(&published, true, memory_order_relaxed);
}

/* A reader: waits until there is a page. Returns text and pictures, added. */
int read_page(void)
{
    while (!atomic_load_explicit(&published, memory_order_relaxed))
        continue;
    return page + pictures;
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
