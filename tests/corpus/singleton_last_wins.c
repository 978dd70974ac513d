/* expect: data-race assertion crash
   Two write what the third has made; the assertion knows only one. */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

static char *v;

static void *t0(void *argument)
{
    v = malloc(1);
    return argument;
}

static void *t1(void *argument)
{
    *v = 'X';
    return argument;
}

static void *t2(void *argument)
{
    *v = 'Y';
    return argument;
}

int main(void)
{
    pthread_t a, b, c;
    pthread_create(&a, NULL, t0, NULL);
    pthread_join(a, NULL);
    pthread_create(&b, NULL, t1, NULL);
    pthread_create(&c, NULL, t2, NULL);
    pthread_join(b, NULL);
    pthread_join(c, NULL);
    assert(*v == 'X');
    free(v);
    return 0;
}
