/* expect: ok
   Each counts one above the other, and no more often than that. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#define NUM 3
static atomic_int i = 3, j = 6;

static void *t1(void *argument)
{
    for (int k = 0; k < NUM; k++)
        i = j + 1;
    return argument;
}

static void *t2(void *argument)
{
    for (int k = 0; k < NUM; k++)
        j = i + 1;
    return argument;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, t1, NULL);
    pthread_create(&b, NULL, t2, NULL);
    int ci = i > 16;
    int cj = j > 16;
    if (ci || cj)
        assert(0);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
