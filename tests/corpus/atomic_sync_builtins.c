/* expect: ok
   The older builtins order as much as is possible. */
#include <assert.h>
#include <pthread.h>

static int c, flag, data;

static void *w(void *argument)
{
    __sync_fetch_and_add(&c, 1);
    return argument;
}

static void *p(void *argument)
{
    data = 5;
    __sync_synchronize();
    __sync_lock_test_and_set(&flag, 1);
    return argument;
}

static void *q(void *argument)
{
    while (!__sync_bool_compare_and_swap(&flag, 1, 2))
        ;
    assert(data == 5);
    return argument;
}

int main(void)
{
    pthread_t t[4];
    pthread_create(&t[0], NULL, w, NULL);
    pthread_create(&t[1], NULL, w, NULL);
    pthread_create(&t[2], NULL, p, NULL);
    pthread_create(&t[3], NULL, q, NULL);
    for (int i = 0; i < 4; i++)
        pthread_join(t[i], NULL);
    assert(c == 2);
    return 0;
}
