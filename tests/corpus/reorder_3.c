/* expect: assertion data-race
   Many set a then b; one who sees them between is wrong. */
#include <assert.h>
#include <pthread.h>

static int a;
static int b;

static void *set(void *argument)
{
    a = 1;
    b = -1;
    return argument;
}

static void *check(void *argument)
{
    assert((a == 0 && b == 0) || (a == 1 && b == -1));
    return argument;
}

int main(void)
{
    pthread_t threads[4];

    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, set, NULL);
    pthread_create(&threads[3], NULL, check, NULL);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
