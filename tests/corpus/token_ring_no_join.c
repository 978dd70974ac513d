/* expect: data-race assertion
   main does not wait for the others: what is left undone is no leak. */
#include <assert.h>
#include <pthread.h>

static int x1 = 1, x2 = 2, x3 = 1;
static _Bool f1, f2, f3;

static void *t1(void *argument)
{
    x1 = (x3 + 1) % 4;
    f1 = 1;
    return argument;
}

static void *t2(void *argument)
{
    x2 = x1;
    f2 = 1;
    return argument;
}

static void *t3(void *argument)
{
    x3 = x2;
    f3 = 1;
    return argument;
}

static void *t4(void *argument)
{
    if (f1 && f2 && f3)
        assert(x1 == x2 && x2 == x3);
    return argument;
}

int main(void)
{
    pthread_t a, b, c, d;
    pthread_create(&a, NULL, t1, NULL);
    pthread_create(&b, NULL, t2, NULL);
    pthread_create(&c, NULL, t3, NULL);
    pthread_create(&d, NULL, t4, NULL);
    return 0;
}
