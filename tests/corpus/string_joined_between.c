/* expect: ok
   The join comes between the making and the copying. */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static char *v;

static void *t1(void *argument)
{
    v = malloc(8);
    return argument;
}

static void *t2(void *argument)
{
    if (v)
        strcpy(v, "Bigshot");
    return argument;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, t1, NULL);
    pthread_join(a, NULL);
    pthread_create(&b, NULL, t2, NULL);
    pthread_join(b, NULL);
    assert(!v || v[0] == 'B');
    free(v);
    return 0;
}
