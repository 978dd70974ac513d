/* expect: data-race assertion
   Memory from malloc is read before anything was written: what an earlier run
   left there is nothing that this one can find. */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static char *text;

static void *make(void *argument)
{
    text = malloc(8);
    return argument;
}

static void *fill(void *argument)
{
    if (text)
        strcpy(text, "filled");
    return argument;
}

int main(void)
{
    pthread_t t[2];

    pthread_create(&t[0], NULL, make, NULL);
    pthread_create(&t[1], NULL, fill, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    assert(text[0] == 'f');
    free(text);
    return 0;
}
